"""Caches whole pages, compressed: one copy for visitors, and one for each access profile."""

import gzip
import hashlib
from collections.abc import Callable, Collection, Container, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, g, request, session

from directory.access.current_viewer import current_viewer
from directory.access.viewer import Viewer
from directory.cache.dependencies import CacheScope, current_dependencies
from directory.cache.invalidation import is_cacheable
from directory.cache.personal_fragments import defer_personal_fragments, fill_personal_fragments
from directory.cache.store import cached

PAGE = "text/html"
TAG_CHARACTERS = 32


def cached_page(*parameters: str, **choices: Container[str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that caches the pages of a view: one copy for visitors, and one for each access profile (role,
    State, networks, desks).

    `parameters` are the query parameters that the view reads. `choices` are further query parameters, each with its
    allowed values. All other query parameters are dropped from the request. These answers are not cached:

    - pages that `is_cacheable` refuses, such as pages with restricted data
    - answers to visitors whose request has a session or an API token
    - answers that set a cookie or issue a form token
    - answers other than a page with the status 200
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def show(*args: Any, **kwargs: Any) -> Any:
            _drop_other_parameters(parameters, choices)
            return _cached_answer(lambda: view(*args, **kwargs))

        show.parameters = frozenset((*parameters, *choices))  # type: ignore[attr-defined]
        return show

    return decorate


def _cached_answer(view: Callable[[], Any]) -> Any:
    viewer = current_viewer()
    if not viewer.is_visitor:
        return _answer_to_person(view, viewer)
    return _answer_to_visitor(view, viewer) if _is_anonymous() else view()


def _answer_to_visitor(view: Callable[[], Any], viewer: Viewer) -> Any:
    packed, answers = _cached_or_made(view, viewer)
    return _unpacked(packed) if packed else answers[0]


def _answer_to_person(view: Callable[[], Any], viewer: Viewer) -> Any:
    with defer_personal_fragments():
        packed, answers = _cached_or_made(view, viewer)
    return fill_personal_fragments(gzip.decompress(packed).decode()) if packed else _completed(answers[0])


def _cached_or_made(view: Callable[[], Any], viewer: Viewer) -> tuple[bytes, list[Response]]:
    """Return the compressed page, and a list with the view's response.

    The page is empty if it must not be cached. The list is empty if the page came from the cache.
    """
    answers: list[Response] = []

    def make() -> bytes:
        answers.append(current_app.make_response(view()))
        return _packed(answers[0])

    return cached(_cache_key(viewer), make, is_page=True), answers


def _drop_other_parameters(parameters: Collection[str], choices: Mapping[str, Container[str]]) -> None:
    """Drop each query parameter that is not in `parameters` and has no allowed value in `choices`, so that equal
    queries share a cache key. If a parameter in `choices` is repeated, only its first value stays."""
    known: list[tuple[str, str]] = []
    first = dict(request.args.items())
    for name, value in request.args.items(multi=True):
        is_first = value == first[name] and (name, value) not in known
        if name in parameters or (is_first and value in choices.get(name, ())):
            known.append((name, value))
    asked = urlencode(known)
    if asked.encode() == request.query_string:
        return
    request.environ["QUERY_STRING"], request.query_string = asked, asked.encode()
    for name in ("args", "url", "full_path"):
        request.__dict__.pop(name, None)


def _is_anonymous() -> bool:
    return not session and getattr(session, "row_id", None) is None and "Authorization" not in request.headers


def _cache_key(viewer: Viewer) -> tuple[Any, ...]:
    own = (request.environ.get(name, "") for name in ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"))
    return ("page", viewer.access_profile, request.scheme, request.host, *own)


def _packed(answer: Response) -> bytes:
    is_page = answer.status_code == 200 and answer.mimetype == PAGE and not answer.is_streamed
    # Flask-WTF sets `csrf_token` when it issues a token.
    is_personal = "Set-Cookie" in answer.headers or g.get("csrf_token") is not None
    made = current_dependencies()
    if not is_page or is_personal or made is None or not is_cacheable(made, CacheScope.PROFILE):
        return b""
    return gzip.compress(answer.get_data(), compresslevel=6, mtime=0)


def _completed(answer: Response) -> Response:
    if answer.mimetype == PAGE and not answer.is_streamed:
        answer.set_data(fill_personal_fragments(answer.get_data(as_text=True)))
    return answer


def _unpacked(packed: bytes) -> Response:
    is_compressed = request.accept_encodings["gzip"] > 0
    answer = Response(packed if is_compressed else gzip.decompress(packed), mimetype=PAGE)
    if is_compressed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(hashlib.sha256(packed).hexdigest()[:TAG_CHARACTERS], weak=is_compressed)
    return answer
