"""Names and flags of this site's cookies. Source: OWASP ASVS 5.0, 3.3.1 and 3.3.3; RFC 6265bis, 4.1.3."""

from flask import Request

from directory.web.hosts import LOOPBACK, host_name


def is_secure(request: Request) -> bool:
    """Return whether browsers take a cookie for secure lines only: over HTTPS, and from this machine itself."""
    return request.is_secure or host_name(request) in LOOPBACK


def cookie_name(request: Request, name: str) -> str:
    """Return the name under which a cookie is sent: bound to this host wherever browsers let it be."""
    return f"__Host-{name}" if is_secure(request) else name
