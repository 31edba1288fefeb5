"""Reads accounts and their sessions, to sign people in and for their own pages. These functions check no right of a
viewer."""

from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from directory.access.viewer import Viewer
from directory.accounts.session_limits import HALF_SIGNED_IN, SESSIONS
from directory.clock import as_utc, is_ahead, now
from directory.extensions import db
from directory.models import Account, AccountSecrets, AccountSession, Invitation, Issuer, OfficeAccount, Passkey
from directory.vocabulary import Role

# Built once, since every request of a signed-in person runs it.
BY_DIGEST = (
    select(AccountSession, Account)
    .outerjoin(Account, Account.id == AccountSession.account_id)
    .options(joinedload(Account.networks), joinedload(Account.desks))
    .where(AccountSession.digest == bindparam("digest"))
)


def get(account_id: int) -> Account | None:
    """Return the account with this id, even if it is inactive. Return None if no account has this id."""
    return db.session.get(Account, account_id)


def get_by_address(email: str) -> Account | None:
    """Return the account with this mail address in any letter case, even if the account is inactive. Return None if no
    account has this address."""
    return db.session.scalar(select(Account).where(Account.email == normalized_address(email)))


def secrets_of(account: Account) -> AccountSecrets | None:
    """Return the row with a person's factors except passkeys, or None if there is no row yet."""
    return db.session.get(AccountSecrets, account.id)


def has_password(account: Account) -> bool:
    """Return whether a person has chosen a password."""
    secrets = secrets_of(account)
    return secrets is not None and bool(secrets.password_hash)


def has_generator(account: Account) -> bool:
    """Return whether a person has a code generator."""
    secrets = secrets_of(account)
    return secrets is not None and bool(secrets.totp_secret)


def list_office_accounts(account: Account) -> list[OfficeAccount]:
    """Return the accounts at offices that are bound to a person's account, oldest first."""
    bound = select(OfficeAccount).where(OfficeAccount.account_id == account.id).order_by(OfficeAccount.id)
    return list(db.session.scalars(bound))


def list_issuers(jurisdiction: str | None, authority: str | None) -> list[Issuer]:
    """Return the issuers by which people of a State and authority may sign in, in the order of their names."""
    of_state = select(Issuer).where(Issuer.jurisdiction_key == jurisdiction).order_by(Issuer.name, Issuer.id)
    return [one for one in db.session.scalars(of_state) if one.covers(jurisdiction, authority)]


def has_issuers_for(invitation: Invitation) -> bool:
    """Return whether an invited person may accept with the account of an office."""
    return bool(list_issuers(invitation.jurisdiction_key, invitation.authority_key))


def has_issuers() -> bool:
    """Return whether anybody can sign in with the account of an office."""
    return db.session.scalar(select(Issuer.id).limit(1)) is not None


def count_recovery_codes(account: Account) -> int:
    """Return the number of recovery codes that a person has left."""
    secrets = secrets_of(account)
    return 0 if secrets is None else len(secrets.recovery_codes)


def list_passkeys(account: Account) -> list[Passkey]:
    """Return a person's passkeys, oldest first."""
    return list(db.session.scalars(select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.id)))


def list_sessions(account: Account) -> list[AccountSession]:
    """Return a person's open sessions, the most recently used first. Show the sessions only to this person."""
    rows = db.session.scalars(
        select(AccountSession)
        .where(AccountSession.account_id == account.id, AccountSession.ended_at.is_(None))
        .order_by(AccountSession.seen_at.desc())
    )
    return [row for row in rows if is_open(row)]


def normalized_address(email: str) -> str:
    """Return a mail address in the form that accounts store: trimmed, in small letters, the host in ASCII. If the host
    cannot be written in ASCII, the host stays as typed."""
    typed = email.strip().lower()
    return typed if typed.isascii() else _in_ascii(typed) or typed


def is_address(email: str) -> bool:
    """Return whether a text is exactly one valid mail address."""
    return bool(_in_ascii(email))


def viewer_of(account: Account) -> Viewer:
    """Return the viewer for a signed-in person. The caller checks that the person has shown enough factors."""
    return Viewer(
        Role(account.role),
        account.id,
        account.jurisdiction_key or "",
        frozenset(row.network_key for row in account.networks),
        account.authority_key or "",
        frozenset(row.focal_point_key for row in account.desks),
        account.narrowed_at is None,
    )


def needs_passkey(person: Account | Invitation) -> bool:
    """Return whether a person, or an invited person, must use a passkey instead of one-time codes. This holds for some
    roles, and for all staff of desks."""
    return SESSIONS[Role(person.role)].needs_passkey or bool(person.desks)


def lacks_passkey(account: Account) -> bool:
    """Return whether a person must use a passkey and has none. Every sign-in of the person then leads to the page for
    adding a passkey."""
    return needs_passkey(account) and not list_passkeys(account)


def is_complete(row: AccountSession, account: Account) -> bool:
    """Return whether the factors shown in a session complete the sign-in. A passkey completes the sign-in. The sign-in
    of a person who need not use a passkey (`needs_passkey`) is complete with a first and a second factor."""
    if row.passkey_at is not None:
        return True
    return has_first_factor(row) and has_second_factor(row) and not needs_passkey(account)


def has_first_factor(row: AccountSession) -> bool:
    """Return whether a password, or the account at the office, was shown in a session."""
    return row.password_at is not None or row.issuer_at is not None


def has_second_factor(row: AccountSession) -> bool:
    """Return whether a one-time or recovery code was shown in a session, or two factors at the office."""
    return any(at is not None for at in (row.totp_at, row.recovery_at, row.issuer_two_at))


def find_session(digest: str) -> tuple[AccountSession, Account | None] | None:
    """Return the open session with this digest of its cookie, and the person of the session. Return None if there is no
    such session. Before the first factor, the person is None."""
    found = db.session.execute(BY_DIGEST, {"digest": digest}).unique().one_or_none()
    return (found[0], found[1]) if found is not None and is_open(found[0]) else None


def count_open_sessions(at: datetime) -> int:
    """Return the number of people's sessions that have not ended and had a request lately: within the longest idle time
    that any role allows."""
    longest = max(rule.idle for rule in SESSIONS.values())
    used = (
        AccountSession.account_id.is_not(None),
        AccountSession.ended_at.is_(None),
        AccountSession.seen_at > at - longest,
    )
    return db.session.scalar(select(func.count()).select_from(AccountSession).where(*used)) or 0


def is_open(row: AccountSession) -> bool:
    """Return whether a session is open. An open session has not ended and is within its time limits. The person of the
    session, if there is one, is active. If it began with the account at the office, the session there goes on.

    A session with a date in the future is not open: the session was stored while the clock was fast.
    """
    account = None if row.account_id is None else get(row.account_id)
    if row.ended_at is not None or (account is not None and not account.active):
        return False
    if row.proven_until is not None and now() >= as_utc(row.proven_until):
        return False
    idle = whole = HALF_SIGNED_IN
    if account is not None and is_complete(row, account):
        rule = SESSIONS[Role(account.role)]
        idle, whole = rule.idle, rule.whole
    at, seen_at, created_at = now(), as_utc(row.seen_at), as_utc(row.created_at)
    return at - seen_at < idle and at - created_at < whole and not is_ahead(max(seen_at, created_at), at)


def _in_ascii(address: str) -> str:
    try:
        return str(validate_email(address, check_deliverability=False, allow_smtputf8=False).ascii_email or "")
    except EmailNotValidError:
        return ""
