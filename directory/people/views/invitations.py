"""Inviting people, and accepting an invitation."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.access.viewer import ANONYMOUS, Viewer
from directory.accounts import attempt_limits, current_user, sessions
from directory.accounts.queries import has_issuers_for
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.models import Account, Place
from directory.paging import page_number
from directory.people import choices
from directory.people.forms import AcceptForm, InvitationForm, ScopeForm
from directory.people.presenters import admission
from directory.people.queries import invitations as queries
from directory.people.service import invitations as service
from directory.people.service.acceptance import accept as accept_invitation
from directory.people.service.invitations import InvitationTerms
from directory.people.views.state_choice import chosen_state, state_page
from directory.transaction import committing
from directory.vocabulary import Role

blueprint = Blueprint("invitations", __name__)


@blueprint.get("/people/invitations")
@permits(Action.INVITE)
def index() -> str:
    """List the invitations in the viewer's scope, and all other invitations to offices of the viewer's State."""
    viewer, language = current_viewer(), current_language()
    found = queries.list_invitations(viewer, page_number(request.args))
    lines = admission.invitation_lines(viewer, found.rows, language)
    return render_template("people/invitations.html", lines=lines, found=found)


@blueprint.route("/people/invitations/new", methods=["GET", "POST"])
@permits(Action.INVITE)
def new() -> Response | str | tuple[str, int]:
    """Invite a person. The viewer first chooses the State and then the other details."""
    viewer, language = current_viewer(), current_language()
    state = chosen_state(viewer, language)
    if state is None:
        return state_page(viewer, language, _("Invite a person"))
    form = InvitationForm(language=language)
    offer_choices(form, viewer, state)
    if run_on_submit(form, lambda: _invite(viewer, form, state)):
        return redirect(url_for(".index"), 303)
    return render_template("people/invite.html", form=form, state=state), status_of(form)


@blueprint.post("/people/invitations/<public_id>/resend")
@permits(Action.INVITE)
def resend(public_id: str) -> Response:
    """Send an invitation again, with a new link."""
    invitation = queries.get(current_viewer(), public_id)
    with committing():
        service.resend(current_viewer(), invitation)
    return redirect(url_for(".index"), 303)


@blueprint.post("/people/invitations/<public_id>/withdraw")
@permits(Action.INVITE)
def withdraw(public_id: str) -> Response:
    """Withdraw an invitation."""
    invitation = queries.get(current_viewer(), public_id)
    with committing():
        service.withdraw(current_viewer(), invitation)
    return redirect(url_for(".index"), 303)


@blueprint.route("/people/invitation/<token>", methods=["GET", "POST"])
def accept(token: str) -> Response | tuple[str, int]:
    """Show what an invitation gives. When the form is sent, create the account and a session of the person.

    Opening the page changes nothing, apart from counting an attempt.
    """
    attempt_limits.count_attempt_from_address("link_from")
    page = admission.welcome(ANONYMOUS, queries.of_link(token), current_language())
    form, made = AcceptForm(), list[Account]()
    if run_on_submit(form, lambda: made.append(_accept(token, form))):
        sessions.start(made[0].id, sessions.Factor.PASSWORD)
        return redirect(url_for(current_user.next_step()), 303)
    has_offices = has_issuers_for(queries.of_link(token))
    return render_template("people/accept.html", form=form, page=page, token=token, has_offices=has_offices), status_of(
        form
    )


def offer_choices(form: ScopeForm, viewer: Viewer, state: str, held: Account | None = None) -> None:
    """Set what a form offers as role and scope of a person in `state`. `held` is the person's account, if any."""
    language = current_language()
    form.offer(
        choices.roles(viewer, Place(state, viewer.networks)),
        choices.authorities(viewer, state, language, (held and held.authority_key) or ""),
        choices.desks(
            viewer, state, Role.PRACTITIONER, language, [one.focal_point_key for one in held.desks] if held else ()
        ),
        choices.desk_roles(),
    )
    needs_one = choices.must_name_a_network(viewer, state)
    form.networks.offer(choices.networks_to_give(viewer, state, language), needs_one=needs_one)
    if isinstance(form, InvitationForm):
        form.language.choices = choices.languages()


def _invite(viewer: Viewer, form: InvitationForm, state: str) -> None:
    offer = InvitationTerms(
        email=form.email.data or "",
        role=Role(form.role.data),
        jurisdiction=state,
        networks=frozenset(form.networks.data or ()),
        authority=form.authority.data or "",
        desks=form.desks_with_roles(),
        language=form.language.data,
    )
    service.invite(viewer, offer)


def _accept(token: str, form: AcceptForm) -> Account:
    return accept_invitation(token, form.email.data or "", form.name.data or "", form.password.data or "")
