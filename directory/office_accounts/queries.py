"""Reads issuers, the accounts of offices that are bound here, and the sessions that began with them. These functions
check no right of a viewer."""

from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select

from directory.accounts.session_limits import SESSIONS
from directory.clock import now
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, AccountSession, Issuer, OfficeAccount, OfficeSession


def get_issuer(public_id: str) -> Issuer:
    """Return the issuer with this id. Raises NotFound if there is none."""
    found = db.session.scalar(select(Issuer).where(Issuer.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def list_all_issuers() -> list[Issuer]:
    """Return all issuers, by State and name."""
    return list(db.session.scalars(select(Issuer).order_by(Issuer.jurisdiction_key, Issuer.name, Issuer.id)))


def count_bound(issuer: Issuer) -> int:
    """Return how many people have bound an account at an issuer."""
    return db.session.scalar(select(func.count(OfficeAccount.id)).where(OfficeAccount.issuer_id == issuer.id)) or 0


def find_bound(issuer_id: int, subject: str) -> OfficeAccount | None:
    """Return the bound account of a person at an issuer, or None."""
    of_issuer = select(OfficeAccount).where(OfficeAccount.issuer_id == issuer_id)
    return db.session.scalar(of_issuer.where(OfficeAccount.subject == subject))


def find_of_person(issuer_id: int, account: Account) -> OfficeAccount | None:
    """Return the account at an issuer that a person has bound, or None."""
    of_issuer = select(OfficeAccount).where(OfficeAccount.issuer_id == issuer_id)
    return db.session.scalar(of_issuer.where(OfficeAccount.account_id == account.id))


def get_own(account: Account, public_id: str) -> OfficeAccount:
    """Return a bound account of this person. Raises NotFound for any other."""
    found = db.session.scalar(select(OfficeAccount).where(OfficeAccount.public_id == public_id))
    if found is None or found.account_id != account.id:
        raise NotFound
    return found


def list_sessions_at(issuer_id: int, subject: str, sid: str) -> list[OfficeSession]:
    """Return the sessions that a logout token of an issuer names: those of a person there, of one session there, or of
    both together."""
    named = [OfficeAccount.issuer_id == issuer_id]
    named += [OfficeAccount.subject == subject] if subject else []
    named += [OfficeSession.sid == sid] if sid else []
    return list(db.session.scalars(select(OfficeSession).join(OfficeSession.office_account).where(*named)))


def is_used() -> ColumnElement[bool]:
    """Return the SQL condition that the session here is not over: neither ended, nor without proof that the session at
    the issuer goes on, nor unused for longer than any role allows."""
    longest: timedelta = max(rule.idle for rule in SESSIONS.values())
    is_proven = or_(AccountSession.proven_until.is_(None), AccountSession.proven_until > now())
    return OfficeSession.session_id.in_(
        select(AccountSession.id).where(
            AccountSession.ended_at.is_(None), is_proven, AccountSession.seen_at > now() - longest
        )
    )


def get_bound(number: int) -> OfficeAccount:
    """Return a bound account by its number."""
    return db.session.get_one(OfficeAccount, number)
