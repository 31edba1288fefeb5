"""Conditional requests: a page that the browser has already is answered 304. Source: RFC 9110, 13."""

from flask import Response, request

from directory.web.security_headers import is_personal


def answer_not_modified(response: Response) -> Response:
    """Give a public page an ETag, and answer 304 if the request names that ETag."""
    is_page = response.status_code == 200 and response.mimetype == "text/html" and not response.is_streamed
    if is_page and request.method in ("GET", "HEAD") and not is_personal():
        response.add_etag()
        response.make_conditional(request)
    return response
