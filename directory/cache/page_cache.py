"""Whole pages, kept for all who may read and do the same: compressed, as visitors are sent them."""

import gzip
import hashlib
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, g, request, session

from directory.access.current_viewer import current_viewer
from directory.access.disclosures import CeilingReached, withhold
from directory.access.viewer import Viewer
from directory.cache.dependencies import Readers, current_dependencies
from directory.cache.personal_fragments import defer_personal_fragments, fill_personal_fragments
from directory.cache.store import cached, is_cacheable

PAGE = "text/html"
TAG_CHARACTERS = 32


def cached_page(*parameters: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Answer with the page of a view as it is kept; see `store`. `parameters` are those of its address.

    All others are left out of the request before the page is made or looked for: nobody can have a page made again and
    again, or others dropped, by parameters that nothing reads.

    It is cached once for visitors and, unless it shows restricted data, once for all people of the same role, State,
    networks and desks; `personal_fragments` are put in when it is sent. For a visitor who holds a form's token, and for
    anybody half signed in, the page is made anew.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        made = withholding_over_ceiling(view)

        @wraps(view)
        def show(*args: Any, **kwargs: Any) -> Any:
            _leave_out_all_but(parameters)
            return _kept_answer(lambda: made(*args, **kwargs))

        show.parameters = frozenset(parameters)  # type: ignore[attr-defined]
        return show

    return decorate


def _kept_answer(view: Callable[[], Any]) -> Any:
    viewer = current_viewer()
    if viewer.is_visitor and not _is_unknown():
        return view()
    answers: list[Response] = []

    def make() -> bytes:
        with defer_personal_fragments(not viewer.is_visitor):
            answers.append(current_app.make_response(view()))
        return _packed(answers[0])

    packed = cached(_place(viewer), make, is_page=True)
    if viewer.is_visitor:
        return _unpacked(packed) if packed else answers[0]
    return fill_personal_fragments(gzip.decompress(packed).decode()) if packed else _completed(answers[0])


def _leave_out_all_but(parameters: Collection[str]) -> None:
    """Have the request ask for these parameters alone; the values of each stay in their order."""
    known = [pair for pair in request.args.items(multi=True) if pair[0] in parameters]
    if len(known) == sum(map(len, request.args.listvalues())):
        return
    asked = urlencode(known)
    request.environ["QUERY_STRING"], request.query_string = asked, asked.encode()
    for name in ("args", "url", "full_path"):
        request.__dict__.pop(name, None)


def withholding_over_ceiling(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer with a page that leaves out what is over the ceiling of an account (see `disclosures`) and says so."""

    @wraps(view)
    def show(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except CeilingReached as reached:
            withhold(reached)
            return view(*args, **kwargs)

    return show


def _is_unknown() -> bool:
    """Return whether nothing in the request says anything of who sends it."""
    return not session and getattr(session, "row_id", None) is None and "Authorization" not in request.headers


def _place(viewer: Viewer) -> tuple[Any, ...]:
    """Return the whole address, since all of it, the host's name too, stands on the page; and for whom it is."""
    own = (request.environ.get(name, "") for name in ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"))
    return ("page", viewer.alike, request.scheme, request.host, *own)


def _packed(answer: Response) -> bytes:
    """Return a page compressed; nothing of what is not to be kept, nor of an answer that is no page, or more."""
    is_page = answer.status_code == 200 and answer.mimetype == PAGE and not answer.is_streamed
    # However the token came about: Flask-WTF gives it to whoever asks, and notes it there.
    is_personal = "Set-Cookie" in answer.headers or g.get("csrf_token") is not None
    made = current_dependencies()
    if not is_page or is_personal or made is None or not is_cacheable(made, Readers.ALIKE):
        return b""
    return gzip.compress(answer.get_data(), compresslevel=6, mtime=0)


def _completed(answer: Response) -> Response:
    if answer.mimetype == PAGE and not answer.is_streamed:
        answer.set_data(fill_personal_fragments(answer.get_data(as_text=True)))
    return answer


def _unpacked(packed: bytes) -> Response:
    """Return the answer to a visitor, compressed for whoever takes it."""
    is_compressed = request.accept_encodings["gzip"] > 0
    answer = Response(packed if is_compressed else gzip.decompress(packed), mimetype=PAGE)
    if is_compressed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(hashlib.sha256(packed).hexdigest()[:TAG_CHARACTERS], weak=is_compressed)
    return answer
