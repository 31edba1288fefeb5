"""Makes accounts, changes their factors and language, ends their sessions and access. Call these functions inside
`committing`."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, select

from directory.accounts import sign_in_links
from directory.accounts.notices import note, send
from directory.accounts.offices import require_not_ended, require_of_state
from directory.accounts.passwords import hash_of
from directory.accounts.queries import get_by_address, normalized_address, secrets_of
from directory.accounts.revocation import RevocationEvent, end_secrets
from directory.accounts.sign_in_links import LinkPurpose
from directory.audit.chain import record
from directory.clock import now
from directory.errors import Conflict, NotFound
from directory.extensions import db
from directory.models import Account, AccountNetwork, AccountSecrets, AccountSession, DeskMember
from directory.tokens import new_token
from directory.vocabulary import Role


def create(
    email: str,
    name: str,
    role: Role,
    *,
    jurisdiction: str | None = None,
    authority: str | None = None,
    networks: Iterable[str] = (),
    desks: Iterable[str] = (),
) -> Account:
    """Make and return an account without factors, and record the act. The person is made contact person of `desks`. No
    mail is sent.

    Call `require_scope` first. Raises Conflict for a known address. Raises InvalidInput if the authority is unknown, or
    if the authority or a desk is of another State or has ended.
    """
    if get_by_address(email) is not None:
        raise Conflict("There is an account with this address already.")
    desks = list(desks)
    require_of_state(jurisdiction, authority, desks)
    require_not_ended(authority, desks)
    account = Account(
        email=normalized_address(email),
        name=name,
        role=role,
        jurisdiction_key=jurisdiction,
        authority_key=authority,
        networks=[AccountNetwork(network_key=key) for key in networks],
        desks=[DeskMember(focal_point_key=key, desk_role="contact_person") for key in desks],
    )
    db.session.add(account)
    db.session.flush()
    record(None, "account_made", ("account", str(account.id)))
    return account


def disable(account: Account) -> None:
    """Take all access from a person at once, record the act, and tell the person by mail."""
    end(account)
    record(None, "account_ended", ("account", str(account.id)))
    send(account, "account_ended", "help")


def end(account: Account) -> None:
    """Make an account inactive, and end its sessions, secret addresses and tokens. Records no act and sends no mail."""
    account.active = False
    end_secrets(account, RevocationEvent.LEFT)


def end_sessions(account: Account, but: int | None = None) -> None:
    """End all sessions of a person except the one with the id `but`. Records no act."""
    _end_sessions(AccountSession.account_id == account.id, AccountSession.id != but)


def end_sessions_as_operator(account: Account | None) -> int:
    """End all sessions of a person, or of everybody if `account` is None. Record an act for each person, and return the
    number of ended sessions."""
    ended = _end_sessions(*([] if account is None else [AccountSession.account_id == account.id]))
    for number in sorted({row.account_id for row in ended if row.account_id is not None}):
        record(None, "sessions_ended", ("account", str(number)))
    return len(ended)


def _end_sessions(*conditions: ColumnElement[bool]) -> Sequence[AccountSession]:
    rows = db.session.scalars(select(AccountSession).where(AccountSession.ended_at.is_(None), *conditions)).all()
    for row in rows:
        row.ended_at = now()
    return rows


def end_session(account: Account, session_id: int) -> None:
    """End one session of a person, record the act, and tell the person by mail. Raises NotFound if the person has no
    such session."""
    row = db.session.get(AccountSession, session_id)
    if row is None or row.account_id != account.id:
        raise NotFound
    row.ended_at = now()
    note(account, "own_sessions_ended")


def end_other_sessions(account: Account, but: int | None) -> None:
    """End all sessions of a person except the one with the id `but`, record the act, and tell the person by mail."""
    end_sessions(account, but)
    note(account, "own_sessions_ended")


def set_language(account: Account, language: str) -> None:
    """Set the language in which a person gets mail."""
    account.language = language


def set_password(account: Account, password: str, keep_session: int | None = None) -> None:
    """Set a password that the caller has checked with `passwords.fault_of`, and tell the person by mail. All sessions
    end except the one with the id `keep_session`.

    If the person had a password, all secret addresses and tokens end too.
    """
    secrets = secrets_for(account)
    is_new = not secrets.password_hash
    secrets.password_hash = hash_of(password)
    end_secrets(account, RevocationEvent.FIRST_PASSWORD if is_new else RevocationEvent.NEW_PASSWORD, keep_session)
    note(account, "password_set" if is_new else "password_changed")


def set_password_by_mail(account: Account, password: str) -> None:
    """Set a password chosen with a mailed link, and tell the person by mail. All sessions, secret addresses, tokens and
    recovery codes end, and ways of alarms count as not proven."""
    secrets_for(account).password_hash = hash_of(password)
    end_secrets(account, RevocationEvent.PASSWORD_BY_MAIL)
    note(account, "password_chosen_by_mail")


def reset_factors(account: Account) -> str:
    """Drop all factors of a person, and end all sessions, secret addresses and tokens. Records no act and sends no
    mail.

    Return the secret of a link with which the person begins again. The link is valid once and for 48 hours.
    """
    erase_factors(account)
    return sign_in_links.make(account, LinkPurpose.SIGN_IN)


def recover(account: Account) -> str:
    """Reset the factors as the operator of the site, record the act, and tell the person by mail. Return the secret of
    a link, valid once and for 48 hours, with which the person begins again."""
    token = reset_factors(account)
    record(None, "factors_dropped", ("account", str(account.id)))
    send(account, "factors_dropped", "help")
    return token


def erase_factors(account: Account) -> None:
    """Drop all factors of a person, and end all sessions, secret addresses and tokens. Records no act and sends no
    mail."""
    end_secrets(account, RevocationEvent.FACTORS_DROPPED)


def secrets_for(account: Account) -> AccountSecrets:
    """Return the row with a person's secrets. Add the row if missing."""
    found = secrets_of(account)
    if found is None:
        found = AccountSecrets(
            account_id=account.id, password_hash="", totp_secret="", recovery_codes=(), user_handle=new_token()[0]
        )
        db.session.add(found)
    return found
