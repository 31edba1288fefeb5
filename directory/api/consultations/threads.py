"""Functions that the endpoints of one consultation share. Some read the thread, others write to it. A write is refused
if the thread has changed since the caller read it."""

from collections.abc import Callable
from typing import Any

from flask import Response, request

from directory.access.current_viewer import current_viewer
from directory.api.answers import entry_answer
from directory.api.bodies import body_as_form_data, read_body, require_valid
from directory.api.consultations.answers import serialize_thread
from directory.api.document.operations import Schema
from directory.api.idempotency import is_replay, run_idempotently
from directory.api.preconditions import committing_request, require_if_match
from directory.consultations.form_setup import FormWithText, offer_languages
from directory.consultations.presenters.thread import thread
from directory.consultations.queries import threads
from directory.consultations.service.retention import note_reading
from directory.i18n import current_language
from directory.models import Consultation

WAY = "program"
Act = Callable[[Consultation], object]


def read_thread(public_id: str) -> dict[str, Any]:
    """Return a whole thread as JSON, and record that the thread was shown to the caller (not for HEAD requests). Raises
    NotFound if the caller has no seat in the thread."""
    viewer, consultation = current_viewer(), threads.get(current_viewer(), public_id)
    shown = thread(viewer, consultation, current_language())
    body = serialize_thread(viewer, consultation, shown)
    if request.method != "HEAD":
        note_reading(viewer, consultation.id, shown.newest_id, WAY)
    return body


def read_body_for(public_id: str, schema: Schema, require: Callable[[Consultation], object]) -> dict[str, Any]:
    """Return the body of a write to a thread. Raises the errors of `read_body`, and NotFound if the caller cannot read
    the thread.

    `require` is called before the body is read. It must raise an error unless the caller may make this write. If the
    request is sent again, the thread is not looked up and `require` is not called.
    """
    if not is_replay():
        require(threads.get(current_viewer(), public_id))
    return read_body(schema)


def filled_form(form_class: type[FormWithText], schema: Schema, public_id: str) -> FormWithText:
    """Return a valid form, filled in from the body of the request.

    Raises the errors of `read_body`. Raises NotFound if the caller cannot read the thread. If the form is not valid,
    raises BodyRefused with the messages of the form.
    """
    consultation = threads.get(current_viewer(), public_id)
    form = offer_languages(form_class(body_as_form_data(read_body(schema))), consultation, current_language())
    require_valid(form)
    return form


def perform_and_show(public_id: str, act: Act) -> Response:
    """Run `act` as `perform` does. Return the thread after the act."""
    perform(public_id, act)
    return entry_answer(read_thread(public_id))


def perform(public_id: str, act: Act) -> None:
    """Call `act` with the consultation, in a `committing` transaction. If the same request was sent before with the
    same Idempotency-Key, `act` is not called.

    Raises NotFound if the caller has no seat in the thread. Raises VersionMissing if the request has no If-Match, and
    VersionChanged if the thread is no longer the version in If-Match. If `act` raises InvalidInput, BodyRefused is
    raised instead.
    """
    with committing_request():
        run_idempotently(lambda: _do(public_id, act))


def _do(public_id: str, act: Act) -> str:
    viewer = current_viewer()
    consultation = threads.get(viewer, public_id)
    require_if_match(
        entry_answer(serialize_thread(viewer, consultation, thread(viewer, consultation, current_language())))
    )
    act(consultation)
    return public_id
