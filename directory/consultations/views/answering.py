"""Pages for messages of both sides, and for the acts of the desk that has the question."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from directory.access.current_viewer import current_viewer, signed_in
from directory.consultations.form_setup import offer_answers, offer_languages, reply_of
from directory.consultations.forms.actions import AnswerForm, PassOnForm
from directory.consultations.presenters import choices
from directory.consultations.service import answering, naming, seats
from directory.consultations.views.blueprint import (
    blueprint,
    form_page,
    message_form,
    thread_of_asked_desk,
    thread_of_participant,
    thread_page,
    to_confirmation,
)
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.transaction import committing
from directory.vocabulary import ConsultationAct


@blueprint.post("/consultations/<public_id>/messages")
@signed_in
def send_message(public_id: str) -> ResponseReturnValue:
    """Write a message to both sides, or a note to the viewer's own side."""
    viewer, form = current_viewer(), message_form(public_id)

    def act() -> None:
        answering.send_message(viewer, thread_of_participant(public_id), form.words(is_note=form.is_note.data))

    if run_on_submit(form, act):
        return to_confirmation(public_id, ConsultationAct.MESSAGE)
    return thread_page(public_id, form), status_of(form)


@blueprint.post("/consultations/<public_id>/acknowledge")
@signed_in
def acknowledge(public_id: str) -> ResponseReturnValue:
    """Acknowledge the question on behalf of the desk."""
    with committing():
        answering.acknowledge(current_viewer(), thread_of_participant(public_id))
    return to_confirmation(public_id, ConsultationAct.ACKNOWLEDGED)


@blueprint.route("/consultations/<public_id>/answer", methods=["GET", "POST"])
@signed_in
def answer(public_id: str) -> ResponseReturnValue:
    """Store the desk's answer to a consultation: an outcome, and the items that the request still lacks."""
    consultation = thread_of_asked_desk(public_id)
    # The asking side said in which language it would like the answer.
    form = offer_answers(AnswerForm(data={"written_in": consultation.language}), consultation, current_language())
    if run_on_submit(
        form, lambda: answering.answer(current_viewer(), thread_of_participant(public_id), reply_of(form))
    ):
        return to_confirmation(public_id, ConsultationAct.ANSWERED)
    return form_page("answer", public_id, form)


@blueprint.route("/consultations/<public_id>/bring-in", methods=["GET", "POST"])
@signed_in
def bring_in(public_id: str) -> ResponseReturnValue:
    """Give a seat to an authority of the desk's State, usually the one that executes the request."""
    consultation = thread_of_asked_desk(public_id)
    form = offer_languages(PassOnForm(), consultation, current_language())
    form.offer(_("Authority to bring in"), choices.authorities(consultation, current_language()))
    if run_on_submit(
        form, lambda: seats.bring_in(current_viewer(), thread_of_participant(public_id), form.to.data, form.words())
    ):
        return to_confirmation(public_id, ConsultationAct.BROUGHT_IN)
    return form_page("bring_in", public_id, form)


@blueprint.route("/consultations/<public_id>/hand-over", methods=["GET", "POST"])
@signed_in
def hand_over(public_id: str) -> ResponseReturnValue:
    """Pass the question to another desk of the same State."""
    consultation = thread_of_asked_desk(public_id)
    form = offer_languages(PassOnForm(), consultation, current_language())
    form.offer(_("Desk to hand over to"), choices.desks(consultation, current_language()))
    if run_on_submit(
        form, lambda: seats.hand_over(current_viewer(), thread_of_participant(public_id), form.to.data, form.words())
    ):
        return redirect(url_for(".index", done=ConsultationAct.HANDED_OVER, _anchor="done"), 303)
    return form_page("hand_over", public_id, form)


@blueprint.post("/consultations/<public_id>/naming")
@signed_in
def agree_to_naming(public_id: str) -> ResponseReturnValue:
    """Agree that the asking side names the desk to other States that agree too."""
    with committing():
        naming.agree(current_viewer(), thread_of_participant(public_id))
    return to_confirmation(public_id, ConsultationAct.NAMING_AGREED)


@blueprint.post("/consultations/<public_id>/naming/end")
@signed_in
def end_naming(public_id: str) -> ResponseReturnValue:
    """Take back that the asking side may name the desk."""
    with committing():
        naming.take_back(current_viewer(), thread_of_participant(public_id))
    return to_confirmation(public_id, ConsultationAct.NAMING_ENDED)
