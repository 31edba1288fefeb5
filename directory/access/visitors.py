"""Whole pages, kept for visitors: compressed, as most are sent."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, current_app, request, session

from directory.access.guard import current_viewer
from directory.access.keeping import kept
from directory.access.viewer import ANONYMOUS

PAGE = "text/html"
TAG_CHARACTERS = 32


def kept_for_visitors(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer visitors with the page of a view as it is kept; see `keeping`.

    For whoever has a session, a form's token or another sign of who they are the page is made, and not kept.
    """

    @wraps(view)
    def show(*args: Any, **kwargs: Any) -> Any:
        if not _is_for_a_visitor():
            return view(*args, **kwargs)
        answers: list[Response] = []

        def make() -> bytes:
            answers.append(current_app.make_response(view(*args, **kwargs)))
            return _packed(answers[0])

        packed = kept(_place(), make, is_for_visitors=True)
        return _unpacked(packed) if packed else answers[0]

    return show


def _is_for_a_visitor() -> bool:
    has_session = bool(session) or getattr(session, "row_id", None) is not None
    return not has_session and "Authorization" not in request.headers and current_viewer() == ANONYMOUS


def _place() -> tuple[str, ...]:
    """Return the whole address: all of it, the host's name too, stands on the page."""
    own = (request.environ.get(name, "") for name in ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"))
    return ("page", request.scheme, request.host, *own)


def _packed(answer: Response) -> bytes:
    """Return a page compressed, and nothing of an answer that is no page, or more than that."""
    is_page = answer.status_code == 200 and answer.mimetype == PAGE and not answer.is_streamed
    if not is_page or "Set-Cookie" in answer.headers:
        return b""
    return gzip.compress(answer.get_data(), compresslevel=6, mtime=0)


def _unpacked(packed: bytes) -> Response:
    """Return the answer, compressed for whoever takes it."""
    is_compressed = request.accept_encodings["gzip"] > 0
    answer = Response(packed if is_compressed else gzip.decompress(packed), mimetype=PAGE)
    if is_compressed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(hashlib.sha256(packed).hexdigest()[:TAG_CHARACTERS], weak=is_compressed)
    return answer
