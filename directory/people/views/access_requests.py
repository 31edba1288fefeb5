"""The pages on which a visitor asks for access, and on which a coordinator approves or refuses the request."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory import i18n
from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.access.viewer import ANONYMOUS
from directory.accounts import attempt_limits
from directory.forms import REFUSED, run_on_submit, status_of
from directory.i18n import current_language
from directory.paging import page_number
from directory.people import choices
from directory.people.forms import AccessRequestForm, ApprovalForm, RefusalForm
from directory.people.presenters import admission
from directory.people.queries import access_requests as queries
from directory.people.queries.accounts import has_coordinator
from directory.people.service import access_requests as service
from directory.people.service.access_requests import RequesterDetails
from directory.people.views.state_choice import chosen_state, state_page
from directory.transaction import committing
from directory.vocabulary import REFUSALS

blueprint = Blueprint("access_requests", __name__)


@blueprint.route("/account/request", methods=["GET", "POST"])
def ask() -> Response | str | tuple[str, int]:
    """Ask for access. The visitor first chooses the State and then gives the other details."""
    language = current_language()
    state = chosen_state(ANONYMOUS, language)
    if state is None:
        return state_page(ANONYMOUS, language, _("Ask for access"))
    form = AccessRequestForm()
    form.authority.choices = choices.authorities(ANONYMOUS, state, language)
    form.networks.choices = choices.networks_to_ask_for(ANONYMOUS, state, language)
    if run_on_submit(form, lambda: service.ask(_asked(form, state))):
        return redirect(url_for(".asked"), 303)
    name, is_known = i18n.territory_name(state, language), has_coordinator(state)
    return render_template("people/ask.html", form=form, state=name, has_coordinator=is_known), status_of(form)


@blueprint.get("/account/request/sent")
def asked() -> str:
    """Show the steps that follow a request. The page is the same for every mail address."""
    return render_template("people/asked.html")


@blueprint.route("/account/request/<token>", methods=["GET", "POST"])
def confirm(token: str) -> str:
    """Confirm the mail address in a request. Only the button of the page confirms: opening the page changes nothing."""
    attempt_limits.count_attempt_from_address("link_from")
    if request.method != "POST":
        queries.of_link(token)
        return render_template("people/confirm.html", is_confirmed=False)
    with committing():
        service.confirm(token)
    return render_template("people/confirm.html", is_confirmed=True)


@blueprint.get("/people/requests")
@permits(Action.INVITE)
def index() -> str:
    """List the requests in the viewer's scope, undecided requests first."""
    viewer = current_viewer()
    found = queries.list_requests(viewer, page_number(request.args))
    lines = admission.request_lines(viewer, found.rows, current_language())
    return render_template("people/requests.html", lines=lines, found=found)


@blueprint.get("/people/requests/<public_id>")
@permits(Action.INVITE)
def show(public_id: str) -> str:
    """Show one request, and the viewer's possible decisions."""
    viewer = current_viewer()
    page = admission.request_page(viewer, queries.get(viewer, public_id), current_language())
    return render_template("people/request.html", page=page, approval=_approval(page), refusal=_refusal())


@blueprint.post("/people/requests/<public_id>/approve")
@permits(Action.INVITE)
def approve(public_id: str) -> Response | tuple[str, int]:
    """Approve a request: invite the requester."""
    viewer = current_viewer()
    asked = queries.get(viewer, public_id)
    page = admission.request_page(viewer, asked, current_language())
    form = _approval(page)
    if run_on_submit(form, lambda: service.approve(viewer, asked, frozenset(form.networks.data or ()))):
        return redirect(url_for(".show", public_id=public_id), 303)
    return render_template("people/request.html", page=page, approval=form, refusal=_refusal()), REFUSED


@blueprint.post("/people/requests/<public_id>/refuse")
@permits(Action.INVITE)
def refuse(public_id: str) -> Response | tuple[str, int]:
    """Refuse a request. The requester gets the reason by mail."""
    viewer = current_viewer()
    asked = queries.get(viewer, public_id)
    page = admission.request_page(viewer, asked, current_language())
    form = _refusal()
    if run_on_submit(form, lambda: service.refuse(viewer, asked, form.reason.data)):
        return redirect(url_for(".show", public_id=public_id), 303)
    return render_template("people/request.html", page=page, approval=_approval(page), refusal=form), REFUSED


def _asked(form: AccessRequestForm, state: str) -> RequesterDetails:
    return RequesterDetails(
        name=form.name.data or "",
        office=form.office.data or "",
        email=form.email.data or "",
        jurisdiction=state,
        authority=form.authority.data or "",
        networks=frozenset(form.networks.data or ()),
        reason=form.reason.data or "",
        language=current_language(),
    )


def _approval(page: admission.AccessRequestPage) -> ApprovalForm:
    form = ApprovalForm(prefix="approval", data={"networks": [key for key, _name in page.networks]})
    form.networks.offer(page.networks, needs_one=page.needs_network)
    return form


def _refusal() -> RefusalForm:
    form = RefusalForm(prefix="refusal")
    form.reason.choices = [(code, str(REFUSALS.label(code))) for code in REFUSALS]
    return form
