"""Names and flags of this site's cookies. Source: OWASP ASVS 5.0, 3.3.1 and 3.3.3; RFC 6265bis, 4.1.3."""

from flask import Request

from directory.web.hosts import LOOPBACK, host_name


def is_secure(request: Request) -> bool:
    """Return whether browsers accept a Secure cookie. Browsers accept it over HTTPS, and over HTTP from the machine
    itself."""
    return request.is_secure or host_name(request) in LOOPBACK


def cookie_name(request: Request, name: str) -> str:
    """Return the name of a cookie, with the prefix `__Host-` if browsers accept this prefix."""
    return f"__Host-{name}" if is_secure(request) else name
