"""Pages on which an office keeps its entries: dates, corrections, striking out, handing over, and inviting."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from directory import clock
from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.drafts.choices import NONE
from directory.drafts.forms.base import PartForm
from directory.errors import NotFound
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.models import DocketEntry
from directory.requests import choices
from directory.requests.form_setup import set_choices
from directory.requests.forms import EventForm, FactsForm, HandOverForm, PassingForm, VersionForm
from directory.requests.presenters.lines import lines_of
from directory.requests.presenters.route import names_of, route_of
from directory.requests.queries.entries import get_held, get_readable
from directory.requests.service import dates, keeping, pairing, passing
from directory.requests.service.file_numbers import file_number_of
from directory.requests.statements import stated_by
from directory.transaction import committing
from directory.vocabulary import RequestEvent

blueprint = Blueprint("request_keeping", __name__)


@blueprint.route("/requests/<public_id>/dates", methods=["GET", "POST"])
@permits(Action.KEEP_DOCKET)
def state_date(public_id: str) -> ResponseReturnValue:
    """State the date of an event. The query parameter `event` chooses the event first."""
    viewer, entry = current_viewer(), get_held(current_viewer(), public_id)
    event = request.args.get("event", "") or choices.next_event(entry)
    known = stated_by(entry).get(RequestEvent(event)) if event in RequestEvent else None
    form = EventForm(
        data={
            "seen": str(entry.version),
            "event": event,
            "day": known.day if known else clock.today(),
            "ground": known.ground if known else "",
        }
    )
    form.event.choices, form.ground.choices = choices.events(entry), choices.grounds()

    def act() -> None:
        said, seen = form.statement(), form.version_seen
        dates.state_date(viewer, get_held(viewer, public_id), RequestEvent(form.event.data), said, seen)

    return _answer(form, act, "dates", public_id)


@blueprint.route("/requests/<public_id>/edit", methods=["GET", "POST"])
@permits(Action.KEEP_DOCKET)
def edit(public_id: str) -> ResponseReturnValue:
    """Correct what the docket keeps of a request."""
    viewer, entry = current_viewer(), get_held(current_viewer(), public_id)
    other = entry.other_jurisdiction_key
    form = FactsForm(data=_values(entry) | {"file_number": file_number_of(viewer, entry)})
    set_choices(form, entry.jurisdiction_key, other)

    def act() -> None:
        keeping.change(viewer, get_held(viewer, public_id), form.facts(other), form.version_seen)

    return _answer(form, act, "edit", public_id)


@blueprint.route("/requests/<public_id>/hand-over", methods=["GET", "POST"])
@permits(Action.KEEP_DOCKET)
def hand_over(public_id: str) -> ResponseReturnValue:
    """Hand an entry over to another office of its State."""
    viewer, entry = current_viewer(), get_readable(current_viewer(), public_id)
    if not keeping.may_hand_over(viewer, entry):
        raise NotFound
    form = HandOverForm(data={"seen": str(entry.version)})
    offered = choices.offices_with_people(entry.jurisdiction_key, current_language(), without=entry.authority_key)
    form.authority.choices = offered

    def act() -> None:
        keeping.hand_over(viewer, get_readable(viewer, public_id), form.authority.data, form.version_seen)

    if run_on_submit(form, act):
        return redirect(url_for("requests.index"), 303)
    return _form_page("hand_over", get_readable(viewer, public_id), form)


@blueprint.route("/requests/<public_id>/pass-on", methods=["GET", "POST"])
@permits(Action.KEEP_DOCKET)
def pass_on(public_id: str) -> ResponseReturnValue:
    """Write down to which step of the State's route a received request was passed. Raises NotFound if there is no
    route."""
    viewer, entry = current_viewer(), get_held(current_viewer(), public_id)
    route = route_of(viewer, entry, current_language())
    if not route.steps:
        raise NotFound
    data = {"seen": str(entry.version), "step": route.next_step(), "day": clock.today()}
    form = PassingForm(data=data)
    form.step.choices = [NONE, *names_of(route).items()]

    def act() -> None:
        passing.pass_on(viewer, get_held(viewer, public_id), form.passing(), form.version_seen)

    return _answer(form, act, "pass_on", public_id)


@blueprint.route("/requests/<public_id>/strike", methods=["GET", "POST"])
@permits(Action.KEEP_DOCKET)
def strike(public_id: str) -> ResponseReturnValue:
    """Ask whether an entry is to be struck out. If the form was sent, strike it out."""
    viewer = current_viewer()
    form = VersionForm(data={"seen": str(get_held(viewer, public_id).version)})

    def act() -> None:
        keeping.strike(viewer, get_held(viewer, public_id), form.version_seen)

    return _answer(form, act, "strike", public_id)


@blueprint.route("/requests/<public_id>/invite", methods=["GET", "POST"])
@permits(Action.KEEP_DOCKET)
def invite(public_id: str) -> ResponseReturnValue:
    """Tell what the invited office will see. If the form was sent, invite it."""
    viewer = current_viewer()
    form = VersionForm(data={"seen": str(get_held(viewer, public_id).version)})

    def act() -> None:
        pairing.invite(viewer, get_held(viewer, public_id), form.version_seen)

    return _answer(form, act, "invite", public_id)


@blueprint.post("/requests/<public_id>/take-back")
@permits(Action.KEEP_DOCKET)
def take_back(public_id: str) -> Response:
    """Take an invitation back."""
    with committing():
        pairing.take_back(current_viewer(), get_held(current_viewer(), public_id))
    return redirect(url_for("requests.show", public_id=public_id), 303)


def _answer(form: PartForm, act: Any, template: str, public_id: str) -> ResponseReturnValue:
    """Run `act` if the form was sent, and lead to the entry. Otherwise, and after a refusal, show the form."""
    if run_on_submit(form, act):
        return redirect(url_for("requests.show", public_id=public_id), 303)
    return _form_page(template, get_held(current_viewer(), public_id), form)


def _form_page(template: str, entry: DocketEntry, form: PartForm) -> tuple[str, int]:
    if form.form_errors:
        # What was typed replaces what was saved meanwhile, if it is sent again.
        form.seen.data = str(entry.version)
    [line] = lines_of(current_viewer(), [entry], current_language())
    is_joint = bool(entry.partner_id or entry.invited_at)
    page = render_template(f"requests/{template}.html", form=form, line=line, is_joint=is_joint)
    return page, status_of(form)


def _values(entry: DocketEntry) -> dict[str, str]:
    return {
        "seen": str(entry.version),
        "measure": entry.measure,
        "offence": entry.offence,
        "treaty": entry.treaty_key or "",
        "channel": entry.channel,
        "language": entry.language,
        "other_authority": entry.other_authority_key or "",
    }
