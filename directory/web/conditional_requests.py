"""Conditional requests (RFC 9110, 13): if the browser already has the page, the answer is 304 without content."""

from flask import Response, request

from directory.web.security_headers import is_personal


def answer_not_modified(response: Response) -> Response:
    """Return the answer with an ETag, or a 304 answer if the request names this ETag. Personal pages get no ETag."""
    is_page = response.status_code == 200 and response.mimetype == "text/html" and not response.is_streamed
    if is_page and not is_personal():
        response.add_etag()
        response.make_conditional(request)
    return response
