"""Pages that a browser has already are not sent again. Source: RFC 9110, 13."""

from flask import Response, request

from directory.web.security_headers import is_personal


def answer_not_modified(response: Response) -> Response:
    """Give a page that everyone may read a tag, and answer 304 to who has it already."""
    is_page = response.status_code == 200 and response.mimetype == "text/html" and not response.is_streamed
    if is_page and request.method in ("GET", "HEAD") and not is_personal():
        response.add_etag()
        response.make_conditional(request)
    return response
