"""HTTP answers of the API. An answer with a body states the language of the body, and has an ETag.

An ETag is a digest of the body and of nothing else, so it tells no more than the body."""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, jsonify, request

from directory.access.disclosure_log import why_withheld
from directory.api.query_parameters import MOST_PAGES
from directory.i18n import current_language


def list_answer(body: dict[str, Any]) -> Response:
    """Return the answer 200 with `body` and its ETag, or 304 (see `entry_answer`). The `items` of `body` are a whole
    list or one page of a list. If the list has pages, the header Link has the addresses of other pages (RFC 8288)."""
    response = entry_answer(body)
    if "total" in body and "per_page" in body:
        last = max(1, -(-body["total"] // max(1, body["per_page"])))
        response.headers["Link"] = _links(body["page"], min(last, MOST_PAGES))
    return response


def entry_answer(body: dict[str, Any], language: str = "") -> Response:
    """Return the answer 200 with `body` and its ETag, or 304 if the request's If-None-Match contains this ETag.
    `language` is the answer's language if it differs from the request's."""
    response = _localized(jsonify(_with_warning(body)), language)
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    if response.status_code == 304:
        response.set_data(b"")
    return response


def created_answer(body: dict[str, Any], address: str) -> Response:
    """Return the answer 201 with the created object, and the object's address in Location."""
    response = entry_answer(body)
    response.status_code = 201
    response.headers["Location"] = address
    return response


def no_content_answer() -> Response:
    """Return the answer 204 without a body, for a write that may end the caller's right to read the object."""
    return Response(status=204)


def page_link(relation: str, name: str, number: int) -> str:
    """Return an item of the header Link: the address of this request, with another number in a query parameter."""
    asked = [(one, value) for one, value in request.args.items(multi=True) if one != name]
    return f'<{quote(request.path)}?{urlencode([*asked, (name, str(number))])}>; rel="{relation}"'


def _links(page: int, last: int) -> str:
    pages = {"first": 1, "prev": min(page - 1, last), "next": page + 1, "last": last}
    return ", ".join(page_link(name, "page", number) for name, number in pages.items() if 1 <= number <= last)


def _with_warning(body: dict[str, Any]) -> dict[str, Any]:
    """Return `body`. If values were left out because of the daily ceiling of disclosures, return a copy of `body` with
    a sentence about this in `warnings`."""
    withheld = why_withheld()
    return body | {"warnings": [*body.get("warnings", ()), withheld]} if withheld else body


def _localized(response: Response, language: str = "") -> Response:
    response.headers["Content-Language"] = language or current_language()
    response.vary.add("Accept-Language")
    return response
