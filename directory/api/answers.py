"""HTTP answers of the API. Each answer states its language; an answer with a single entry has an ETag."""

from typing import Any

from flask import Response, jsonify, request

from directory.i18n import current_language


def list_answer(body: dict[str, Any]) -> Response:
    """Return a JSON answer with the body `body`, a list or a page of a list."""
    return _localized(jsonify(body))


def entry_answer(body: dict[str, Any], language: str = "") -> Response:
    """Return the answer with one entry and its ETag, or 304 if the caller has the current version already.

    `language` is the language of the answer if it differs from the language of the request.
    """
    response = _localized(jsonify(body), language)
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    if response.status_code == 304:
        response.set_data(b"")
    return response


def created_answer(body: dict[str, Any], address: str) -> Response:
    """Return the answer 201 with the object that was created, and with the object's address in Location."""
    response = entry_answer(body)
    response.status_code = 201
    response.headers["Location"] = address
    return response


def no_content_answer() -> Response:
    """Return the answer 204, which has no body: the write is done, and the caller may no longer read the result."""
    return Response(status=204)


def _localized(response: Response, language: str = "") -> Response:
    response.headers["Content-Language"] = language or current_language()
    response.vary.add("Accept-Language")
    return response
