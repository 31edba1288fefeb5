"""Security and caching headers of every answer, and compression of what a visitor gets."""

import gzip

from flask import Flask, Response, g, request, session

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
SMALLEST_COMPRESSED_BYTES = 500
COMPRESSED_TYPES = ("text/", "application/json", "application/problem+json")


def configure_headers(app: Flask) -> None:
    """Set the headers on every answer, errors and static files included."""
    app.after_request(_compress)
    app.after_request(_tag)
    app.after_request(_secure)


def _secure(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR_SECONDS}; includeSubDomains"
    if _is_personal():
        response.headers["Cache-Control"] = "private, no-store"
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache"
    if not request.path.startswith("/static/"):
        response.vary.update(("Cookie", "Authorization"))
    return response


def _is_personal() -> bool:
    """Return whether the answer may hold what is for one person alone: a session's, a token's, or a form's."""
    return (
        getattr(session, "row_id", None) is not None
        or "Authorization" in request.headers
        or g.get("csrf_token") is not None
    )


def _tag(response: Response) -> Response:
    """Give a page that everyone may read a tag, and answer 304 to who has it already."""
    is_page = response.status_code == 200 and response.mimetype == "text/html" and not response.is_streamed
    if is_page and request.method in ("GET", "HEAD") and not _is_personal():
        response.add_etag()
        response.make_conditional(request)
    return response


def _compress(response: Response) -> Response:
    """Gzip text for clients that take it; what another hook has encoded stays as it is.

    A personal answer stays plain: its length would tell what a secret in it begins with (the BREACH attack).
    """
    response.vary.add("Accept-Encoding")
    if (
        response.direct_passthrough
        or response.is_streamed
        or _is_personal()
        or "Content-Encoding" in response.headers
        or request.accept_encodings["gzip"] <= 0
        or not (response.mimetype or "").startswith(COMPRESSED_TYPES)
        or len(response.get_data()) < SMALLEST_COMPRESSED_BYTES
    ):
        return response
    response.set_data(gzip.compress(response.get_data(), compresslevel=6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, is_weak = response.get_etag()
    if etag and not is_weak:
        response.set_etag(etag, weak=True)
    return response
