"""Security and caching headers of every answer, and conditional requests (RFC 9110, 13)."""

from flask import Response, g, request, session

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
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


def set_headers(response: Response) -> Response:
    """Set HEADERS and Cache-Control unless the answer has them. Also set Vary and, over HTTPS,
    Strict-Transport-Security.

    A personal answer gets a Cache-Control that forbids browsers to store the answer. Static files get no Vary.
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
    """Return the answer with an ETag, or a 304 answer if the request names this ETag. Personal pages get no ETag."""
    is_page = response.status_code == 200 and response.mimetype == "text/html" and not response.is_streamed
    if is_page and not is_personal():
        response.add_etag()
        response.make_conditional(request)
    return response


def is_personal() -> bool:
    """Return whether the answer may contain data for one person only: if a session, an API token or a form token is in
    use."""
    return (
        getattr(session, "row_id", None) is not None
        or "Authorization" in request.headers
        or g.get("csrf_token") is not None
    )
