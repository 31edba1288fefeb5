"""The host name of a request."""

from urllib.parse import urlsplit

from flask import Request

# The names of the machine itself; they do not depend on the name of the site.
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def host_name(request: Request) -> str | None:
    """Return the host of a request in lower case, without its port. Return None if the host cannot be parsed."""
    try:
        return urlsplit(f"//{request.host}").hostname
    except ValueError:
        return None
