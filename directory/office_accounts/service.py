"""Keeps issuers, binds accounts of offices to accounts here, and ends the sessions that began with them. Call the
writing functions inside `committing`. Acts are recorded, and people are told by mail when an account is bound or
unbound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.accounts.notices import send
from directory.accounts.offices import require_of_state
from directory.accounts.queries import has_generator, list_office_accounts, list_passkeys
from directory.accounts.totp import LAST_ONE
from directory.audit.chain import record
from directory.clock import as_utc, now
from directory.errors import Conflict, InvalidInput
from directory.extensions import db
from directory.models import Account, AccountSession, Issuer, OfficeAccount, OfficeSession, Place
from directory.office_accounts import queries
from directory.office_accounts.encryption import seal_client_secret, seal_token
from directory.office_accounts.tokens import SignedIn
from directory.tokens import public_id, signed

# A session ends that long after the issuer last said that the session there goes on.
PROVEN_FOR = timedelta(minutes=5)
# The issuer is asked before that time is over, with time for tries.
ASKED_AFTER = timedelta(minutes=2)
PAGE = "account/office"
ANYWHERE = Place("", frozenset())
TWICE = _l("There is an issuer with this address already.")
NOT_TOLD = _l("This issuer does not say that it tells of ends of sessions. Leave the box empty.")
CHANGED = _l("Somebody else changed this meanwhile. Open it again and look.")


@dataclass(frozen=True)
class IssuerTerms:
    """What an administrator says of an issuer. An empty `client_secret` leaves the present one."""

    name: str
    url: str
    client_id: str
    client_secret: str
    jurisdiction: str
    authority: str
    acr_values: Sequence[str]
    amr_values: Sequence[str]
    tells_of_logout: bool

    def columns(self) -> dict[str, Any]:
        """The values of the columns of the same meaning."""
        return {
            "name": self.name,
            "client_id": self.client_id,
            "jurisdiction_key": self.jurisdiction,
            "authority_key": self.authority or None,
            "acr_values": list(self.acr_values),
            "amr_values": list(self.amr_values),
            "tells_of_logout": self.tells_of_logout,
        }


def add_issuer(
    viewer: Viewer | None, terms: IssuerTerms, metadata: Mapping[str, Any], keys: Mapping[str, Any]
) -> Issuer:
    """Add an issuer whose description and keys were read just now. `viewer` is None for a command.

    Raises InvalidInput if the issuer is known, if the authority is of another State, or if the issuer does not say that
    it tells of ends of sessions and `terms` say so.
    """
    _check(viewer, terms, metadata)
    if db.session.scalar(select(Issuer.id).where(Issuer.url == terms.url)) is not None:
        raise InvalidInput(TWICE)
    issuer = Issuer(public_id=public_id(), url=terms.url, **terms.columns())
    issuer.metadata_read, issuer.keys_read, issuer.read_at = dict(metadata), dict(keys), now()
    seal_client_secret(issuer, terms.client_secret)
    db.session.add(issuer)
    db.session.flush()
    record(_actor(viewer), "issuer_added", issuer.entry_key, after=terms.columns() | {"url": terms.url})
    return issuer


def change_issuer(
    viewer: Viewer, issuer: Issuer, terms: IssuerTerms, seen: str, metadata: Mapping[str, Any], keys: Mapping[str, Any]
) -> None:
    """Change an issuer; its address stays. Sessions of people whom it no longer covers end.

    Raises InvalidInput if `seen` is not the present version, and the errors of `add_issuer`.
    """
    _check(viewer, terms, metadata)
    if seen != version_of(issuer):
        raise InvalidInput(CHANGED)
    before = {name: getattr(issuer, name) for name in terms.columns()}
    for name, value in terms.columns().items():
        setattr(issuer, name, value)
    if terms.client_secret:
        seal_client_secret(issuer, terms.client_secret)
    issuer.metadata_read, issuer.keys_read, issuer.read_at = dict(metadata), dict(keys), now()
    # Sessions that began under other terms end: what counted as a second factor may have changed.
    _end_where(OfficeAccount.issuer_id == issuer.id)
    record(viewer.account_id, "issuer_changed", issuer.entry_key, before=before, after=terms.columns())


def remove_issuer(viewer: Viewer | None, issuer: Issuer) -> None:
    """Remove an issuer, and unbind all accounts there. The people are told, and sign in in another way."""
    _require(viewer)
    for bound in list(issuer.accounts):
        _unbind(bound, _actor(viewer))
    db.session.expire(issuer, ["accounts"])
    record(_actor(viewer), "issuer_removed", issuer.entry_key, before={"url": issuer.url, "name": issuer.name})
    db.session.delete(issuer)


def version_of(issuer: Issuer) -> str:
    """Return a version token of what an administrator says of an issuer. The form sends the token back."""
    told = [issuer.name, issuer.client_id, issuer.wrapped_key, issuer.jurisdiction_key, issuer.authority_key]
    return signed("issuer", repr([*told, issuer.acr_values, issuer.amr_values, issuer.tells_of_logout]))


def bind(issuer: Issuer, account: Account, signed_in: SignedIn) -> OfficeAccount:
    """Bind an account at an issuer to an account here, for good. The person is told by mail. If the two are bound to
    each other already, nothing happens. An account here that has ended gives its binding up: its person was let in
    anew.

    Raises Conflict if one of the two is bound to another one.
    """
    there, here = queries.find_bound(issuer.id, signed_in.subject), queries.find_of_person(issuer.id, account)
    if there is not None and there is here:
        return there
    if there is not None and not there.account.active:
        _drop(there, account.id)
        there = None
    if there is not None or here is not None:
        raise Conflict(_l("This account of the office is bound to another account here, or yours to another one."))
    bound = OfficeAccount(
        public_id=public_id(),
        issuer=issuer,
        account=account,
        subject=signed_in.subject,
        two_factors_at=signed_in.at if signed_in.has_shown_two else None,
    )
    db.session.add(bound)
    db.session.flush()
    record(account.id, "office_account_bound", ("account", str(account.id)))
    send(account, "office_account_bound", PAGE)
    return bound


def unbind(bound: OfficeAccount) -> None:
    """Unbind a person's account at an issuer, as the person, and end the sessions that began with it.

    Raises Conflict if no second factor would remain: then the mailbox alone would be enough to set up another.
    """
    if not _has_second_factor_beside(bound):
        raise Conflict(LAST_ONE)
    _unbind(bound, bound.account_id)


def note_session(session_id: int, bound: OfficeAccount, signed_in: SignedIn, token: str, token_kind: str) -> None:
    """Note from which session at an issuer a session here began, with the token by which the issuer is asked whether it
    goes on."""
    bound.used_at = now()
    if signed_in.has_shown_two:
        bound.two_factors_at = signed_in.at
    session = OfficeSession(
        public_id=public_id(),
        session_id=session_id,
        office_account=bound,
        account_id=bound.account_id,
        sid=signed_in.sid,
        due_at=now() + ASKED_AFTER,
    )
    if token:
        seal_token(session, token)
        session.token_kind = token_kind
    db.session.add(session)
    if bound.issuer.tells_of_logout:
        db.session.get_one(AccountSession, session_id).proven_until = None


def end_sessions(sessions: Sequence[OfficeSession], before: datetime | None = None) -> int:
    """End sessions here because those at the issuer ended, and record it. Return how many ended. Sessions that began
    after `before` go on: a logout token that is sent again ends nothing new."""
    ended = 0
    for one in sessions:
        row = db.session.get_one(AccountSession, one.session_id)
        if before is not None and as_utc(row.created_at) > before:
            continue
        if row.ended_at is None:
            row.ended_at, ended = now(), ended + 1
            record(None, "office_session_ended", ("account", str(one.account_id)))
        db.session.delete(one)
    db.session.flush()
    return ended


def _has_second_factor_beside(bound: OfficeAccount) -> bool:
    account = bound.account
    others = (one for one in list_office_accounts(account) if one is not bound)
    return has_generator(account) or bool(list_passkeys(account)) or any(one.two_factors_at for one in others)


def _unbind(bound: OfficeAccount, actor: int | None) -> None:
    account = bound.account
    _drop(bound, actor)
    send(account, "office_account_unbound", PAGE)


def _drop(bound: OfficeAccount, actor: int | None) -> None:
    _end_where(OfficeAccount.id == bound.id)
    record(actor, "office_account_unbound", ("account", str(bound.account_id)))
    db.session.delete(bound)
    db.session.flush()


def _end_where(condition: Any) -> None:
    end_sessions(db.session.scalars(select(OfficeSession).join(OfficeSession.office_account).where(condition)).all())


def _check(viewer: Viewer | None, terms: IssuerTerms, metadata: Mapping[str, Any]) -> None:
    _require(viewer)
    require_of_state(terms.jurisdiction, terms.authority, [])
    if terms.tells_of_logout and not metadata.get("backchannel_logout_supported"):
        raise InvalidInput(NOT_TOLD)


def _require(viewer: Viewer | None) -> None:
    if viewer is not None:
        require(viewer, Action.ADMINISTER, ANYWHERE)


def _actor(viewer: Viewer | None) -> int | None:
    return None if viewer is None else viewer.account_id
