"""The list of people, and pages on which their accounts are ended, restored, changed or erased."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.models import Account
from directory.people.forms import ForgettingForm, ScopeForm
from directory.people.presenters import accounts as presenters
from directory.people.queries import accounts as queries
from directory.people.queries.accounts import PeopleFilter
from directory.people.service import accounts as service
from directory.people.service.accounts import RoleAndScope
from directory.people.service.forgetting import forget as forget_person
from directory.people.views.invitations import offer_choices
from directory.people.views.state_choice import NO_STATE, chosen_state, state_page
from directory.transaction import committing
from directory.vocabulary import DESK_ROLES, Role

blueprint = Blueprint("people", __name__)


@dataclass(frozen=True)
class AccountAction:
    """An action on an account: its function, its title, and its meaning in words."""

    run: Callable[[Viewer, Account], None]
    title: Any
    meaning: Any


ACTS: Mapping[str, AccountAction] = {
    "end": AccountAction(
        service.disable,
        _l("End this account now"),
        _l("The person is signed out everywhere, cannot sign in, and their tokens work no more."),
    ),
    "restore": AccountAction(
        service.restore,
        _l("Restore this account"),
        _l("The person can sign in again, with what they signed in before."),
    ),
    "sign-out": AccountAction(
        service.sign_out,
        _l("Sign out everywhere"),
        _l("All sessions, tokens, calendar links and other secret addresses of the person end at once."),
    ),
    "help": AccountAction(
        service.recover,
        _l("Remove all ways to sign in and send a sign-in link"),
        _l(
            "Password, codes and passkeys are dropped, and a link goes to the person's own address. Speak to them"
            " first: call a number that you know, and make sure that it was they who asked."
        ),
    ),
}


@blueprint.get("/people")
@permits(Action.INVITE)
def index() -> str:
    """List the people in the viewer's scope, and all other people who act for offices of the viewer's State."""
    narrowing = PeopleFilter.of(request.args)
    page = presenters.people_page(current_viewer(), narrowing, current_language())
    return render_template("people/index.html", page=page, narrowing=narrowing)


@blueprint.get("/people/<int:number>")
@permits(Action.INVITE)
def show(number: int) -> str:
    """Show one person."""
    viewer = current_viewer()
    page = presenters.person_page(viewer, queries.get(viewer, number), current_language())
    return render_template("people/show.html", page=page)


@blueprint.route("/people/<int:number>/<any(end, restore, 'sign-out', help):act>", methods=["GET", "POST"])
@permits(Action.INVITE)
def act(number: int, act: str) -> Response | str:
    """Explain or take an action on an account: end it, restore it, sign it out everywhere, or help to sign in again."""
    viewer = current_viewer()
    account = queries.get(viewer, number)
    if request.method == "GET":
        page = presenters.person_page(viewer, account, current_language())
        return render_template("people/act.html", page=page, act=ACTS[act])
    with committing():
        ACTS[act].run(viewer, account)
    return redirect(url_for(".show", number=number), 303)


@blueprint.route("/people/<int:number>/rights", methods=["GET", "POST"])
@permits(Action.ADMINISTER)
def rights(number: int) -> Response | str | tuple[str, int]:
    """Set role and scope of a person."""
    viewer, language = current_viewer(), current_language()
    account = queries.get(viewer, number)
    state = chosen_state(viewer, language, otherwise=account.jurisdiction_key or NO_STATE)
    if state is None:
        return state_page(viewer, language, _("Change role and scope"))
    form = _rights_form(viewer, account, state)
    if run_on_submit(form, lambda: service.change_rights(viewer, account, _rights(form, state))):
        return redirect(url_for(".show", number=number), 303)
    page = presenters.person_page(viewer, account, language)
    return render_template("people/rights.html", form=form, page=page, state=state), status_of(form)


@blueprint.route("/people/<int:number>/forget", methods=["GET", "POST"])
@permits(Action.ADMINISTER)
def forget(number: int) -> Response | tuple[str, int]:
    """Erase a person after a confirmation."""
    viewer = current_viewer()
    account, form = queries.get(viewer, number), ForgettingForm()
    if run_on_submit(form, lambda: forget_person(viewer, account)):
        return redirect(url_for(".index"), 303)
    page = presenters.person_page(viewer, account, current_language())
    return render_template("people/forget.html", form=form, page=page), status_of(form)


def _rights_form(viewer: Viewer, account: Account, state: str) -> ScopeForm:
    form = ScopeForm(
        role=account.role,
        authority=account.authority_key or "",
        networks=[one.network_key for one in account.networks],
        desks=[one.focal_point_key for one in account.desks],
        desk_role=account.desks[0].desk_role if account.desks else next(iter(DESK_ROLES)),
    )
    offer_choices(form, viewer, state, account)
    return form


def _rights(form: ScopeForm, state: str) -> RoleAndScope:
    networks = frozenset(form.networks.data or ())
    return RoleAndScope(Role(form.role.data), state, form.authority.data or "", networks, form.desks_with_roles())
