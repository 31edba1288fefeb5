"""What the addresses of one consultation share: it is read, and acts in it are for the version that was read."""

from collections.abc import Callable
from typing import Any

from flask import Response, request

from directory.access.current_viewer import current_viewer
from directory.api.answers import entry_answer
from directory.api.bodies import body_as_form_data, read_body, require_valid
from directory.api.consultations.answers import write_thread
from directory.api.document.operations import Schema
from directory.api.idempotency import is_replay, run_idempotently
from directory.api.matching import committing_request, require_if_match
from directory.consultations.offered import WithWords, in_languages
from directory.consultations.presenters.thread import thread
from directory.consultations.queries import threads
from directory.consultations.service.retention import note_reading
from directory.i18n import current_language
from directory.models import Consultation

WAY = "program"
Act = Callable[[Consultation], object]


def read_thread(public_id: str) -> dict[str, Any]:
    """Return a whole thread, and write down that the caller is shown it."""
    viewer, consultation = current_viewer(), threads.get(current_viewer(), public_id)
    shown = thread(viewer, consultation, current_language())
    body = write_thread(viewer, consultation, shown)
    if request.method != "HEAD":
        note_reading(viewer, consultation.id, shown.newest_id, WAY)
    return body


def read_body_for(public_id: str, schema: Schema, require: Callable[[Consultation], object]) -> dict[str, Any]:
    """Return what was sent for a thread that the caller reads and, as `require` says, may write so to: both are judged
    before the body is. Raises as `read_body`."""
    if not is_replay():
        require(threads.get(current_viewer(), public_id))
    return read_body(schema)


def filled_form(form_class: type[WithWords], schema: Schema, public_id: str) -> WithWords:
    """Return the form of a page, filled with what was sent. Raises NotFound, and BodyRefused with what it says."""
    consultation = threads.get(current_viewer(), public_id)
    form = in_languages(form_class(body_as_form_data(read_body(schema))), consultation, current_language())
    require_valid(form)
    return form


def perform_and_show(public_id: str, act: Act) -> Response:
    """Do `act` in the thread that the caller has read, and return the thread as it is then."""
    perform(public_id, act)
    return entry_answer(read_thread(public_id))


def perform(public_id: str, act: Act) -> None:
    """Do `act` in the thread that the caller has read."""
    with committing_request():
        run_idempotently(lambda: _do(public_id, act))


def _do(public_id: str, act: Act) -> str:
    viewer = current_viewer()
    consultation = threads.get(viewer, public_id)
    require_if_match(entry_answer(write_thread(viewer, consultation, thread(viewer, consultation, current_language()))))
    act(consultation)
    return public_id
