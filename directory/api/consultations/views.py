"""`consultations`: participants ask, write and answer. The same rules apply as on the pages."""

from flask import Blueprint, Response, request, url_for

from directory.access.current_viewer import current_viewer, permits, signed_in
from directory.access.policy import Action
from directory.api.answers import created_answer, entry_answer, list_answer
from directory.api.bodies import body_as_form_data, read_body, require_valid
from directory.api.consultations.answers import serialize_list
from directory.api.consultations.bodies import said_as_form_data
from directory.api.consultations.operations import ANSWER, ASK, MESSAGE, REOPEN, SENT
from directory.api.consultations.threads import filled_form, perform_and_show, read_thread
from directory.api.entries.lists import paged
from directory.api.idempotency import run_idempotently
from directory.api.preconditions import committing_request
from directory.api.query_parameters import read_page_number
from directory.consultations.form_setup import ask_form, offer_answers, question_of, reply_of, sent_form, sent_of
from directory.consultations.forms.actions import AnswerForm, MessageForm, ReopenForm
from directory.consultations.queries import threads
from directory.consultations.service import answering, asking, naming, sending
from directory.focal_points import queries as focal_points
from directory.i18n import current_language

blueprint = Blueprint("api_consultations", __name__)
# A mapping from each step that needs no text to its function.
STEPS = {"acknowledge": answering.acknowledge, "close": asking.close}
NAMING = {"agree": naming.agree, "end": naming.take_back}


@blueprint.get("/consultations")
@signed_in
def index() -> Response:
    """Return a page of the caller's consultations, open ones first, without their texts."""
    viewer = current_viewer()
    found = threads.list_own(viewer, read_page_number(request.args))
    return list_answer(paged(serialize_list(viewer, found.rows, current_language()), found))


@blueprint.post("/consultations")
@permits(Action.CONSULT)
def ask() -> Response:
    """Ask a desk, and return 201 with the new thread."""
    viewer, body = current_viewer(), read_body(ASK)
    form = ask_form(viewer, focal_points.get(body["desk"]), current_language(), {}, said_as_form_data(body))
    require_valid(form)
    with committing_request():
        made = run_idempotently(lambda: str(asking.ask(viewer, question_of(form, body["desk"])).public_id))
    return created_answer(read_thread(made), url_for(".show", public_id=made))


@blueprint.get("/consultations/<public_id>")
@signed_in
def show(public_id: str) -> Response:
    """Return a thread, and record that it was shown. Raises NotFound unless the caller takes part."""
    return entry_answer(read_thread(public_id))


@blueprint.post("/consultations/<public_id>/messages")
@signed_in
def send_message(public_id: str) -> Response:
    """Write a message to both sides, or a note to the caller's own side, and return the thread."""
    viewer = current_viewer()
    form = filled_form(MessageForm, MESSAGE, public_id)
    words = form.words(is_note=form.is_note.data)
    return perform_and_show(public_id, lambda one: answering.send_message(viewer, one, words))


@blueprint.post("/consultations/<public_id>/answer")
@signed_in
def answer(public_id: str) -> Response:
    """Answer on behalf of the desk, with outcome and missing items, and return the thread."""
    reply = reply_of(filled_form(AnswerForm, ANSWER, public_id, offer_answers))
    return perform_and_show(public_id, lambda one: answering.answer(current_viewer(), one, reply))


@blueprint.post("/consultations/<public_id>/sent")
@signed_in
def note_sent(public_id: str) -> Response:
    """Write down that the formal request was sent, and return the thread. The caller must be on the asking side."""
    form = sent_form(threads.get(current_viewer(), public_id), {}, body_as_form_data(read_body(SENT)))
    require_valid(form)
    return perform_and_show(public_id, lambda one: sending.note_sent(current_viewer(), one, sent_of(form)))


@blueprint.post("/consultations/<public_id>/reopen")
@signed_in
def reopen(public_id: str) -> Response:
    """Ask again in an answered or closed consultation, and return the thread. The caller must be on the asking side."""
    words = filled_form(ReopenForm, REOPEN, public_id).words()
    return perform_and_show(public_id, lambda one: asking.reopen(current_viewer(), one, words))


@blueprint.post("/consultations/<public_id>/<any(acknowledge, close):step>")
@signed_in
def move(public_id: str, step: str) -> Response:
    """Take the step `acknowledge` (for the desk) or `close`, and return the thread."""
    return perform_and_show(public_id, lambda one: STEPS[step](current_viewer(), one))


@blueprint.post("/consultations/<public_id>/naming/<any(agree, end):step>")
@signed_in
def move_naming(public_id: str, step: str) -> Response:
    """As the asked desk, agree to be named to other States that agree too, or take that back, and return the thread."""
    return perform_and_show(public_id, lambda one: NAMING[step](current_viewer(), one))
