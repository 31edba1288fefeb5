"""The addresses that issuers use: where they send the browser back, and where they tell of ends of sessions. Both are
at the root, since they are registered at the issuer letter by letter."""

from datetime import timedelta

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from directory.accounts import attempt_limits, current_user, known_browsers, sessions
from directory.accounts.current_user import NEXT
from directory.clock import now
from directory.errors import NotFound
from directory.i18n import LANGUAGES, current_language, in_language
from directory.logs import logger
from directory.models import Account, Issuer, OfficeAccount
from directory.office_accounts import acts, queries, service
from directory.office_accounts.connection import IssuerUnreachable
from directory.office_accounts.flow import BegunSignIn, OfficeAnswer, Purpose, SignInRefused, finish
from directory.office_accounts.provider import issuer_connection, provider_of
from directory.office_accounts.tokens import (
    LEEWAY_SECONDS,
    LONGEST_TOKEN_CHARACTERS,
    LoggedOut,
    OfficeTokenRefused,
    SigningKeyUnknown,
    read_logout_token,
)
from directory.transaction import committing
from directory.vocabulary import OfficeFault
from directory.web.redirects import local_path

blueprint = Blueprint("office_answers", __name__)
# The address is used by programs alone, and the answer says nothing. Source: Back-Channel Logout 1.0, section 2.8.
REFUSED = ("", 400, {"Cache-Control": "no-store"})
LOGOUTS = "logout_token"


@blueprint.get("/oidc/<issuer_id>/callback")
def callback(issuer_id: str) -> ResponseReturnValue:
    """Take the answer of an issuer, and redirect to a page of this site. The address with the code is not shown."""
    attempt_limits.count_attempt_from_address("office_from")
    issuer = queries.get_issuer(issuer_id)
    try:
        answer = finish(issuer, request.args)
        with in_language(_language(answer.begun)):
            return _act(issuer, answer)
    except SignInRefused as refused:
        return _refuse(refused)


@blueprint.post("/oidc/<issuer_id>/logout")
def log_out(issuer_id: str) -> ResponseReturnValue:
    """End the sessions that a logout token names (back-channel logout). Returns 400 for a token that is refused."""
    attempt_limits.require_below_limit(LOGOUTS, attempt_limits.client_address())
    try:
        issuer = queries.get_issuer(issuer_id)
        number = issuer.id
        told = _read_logout_token(issuer, request.form.get("logout_token", "")[:LONGEST_TOKEN_CHARACTERS])
    except (NotFound, OfficeTokenRefused, IssuerUnreachable) as error:
        logger.warning("logout_token_refused", issuer=issuer_id, reason=str(error))
        attempt_limits.count_attempt(LOGOUTS, attempt_limits.client_address())
        return REFUSED
    # The clocks of the two servers may differ.
    before = told.at + timedelta(seconds=LEEWAY_SECONDS)
    with committing():
        ended = service.end_sessions(queries.list_sessions_at(number, told.subject, told.sid), before)
    logger.info("sessions_ended_by_issuer", issuer=issuer_id, ended=ended)
    return "", 200, {"Cache-Control": "no-store"}


def _read_logout_token(issuer: Issuer, token: str) -> LoggedOut:
    connection = issuer_connection()
    try:
        return read_logout_token(provider_of(issuer, connection), token)
    except SigningKeyUnknown:
        return read_logout_token(provider_of(issuer, connection, with_new_keys=True), token)


def _act(issuer: Issuer, answer: OfficeAnswer) -> Response:
    begun = answer.begun
    if begun.purpose == Purpose.CONFIRM:
        return _confirm(issuer, answer)
    if begun.purpose == Purpose.BIND:
        return _bind(issuer, answer)
    with committing():
        bound = acts.accept(issuer, answer) if begun.purpose == Purpose.ACCEPT else acts.find_person(issuer, answer)
        account_id = bound.account_id
    _start(account_id, bound, answer)
    return _to_next_step(begun)


def _start(account_id: int, bound: OfficeAccount, answer: OfficeAnswer) -> None:
    """Begin the session of a person. It ends by itself, unless the issuer says that the session there goes on."""
    signed_in = answer.signed_in
    shown = (sessions.Factor.ISSUER, *((sessions.Factor.ISSUER_TWO,) if signed_in.has_shown_two else ()))
    data = {NEXT: local_path(answer.begun.values.get(NEXT, ""))}
    until = now() + service.PROVEN_FOR
    bound_id = bound.id
    sessions.start(account_id, *shown, data=data, shown_at=signed_in.at, proven_until=until)
    session_id = sessions.current().row_id
    if session_id is not None:
        with committing():
            service.note_session(session_id, queries.get_bound(bound_id), signed_in, answer.token, answer.token_kind)


def _confirm(issuer: Issuer, answer: OfficeAnswer) -> Response:
    account = _same_person(answer)
    acts.require_confirmed(issuer, answer, account)
    sessions.renew(sessions.Factor.ISSUER, shown_at=answer.signed_in.at)
    wanted = local_path(answer.begun.values.get(NEXT, ""))
    return redirect(wanted or url_for("accounts.show"), 303)


def _bind(issuer: Issuer, answer: OfficeAnswer) -> Response:
    account = _same_person(answer)
    if not current_user.showed_factor_lately():
        raise SignInRefused(OfficeFault.NOT_BEGUN, answer.begun)
    with committing():
        acts.bind(issuer, answer, account)
    return redirect(url_for("office_accounts.own"), 303)


def _same_person(answer: OfficeAnswer) -> Account:
    """Return the person who is signed in. Raises SignInRefused if it is not the one who began."""
    account = current_user.current_account()
    is_done = current_user.next_step() is current_user.SignInStep.DONE
    if account is None or account.id != answer.begun.account_id or not is_done:
        raise SignInRefused(OfficeFault.NOT_BEGUN, answer.begun)
    return account


def _to_next_step(begun: BegunSignIn) -> Response:
    step = current_user.next_step()
    if sessions.current().has_completed_sign_in:
        known_browsers.note_sign_in(current_user.require_account())
    wanted = local_path(begun.values.get(NEXT, "")) if step is current_user.SignInStep.DONE else ""
    return redirect(wanted or url_for(step), 303)


def _refuse(refused: SignInRefused) -> Response:
    begun = refused.begun
    page = "own" if begun is not None and begun.account_id is not None else "sign_in"
    with in_language(_language(begun)):
        return redirect(url_for(f"office_accounts.{page}", fault=refused.fault), 303)


def _language(begun: BegunSignIn | None) -> str:
    return begun.language if begun is not None and begun.language in LANGUAGES else current_language()
