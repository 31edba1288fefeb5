"""Which host a request asks for."""

from urllib.parse import urlsplit

from flask import Request

# Where a machine reaches itself, whatever the site is called.
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def host_name(request: Request) -> str | None:
    """Return the host in small letters without its port; None where it cannot be read."""
    try:
        return urlsplit(f"//{request.host}").hostname
    except ValueError:
        return None
