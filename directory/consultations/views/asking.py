"""Pages to ask a desk, and for later acts of the asking side."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits, signed_in
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.consultations.form_setup import ask_form, offer_languages, question_of, sent_form, sent_of
from directory.consultations.forms.actions import AskForm, CoworkerForm, ReopenForm
from directory.consultations.presenters import choices
from directory.consultations.presenters.desks import AskedDesk, asked_desk, contacts_instead, desks_of
from directory.consultations.service import asking, seats, sending, succession
from directory.consultations.views.blueprint import (
    blueprint,
    filled_in_from,
    form_page,
    thread_of_asking_side,
    thread_of_participant,
    to_confirmation,
)
from directory.focal_points import queries as focal_points
from directory.focal_points.first_contacts import OfficeCall
from directory.forms import chosen_words, run_on_submit, status_of
from directory.i18n import current_language
from directory.models import FocalPoint
from directory.transaction import committing
from directory.vocabulary import ConsultationAct

# FILLED_IN are query parameters that fill in the form. `draft` is the id of a draft: its outline is shared after the
# question was asked. `earlier` is the id of an earlier consultation about the same request, which fills in the form.
FILLED_IN = ("measure", "offence", "stage", "treaty", "urgency", "when", "channel")
PASSED_ON = (*FILLED_IN, "sent_on", "draft")


@blueprint.route("/consultations/new", methods=["GET", "POST"])
@permits(Action.CONSULT)
def new() -> ResponseReturnValue:
    """Ask the desk that the address names. If the address names an authority or a State, offer its desks, or redirect
    to its only desk."""
    viewer, language = current_viewer(), current_language()
    if not request.args.get("desk"):
        return _choose_desk(viewer, language)
    desk = focal_points.get(request.args["desk"])
    shown, form = asked_desk(viewer, desk, language), _ask_form(desk)
    made: list[str] = []

    def act() -> None:
        made.append(asking.ask(viewer, question_of(form, desk.key)).public_id)

    if shown.is_open and run_on_submit(form, act):
        return redirect(_after_asking(made[0]), 303)
    instead = contacts_instead(viewer, desk, language) if shown.is_open and not shown.has_members else ()
    return _ask_page(shown, form, instead)


@blueprint.post("/consultations/<public_id>/close")
@signed_in
def close(public_id: str) -> ResponseReturnValue:
    """Close a consultation on behalf of the viewer's side."""
    with committing():
        asking.close(current_viewer(), thread_of_participant(public_id))
    return to_confirmation(public_id, ConsultationAct.CLOSED)


@blueprint.route("/consultations/<public_id>/reopen", methods=["GET", "POST"])
@signed_in
def reopen(public_id: str) -> ResponseReturnValue:
    """Ask the desk again in a closed or answered consultation."""
    form = offer_languages(ReopenForm(), thread_of_asking_side(public_id), current_language())
    if run_on_submit(form, lambda: asking.reopen(current_viewer(), thread_of_participant(public_id), form.words())):
        return to_confirmation(public_id, ConsultationAct.REOPENED)
    return form_page("reopen", public_id, form)


@blueprint.route("/consultations/<public_id>/sent", methods=["GET", "POST"])
@signed_in
def note_sent(public_id: str) -> ResponseReturnValue:
    """Write down that the formal request was sent: when, by which channel, and its reference."""
    form = sent_form(thread_of_asking_side(public_id), _values_in_address(("channel",)))

    def act() -> None:
        sending.note_sent(current_viewer(), thread_of_participant(public_id), sent_of(form))

    if run_on_submit(form, act):
        return to_confirmation(public_id, ConsultationAct.SENT)
    return form_page("sent", public_id, form)


@blueprint.route("/consultations/<public_id>/co-workers", methods=["GET", "POST"])
@signed_in
def coworkers(public_id: str) -> ResponseReturnValue:
    """Give a seat to a colleague of the asker, or to a successor whom a handover of the asker names."""
    form = CoworkerForm()
    form.account.choices = choices.coworkers(thread_of_asking_side(public_id))
    if run_on_submit(
        form, lambda: seats.add_coworker(current_viewer(), thread_of_participant(public_id), int(form.account.data))
    ):
        return to_confirmation(public_id, ConsultationAct.COWORKER_ADDED, ".coworkers")
    return form_page("coworkers", public_id, form)


@blueprint.post("/consultations/<public_id>/co-workers/<int:number>/remove")
@signed_in
def remove_coworker(public_id: str, number: int) -> ResponseReturnValue:
    """End the seat of the co-worker with the account id `number`."""
    with committing():
        seats.remove_coworker(current_viewer(), thread_of_participant(public_id), number)
    return to_confirmation(public_id, ConsultationAct.COWORKER_REMOVED, ".coworkers")


@blueprint.post("/consultations/<public_id>/take-over")
@signed_in
def take_over(public_id: str) -> ResponseReturnValue:
    """Take over the consultation of a colleague who has left."""
    with committing():
        succession.take_over(current_viewer(), public_id)
    return to_confirmation(public_id, ConsultationAct.TAKEN_OVER)


def _choose_desk(viewer: Viewer, language: str) -> ResponseReturnValue:
    named = request.args.get
    passed_on: dict[str, Any] = {name: found for name in PASSED_ON if (found := named(name))}
    desks = desks_of(viewer, named("authority", ""), named("state", ""), language)
    if len(desks) == 1:
        return redirect(url_for(".new", desk=desks[0].key, **passed_on), 303)
    return render_template("consultations/choose_desk.html", desks=desks, passed_on=passed_on)


def _after_asking(public_id: str) -> str:
    draft = request.args.get("draft")
    if draft:
        return url_for("drafts.outline", public_id=draft, consultation=public_id)
    return url_for(".show", public_id=public_id, done=ConsultationAct.ASKED, _anchor="done")


def _ask_form(desk: FocalPoint) -> AskForm:
    earlier = request.args.get("earlier")
    known = filled_in_from(earlier) if earlier else {}
    return ask_form(current_viewer(), desk, current_language(), known | _values_in_address(FILLED_IN))


def _values_in_address(names: Iterable[str]) -> dict[str, Any]:
    """Return the non-empty query parameters whose names are in `names`. If the parameter `sent_on` is a valid day, the
    result contains it as a `date`."""
    given: dict[str, Any] = {name: found for name in names if (found := request.args.get(name))}
    try:
        return given | {"sent_on": date.fromisoformat(request.args.get("sent_on", ""))}
    except ValueError:
        return given


def _ask_page(desk: AskedDesk, form: AskForm, instead: Sequence[OfficeCall]) -> ResponseReturnValue:
    known = chosen_words(form.urgency, form.measure, form.offence, form.stage, form.treaty)
    follows = request.args.get("draft")
    page = render_template(
        "consultations/new.html", desk=desk, form=form, known=known, follows=follows, instead=instead
    )
    return page, status_of(form)
