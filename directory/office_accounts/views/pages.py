"""Pages with which people sign in with the account of the office, accept an invitation with it, bind and unbind it.

Each sign-in leads to a page that goes on to the issuer by itself: a redirect after a form would be stopped by the
content security policy, which lets forms go to this site alone.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from directory.access.current_viewer import signed_in
from directory.access.viewer import ANONYMOUS
from directory.accounts import attempt_limits, current_user
from directory.accounts import queries as account_queries
from directory.accounts.current_user import NEXT
from directory.errors import ConfirmationNeeded, NotFound
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.models import Issuer
from directory.office_accounts import presenters, queries, service
from directory.office_accounts.flow import Purpose, SignInRefused, begin
from directory.office_accounts.forms import AcceptByOfficeForm
from directory.people.presenters import admission
from directory.people.queries import invitations
from directory.people.service.acceptance import require_invited
from directory.transaction import committing
from directory.vocabulary import OFFICE_FAULTS
from directory.web.redirects import local_path

blueprint = Blueprint("office_accounts", __name__)


@blueprint.get("/account/sign-in/office")
def sign_in() -> str:
    """List the issuers by which people can sign in. `fault` is the code of the reason why a sign-in was refused."""
    choices = presenters.issuer_choices(queries.list_all_issuers(), current_language())
    wanted = local_path(request.args.get(NEXT, ""))
    return render_template("office_accounts/sign_in.html", choices=choices, wanted=wanted, fault=_fault())


@blueprint.post("/account/sign-in/office/<issuer_id>")
def go(issuer_id: str) -> ResponseReturnValue:
    """Send a visitor to an issuer, to sign in."""
    attempt_limits.count_attempt_from_address("office_from")
    return _go_to(queries.get_issuer(issuer_id), Purpose.SIGN_IN, next=local_path(request.form.get(NEXT, "")))


@blueprint.get("/account/office")
@signed_in
def own() -> str:
    """Show the person's bound accounts, and the issuers at which the person could bind one."""
    account, language = current_user.require_account(), current_language()
    covering = account_queries.list_issuers(account.jurisdiction_key, account.authority_key)
    return render_template(
        "office_accounts/own.html",
        bound=presenters.bound_lines(account_queries.list_office_accounts(account), language),
        choices=presenters.issuer_choices(presenters.unbound_issuers(covering, account), language),
        fault=_fault(),
    )


@blueprint.post("/account/office/<issuer_id>/bind")
@signed_in
def bind(issuer_id: str) -> ResponseReturnValue:
    """Send a person to an issuer, to bind the account there: a way to sign in for good, as a passkey is."""
    attempt_limits.count_attempt_from_address("office_from")
    account, issuer = current_user.require_account(), queries.get_issuer(issuer_id)
    if not issuer.covers(account.jurisdiction_key, account.authority_key):
        raise NotFound
    current_user.require_shown_just_now()
    return _go_to(issuer, Purpose.BIND, account.id)


@blueprint.post("/account/office/<issuer_id>/confirm")
@signed_in
def confirm(issuer_id: str) -> ResponseReturnValue:
    """Send a person to an issuer, to sign in there anew as a recent factor. A person who must use a passkey shows
    that."""
    attempt_limits.count_attempt_from_address("office_from")
    account, issuer = current_user.require_account(), queries.get_issuer(issuer_id)
    if queries.find_of_person(issuer.id, account) is None:
        raise NotFound
    if account_queries.needs_passkey(account):
        raise ConfirmationNeeded
    return _go_to(issuer, Purpose.CONFIRM, account.id, next=local_path(request.form.get(NEXT, "")))


@blueprint.post("/account/office/<bound_id>/unbind")
@signed_in
def unbind(bound_id: str) -> Response:
    """Unbind one of the person's accounts. Sessions that began with it end."""
    with committing():
        service.unbind(queries.get_own(current_user.require_account(), bound_id))
    return redirect(url_for(".own"), 303)


@blueprint.route("/people/invitation/<token>/office", methods=["GET", "POST"])
def accept(token: str) -> ResponseReturnValue:
    """Accept an invitation with the account of the office: the form is checked, then the person is sent to the
    issuer."""
    attempt_limits.count_attempt_from_address("link_from")
    if request.method == "POST":
        attempt_limits.count_attempt_from_address("office_from")
    invitation, language = invitations.of_link(token), current_language()
    offered = account_queries.list_issuers(invitation.jurisdiction_key, invitation.authority_key)
    if not offered:
        raise NotFound
    form, page = AcceptByOfficeForm(), admission.welcome(ANONYMOUS, invitation, language)
    form.issuer.choices = [(one.public_id, one.name) for one in presenters.issuer_choices(offered, language)]
    if run_on_submit(form, lambda: require_invited(invitations.of_link(token), form.email.data or "")):
        kept = {"invitation": invitation.digest, "name": form.name.data or ""}
        return _go_to(queries.get_issuer(form.issuer.data), Purpose.ACCEPT, None, **kept)
    return render_template("office_accounts/accept.html", form=form, page=page, token=token), status_of(form)


def _go_to(issuer: Issuer, purpose: Purpose, account_id: int | None = None, **values: str) -> ResponseReturnValue:
    name, host = issuer.name, presenters.issuer_choices([issuer], current_language())[0].host
    try:
        address = begin(issuer, purpose, current_language(), account_id, **values)
    except SignInRefused as refused:
        page = ".own" if account_id else ".sign_in"
        return redirect(url_for(page, fault=refused.fault), 303)
    return render_template("office_accounts/leaving.html", address=address, name=name, host=host)


def _fault() -> str:
    code = request.args.get("fault", "")
    return str(OFFICE_FAULTS.label(code)) if code in OFFICE_FAULTS else ""
