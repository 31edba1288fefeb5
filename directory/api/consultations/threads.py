"""Reads the thread of one consultation, and runs the writes to it. A write is refused if the thread has changed since
the caller read it."""

from collections.abc import Callable
from typing import Any

from flask import Response, request

from directory.access.current_viewer import current_viewer
from directory.api.answers import entry_answer
from directory.api.bodies import read_body, require_valid
from directory.api.consultations.answers import serialize_thread
from directory.api.consultations.bodies import said_as_form_data
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
Offer = Callable[[FormWithText, Consultation, str], FormWithText]


def read_thread(public_id: str) -> dict[str, Any]:
    """Return a whole thread as JSON, and record that the thread was shown. For a HEAD request, which shows nothing,
    nothing is recorded. Raises NotFound if the caller has no seat."""
    viewer, consultation = current_viewer(), threads.get(current_viewer(), public_id)
    shown = thread(viewer, consultation, current_language())
    body = serialize_thread(viewer, consultation, shown)
    if request.method != "HEAD":
        note_reading(viewer, consultation.id, shown.newest_id, WAY)
    return body


def read_body_for(public_id: str, schema: Schema, require: Callable[[Consultation], object]) -> dict[str, Any]:
    """Return the body of a write to a thread. Raises the errors of `read_body`, and NotFound if the caller cannot read
    the thread.

    `require` must raise an error if the caller may not make this write. For a repeated request, `require` is not
    called.
    """
    if not is_replay():
        require(threads.get(current_viewer(), public_id))
    return read_body(schema)


def filled_form(
    form_class: type[FormWithText], schema: Schema, public_id: str, offer: Offer[FormWithText] = offer_languages
) -> FormWithText:
    """Return a valid form with the choices that `offer` sets, filled in from the request's body.

    Raises the errors of `read_body`, NotFound if the caller cannot read the thread, and BodyRefused for an invalid
    form.
    """
    consultation = threads.get(current_viewer(), public_id)
    form = offer(form_class(said_as_form_data(read_body(schema))), consultation, current_language())
    require_valid(form)
    return form


def perform_and_show(public_id: str, act: Act) -> Response:
    """Pass the write `act` to `perform`, and return the thread as an answer. Raises the errors of `perform`."""
    perform(public_id, act)
    return entry_answer(read_thread(public_id))


def perform(public_id: str, act: Act) -> None:
    """Call `act` with the consultation inside `committing`. Nothing is done if the Idempotency-Key shows a repeated
    request.

    Raises NotFound without a seat, VersionMissing without If-Match, VersionChanged if the thread has changed, and
    BodyRefused if `act` raises InvalidInput.
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
