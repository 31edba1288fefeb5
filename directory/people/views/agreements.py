"""The page on which people of a State agree, or refuse, that somebody outside of it lets a person into an office of
theirs."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.i18n import current_language
from directory.people.presenters.admission import agreement_lines
from directory.people.queries.agreements import get_for_state, list_to_agree
from directory.people.service import agreements as service
from directory.transaction import committing

blueprint = Blueprint("agreements", __name__)


@blueprint.get("/people/agreements")
@permits(Action.AGREE)
def index() -> str:
    """List the invitations that wait for the agreement of the viewer's State. Opening the page changes nothing."""
    viewer = current_viewer()
    lines = agreement_lines(viewer, list_to_agree(viewer), current_language())
    return render_template("people/agreements.html", lines=lines)


@blueprint.post("/people/agreements/<public_id>/agree")
@permits(Action.AGREE)
def agree(public_id: str) -> Response:
    """Agree, so that the person gets the link."""
    with committing():
        service.agree(current_viewer(), get_for_state(current_viewer(), public_id))
    return redirect(url_for(".index"), 303)


@blueprint.post("/people/agreements/<public_id>/refuse")
@permits(Action.AGREE)
def refuse(public_id: str) -> Response:
    """Refuse, so that the invitation ends."""
    with committing():
        service.refuse(current_viewer(), get_for_state(current_viewer(), public_id))
    return redirect(url_for(".index"), 303)
