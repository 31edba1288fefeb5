"""The host name of a request."""

from urllib.parse import urlsplit

from flask import Request

# The names of the machine itself, whatever the site is called.
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def host_name(request: Request) -> str | None:
    """Return the host of a request in lower case, without its port; None if it cannot be parsed."""
    try:
        return urlsplit(f"//{request.host}").hostname
    except ValueError:
        return None
