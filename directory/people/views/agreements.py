"""The page on which people of a State agree, or refuse, that somebody outside of it lets a person into an office of
theirs."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.i18n import current_language
from directory.models import Invitation
from directory.paging import page_number
from directory.people.presenters.admission import agreement_done, agreement_lines
from directory.people.queries.agreements import get_for_state, list_for_state
from directory.people.service import agreements as service
from directory.transaction import committing

blueprint = Blueprint("agreements", __name__)


@blueprint.get("/people/agreements")
@permits(Action.AGREE)
def index() -> str:
    """List the invitations that wait for the agreement of the viewer's State, then those decided on lately. Opening the
    page changes nothing."""
    viewer, act = current_viewer(), request.args.get("done")
    found = list_for_state(viewer, page_number(request.args))
    lines = agreement_lines(viewer, found.rows, current_language())
    done = agreement_done(viewer, get_for_state(viewer, act)) if act else None
    return render_template("people/agreements.html", lines=lines, found=found, done=done)


@blueprint.post("/people/agreements/<public_id>/agree")
@permits(Action.AGREE)
def agree(public_id: str) -> Response:
    """Agree, so that the person gets the link."""
    return _decide(public_id, service.agree)


@blueprint.post("/people/agreements/<public_id>/refuse")
@permits(Action.AGREE)
def refuse(public_id: str) -> Response:
    """Refuse, so that the invitation ends."""
    return _decide(public_id, service.refuse)


def _decide(public_id: str, decide: Callable[[Viewer, Invitation], None]) -> Response:
    with committing():
        decide(current_viewer(), get_for_state(current_viewer(), public_id))
    return redirect(url_for(".index", done=public_id, _anchor="done"), 303)
