"""Names and flags of this site's cookies, and the host name on which they depend.

Source: OWASP ASVS 5.0, 3.3.1 and 3.3.3; RFC 6265bis, 4.1.3.
"""

from urllib.parse import urlsplit

from flask import Request

# The names of the machine itself; they do not depend on the name of the site.
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def host_name(request: Request) -> str | None:
    """Return the host of a request in lower case, without its port, or None if the host cannot be parsed."""
    try:
        return urlsplit(f"//{request.host}").hostname
    except ValueError:
        return None


def is_secure(request: Request) -> bool:
    """Return whether browsers accept a Secure cookie: over HTTPS, and over HTTP from the machine itself."""
    return request.is_secure or host_name(request) in LOOPBACK


def cookie_name(request: Request, name: str) -> str:
    """Return the name of a cookie, with the prefix `__Host-` if browsers accept this prefix."""
    return f"__Host-{name}" if is_secure(request) else name
