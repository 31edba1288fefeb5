"""Changes the participants of a consultation: co-workers, authorities that are brought in, and a desk that takes
over."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response

from directory.access.current_viewer import current_viewer, signed_in
from directory.api.answers import entry_answer, no_content_answer
from directory.api.bodies import body_as_form_data, require_valid
from directory.api.consultations.bodies import said_as_form_data
from directory.api.consultations.operations import COWORKER, PASS
from directory.api.consultations.seat_answers import serialize_choices
from directory.api.consultations.threads import perform, perform_and_show, read_body_for
from directory.consultations.form_setup import offer_languages
from directory.consultations.forms.actions import CoworkerForm, PassOnForm
from directory.consultations.presenters import choices
from directory.consultations.queries import threads
from directory.consultations.service import seats
from directory.consultations.service.sides import require_desk, require_side
from directory.i18n import current_language
from directory.models import Consultation
from directory.vocabulary import ConsultationSide

blueprint = Blueprint("api_consultation_seats", __name__)
Offered = Callable[[Consultation, str], choices.Choices]


@blueprint.get("/consultations/<public_id>/choices")
@signed_in
def show_choices(public_id: str) -> Response:
    """Return the people and offices that the caller may add. The asking side gets co-workers; the desk that was asked
    gets authorities and desks."""
    viewer = current_viewer()
    return entry_answer(serialize_choices(viewer, threads.get(viewer, public_id), current_language()))


@blueprint.post("/consultations/<public_id>/co-workers")
@signed_in
def add_coworker(public_id: str) -> Response:
    """Add a colleague of the asker as a co-worker, and return the thread. The caller must be on the asking side."""
    viewer = current_viewer()
    body = read_body_for(public_id, COWORKER, lambda one: require_side(viewer, one, ConsultationSide.ASKING))

    def act(consultation: Consultation) -> None:
        require_side(viewer, consultation, ConsultationSide.ASKING)
        form = CoworkerForm(body_as_form_data(body))
        form.account.choices = choices.coworkers(consultation)
        require_valid(form)
        seats.add_coworker(viewer, consultation, int(form.account.data))

    return perform_and_show(public_id, act)


@blueprint.delete("/consultations/<public_id>/co-workers/<int:account>")
@signed_in
def remove_coworker(public_id: str, account: int) -> Response:
    """End the seat of a co-worker, who may be the caller, and return 204. The caller must be on the asking side."""
    perform(public_id, lambda one: seats.remove_coworker(current_viewer(), one, account))
    return no_content_answer()


@blueprint.post("/consultations/<public_id>/bring-in")
@signed_in
def bring_in(public_id: str) -> Response:
    """Bring in one of the authorities that `show_choices` offers, and return the thread. The caller must be a member
    of the desk that has the question now."""
    body = read_body_for(public_id, PASS, lambda one: require_desk(current_viewer(), one))

    def act(consultation: Consultation) -> None:
        form = _form(consultation, body, choices.authorities)
        seats.bring_in(current_viewer(), consultation, form.to.data, form.words())

    return perform_and_show(public_id, act)


@blueprint.post("/consultations/<public_id>/hand-over")
@signed_in
def hand_over(public_id: str) -> Response:
    """Pass the question to another desk of the same State. Return 204, because the caller's desk loses access. The
    caller must be a member of the desk that has the question now."""
    body = read_body_for(public_id, PASS, lambda one: require_desk(current_viewer(), one))

    def act(consultation: Consultation) -> None:
        form = _form(consultation, body, choices.desks)
        seats.hand_over(current_viewer(), consultation, form.to.data, form.words())

    perform(public_id, act)
    return no_content_answer()


def _form(consultation: Consultation, body: Mapping[str, Any], offered: Offered) -> PassOnForm:
    """Return a valid form, filled in from `body`. Call this only inside a write that `perform` runs.

    Raises NotFound if the caller is not a member of the desk that has the question now, and BodyRefused for an invalid
    form.
    """
    # This check comes first. Without it, the asking side could find out which desks and authorities have people here.
    require_desk(current_viewer(), consultation)
    form = offer_languages(PassOnForm(said_as_form_data(body)), consultation, current_language())
    form.to.choices = offered(consultation, current_language())
    require_valid(form)
    return form
