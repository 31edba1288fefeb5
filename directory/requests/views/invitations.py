"""Pages on which an office answers the invitation of another State to take part in a request."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory import clock
from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.drafts.choices import Choices
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.models import DocketEntry
from directory.requests.forms import JoinForm
from directory.requests.presenters.lines import invitation_lines, lines_of
from directory.requests.queries.entries import find_joined, get_invitation, list_that_match
from directory.requests.service import pairing
from directory.transaction import committing

blueprint = Blueprint("request_invitations", __name__)


@blueprint.route("/requests/invitations/<public_id>", methods=["GET", "POST"])
@permits(Action.KEEP_DOCKET)
def answer(public_id: str) -> ResponseReturnValue:
    """Show an invitation. If the form was sent, take part with an own entry. An office that takes part already is led
    to its entry."""
    viewer = current_viewer()
    if (joined := find_joined(viewer, public_id)) is not None:
        return redirect(url_for("requests.show", public_id=joined.public_id), 303)
    invitation = get_invitation(viewer, public_id)
    form = JoinForm(data={"received_on": clock.today()})
    form.request.choices = _own(invitation)
    made: list[DocketEntry] = []

    def act() -> None:
        known = find_joined(viewer, public_id)
        made.append(known or _joined(viewer, get_invitation(viewer, public_id), form))

    if run_on_submit(form, act):
        return redirect(url_for("requests.show", public_id=made[0].public_id), 303)
    [line] = invitation_lines(viewer, [get_invitation(viewer, public_id)], current_language())
    return render_template("requests/invitation.html", form=form, line=line), status_of(form)


@blueprint.post("/requests/invitations/<public_id>/decline")
@permits(Action.KEEP_DOCKET)
def decline(public_id: str) -> Response:
    """Decline an invitation."""
    with committing():
        pairing.decline(current_viewer(), get_invitation(current_viewer(), public_id))
    return redirect(url_for("requests.index"), 303)


def _joined(viewer: Viewer, invitation: DocketEntry, form: JoinForm) -> DocketEntry:
    return pairing.join(viewer, invitation, form.request.data or "", form.received_on.data)


def _own(invitation: DocketEntry) -> Choices:
    viewer, language = current_viewer(), current_language()
    found = lines_of(viewer, list_that_match(viewer, invitation), language)
    labels = [(one.id, f"{one.number} · {one.measure} · {one.since.text}") for one in found]
    return [("", _("a new entry")), *labels]
