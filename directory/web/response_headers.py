"""Security and caching headers of every answer, names and flags of cookies, and conditional requests (RFC 9110, 13).

Source for cookies: OWASP ASVS 5.0, 3.3.1 and 3.3.3; RFC 6265bis, 4.1.3.
"""

from urllib.parse import urlsplit

from flask import Request, Response, g, request, session

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)",
    "X-Frame-Options": "DENY",
}
ONE_YEAR_SECONDS = 365 * 24 * 60 * 60
# The names that routes give to the secret of a mailed link.
SECRETS_OF_LINKS = frozenset({"token", "list_token"})
# The names of the machine itself; they do not depend on the name of the site.
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def set_headers(response: Response) -> Response:
    """Set those of HEADERS that the answer does not have yet. Also set Cache-Control if it is missing, Vary and, over
    HTTPS, Strict-Transport-Security.

    A personal answer always gets a Cache-Control that forbids browsers to store the answer. Static files get no Vary.
    """
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR_SECONDS}; includeSubDomains"
    if is_personal():
        response.headers["Cache-Control"] = "private, no-store"
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    if not request.path.startswith("/static/"):
        response.vary.update(("Cookie", "Authorization"))
    return response


def answer_not_modified(response: Response) -> Response:
    """Add an ETag to an HTML page, and turn the answer into a 304 if the request names this ETag.

    Personal pages get no ETag.
    """
    is_page = response.status_code == 200 and response.mimetype == "text/html" and not response.is_streamed
    if is_page and not is_personal():
        response.add_etag()
        response.make_conditional(request)
    return response


def is_personal() -> bool:
    """Return whether the answer may contain data for one person only: if a session, an API token, a form token or a
    link with a secret is in use."""
    return (
        getattr(session, "row_id", None) is not None
        or "Authorization" in request.headers
        or g.get("csrf_token") is not None
        or not SECRETS_OF_LINKS.isdisjoint(request.view_args or {})
    )


def host_name(request: Request) -> str | None:
    """Return the host of a request in lower case, without its port, or None if the host cannot be parsed."""
    try:
        return urlsplit(f"//{request.host}").hostname
    except ValueError:
        return None


def is_secure(request: Request) -> bool:
    """Return whether browsers accept a Secure cookie: over HTTPS, and also over HTTP if the host of the request is in
    LOOPBACK."""
    return request.is_secure or host_name(request) in LOOPBACK


def cookie_name(request: Request, name: str) -> str:
    """Return the name of a cookie: `name` with the prefix `__Host-` if `is_secure`, otherwise `name` alone, since
    browsers would refuse the prefix."""
    return f"__Host-{name}" if is_secure(request) else name
