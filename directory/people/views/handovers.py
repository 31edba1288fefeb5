"""The pages on which a person who leaves hands over to a successor."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.models import Account
from directory.paging import page_number
from directory.people import choices
from directory.people.forms import HandoverForm
from directory.people.presenters import accounts as people
from directory.people.presenters import handovers as presenters
from directory.people.queries import accounts
from directory.people.queries import handovers as queries
from directory.people.service import handovers as service
from directory.people.service.accounts import require_looks_after
from directory.people.service.handovers import HandoverTerms
from directory.transaction import committing

blueprint = Blueprint("handovers", __name__)


@blueprint.get("/people/handovers")
@permits(Action.INVITE)
def index() -> str:
    """List the handovers in the viewer's scope."""
    found = queries.list_handovers(current_viewer(), page_number(request.args))
    lines = presenters.handover_lines(found.rows, current_language())
    return render_template("people/handovers.html", lines=lines, found=found)


@blueprint.route("/people/<int:number>/handover", methods=["GET", "POST"])
@permits(Action.INVITE)
def new(number: int) -> Response | tuple[str, int]:
    """Start a handover from the person `number` to a colleague, or to a successor who is invited. If the preview button
    was pressed, show the form again instead, with what the successor has on the rotas that pass."""
    viewer = current_viewer()
    leaver = accounts.get(viewer, number)
    require_looks_after(viewer, leaver)
    form = _form(viewer, leaver)
    if "preview" in request.form:
        form.validate()
    elif run_on_submit(form, lambda: _start(viewer, leaver, form)):
        return redirect(url_for(".index"), 303)
    page = people.person_page(viewer, leaver, current_language())
    return render_template("people/hand_over.html", form=form, page=page), status_of(form)


@blueprint.get("/people/handovers/<public_id>")
@permits(Action.INVITE)
def show(public_id: str) -> str:
    """Show one handover, with all desks, networks and rights that pass to the successor."""
    viewer = current_viewer()
    page = presenters.handover_page(viewer, queries.get(viewer, public_id), current_language())
    return render_template("people/handover.html", page=page)


@blueprint.post("/people/handovers/<public_id>/stop")
@permits(Action.INVITE)
def stop(public_id: str) -> Response:
    """Stop a handover: the leaver stays."""
    handover = queries.get(current_viewer(), public_id)
    with committing():
        service.stop(current_viewer(), handover)
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.post("/people/handovers/<public_id>/sign-off")
@permits(Action.INVITE)
def sign_off(public_id: str) -> Response:
    """Confirm that everything has passed to the successor."""
    handover = queries.get(current_viewer(), public_id)
    with committing():
        service.sign_off(current_viewer(), handover)
    return redirect(url_for(".show", public_id=public_id), 303)


def _form(viewer: Viewer, leaver: Account) -> HandoverForm:
    language = current_language()
    form = HandoverForm(language=language)
    form.desks.choices = choices.desks_to_pass(viewer, [one.focal_point_key for one in leaver.desks], language)
    form.successor.choices = [("", "–"), *presenters.successors(accounts.list_colleagues(viewer, leaver))]
    form.language.choices = choices.languages()
    form.networks.choices = choices.networks(viewer, language, accounts.place_of(leaver).networks)
    return form


def _start(viewer: Viewer, leaver: Account, form: HandoverForm) -> None:
    passing = HandoverTerms(
        ends_on=form.ends_on.data,
        desks=frozenset(form.desks.data or ()),
        networks=frozenset(form.networks.data or ()),
        authority=form.authority.data,
        role=form.role.data,
        shifts=form.shifts.data,
        note=form.note.data or "",
    )
    if form.email.data:
        service.hand_to_invited(viewer, leaver, form.email.data, form.language.data, passing)
    else:
        service.hand_to_account(viewer, leaver, accounts.get(viewer, int(form.successor.data)), passing)
