"""Pages on which entries of the docket are made: by hand, and by one tap from a draft or a consultation."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from directory import clock, i18n
from directory.access.current_viewer import current_viewer, permits, signed_in
from directory.access.policy import Action
from directory.consultations.queries.threads import get_real
from directory.drafts.queries import drafts
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.jurisdictions.queries import list_jurisdictions
from directory.models import DocketEntry
from directory.requests import choices
from directory.requests.form_setup import set_choices
from directory.requests.forms import NewRequestForm
from directory.requests.service import entering
from directory.requests.statements import Statement
from directory.transaction import committing
from directory.vocabulary import REQUEST_DIRECTIONS, RequestDirection, RequestEvent

blueprint = Blueprint("request_entering", __name__)


@blueprint.route("/requests/new", methods=["GET", "POST"])
@permits(Action.KEEP_DOCKET)
def new() -> ResponseReturnValue:
    """Ask for the other State. If it is chosen (query parameters `direction` and `state`), show the form of a new
    entry. If the form was sent, make the entry."""
    viewer, language = current_viewer(), current_language()
    entering.require_office(viewer)
    direction, state = request.args.get("direction", ""), request.args.get("state", "")
    states = {one.key for one in list_jurisdictions()} - {viewer.jurisdiction}
    if direction not in REQUEST_DIRECTIONS or state not in states:
        offered = choices.other_states(viewer.jurisdiction, language)
        return render_template("requests/start.html", states=offered, state=state, directions=REQUEST_DIRECTIONS)
    form = NewRequestForm(data={"day": clock.today()})
    set_choices(form, viewer.jurisdiction, state)
    made: list[DocketEntry] = []

    def act() -> None:
        event = RequestEvent.SENT if direction == RequestDirection.OUTGOING else RequestEvent.RECEIVED
        dates = {event: Statement(form.day.data)}
        new = entering.NewRequest(direction, form.facts(state), dates)
        made.append(entering.enter(viewer, new, form.key.data or ""))

    if run_on_submit(form, act):
        return redirect(url_for("requests.show", public_id=made[0].public_id), 303)
    name = i18n.territory_name(state, language)
    is_outgoing = direction == RequestDirection.OUTGOING
    page = render_template("requests/new.html", form=form, state=name, is_outgoing=is_outgoing)
    return page, status_of(form)


@blueprint.post("/requests/drafts/<public_id>")
@signed_in
def from_draft(public_id: str) -> Response:
    """Enter the request of a draft that was sent. Raises NotFound if the viewer may not read the draft."""
    viewer = current_viewer()
    with committing():
        entry = entering.enter_from_draft(viewer, drafts.get(viewer, public_id))
        name = entry.public_id
    return redirect(url_for("requests.show", public_id=name), 303)


@blueprint.post("/requests/consultations/<public_id>")
@signed_in
def from_consultation(public_id: str) -> Response:
    """Enter the formal request of a consultation. Raises NotFound unless the viewer is on its asking side."""
    viewer = current_viewer()
    with committing():
        entry = entering.enter_from_consultation(viewer, get_real(viewer, public_id))
        name = entry.public_id
    return redirect(url_for("requests.show", public_id=name), 303)
