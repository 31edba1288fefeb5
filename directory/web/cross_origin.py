"""Lets pages of other sites read the API as a visitor (CORS). Source: Fetch Standard, 3.2.

No answer to a request with a token is open to other sites, and browsers give no answer with `*` to a page that sent a
cookie.
"""

from flask import Response, request

READ_BY_PAGES = ("ETag", "Link", "Content-Language", "Retry-After", "RateLimit", "RateLimit-Policy")
ONE_DAY_SECONDS = 24 * 60 * 60


def open_to_other_sites(response: Response) -> Response:
    """Set the headers that let other sites read an answer, if the request only reads and has no token.

    The answer to OPTIONS lets other sites ask with `If-None-Match`, but with no other header and no other method.
    """
    if "Authorization" in request.headers or request.method not in ("GET", "HEAD", "OPTIONS"):
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = str(ONE_DAY_SECONDS)
    else:
        response.headers["Access-Control-Expose-Headers"] = ", ".join(READ_BY_PAGES)
    return response
