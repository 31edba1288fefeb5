"""Deletes expired rows (counts, records of repeated requests, links, sessions), and ends surplus sessions. The module
also ends sessions and links whose dates are too late, because the clock was fast when they were stored."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from directory import clock
from directory.accounts.queries import has_second_factor
from directory.accounts.sign_in_links import GOOD_FOR
from directory.extensions import Model
from directory.models import AccountLink, AccountSession, LimitCount, RepeatedRequest
from directory.transaction import separate_transaction

# Old rows stay for this time, so that a past incident can be examined.
RETENTION = timedelta(days=30)
CHALLENGE_LASTS = timedelta(hours=1)
BATCH_SIZE = 500
# The greatest number of open sessions of a person: at work, at home, on a phone, and some that were never ended.
MOST_OPEN = 10


def drop_expired(now: datetime) -> int:
    """Delete expired rows and old sessions, in batches of one transaction each. Return the number of deleted rows."""
    long_ago = now - RETENTION
    of_nobody = AccountSession.account_id.is_(None) & (AccountSession.seen_at <= now - CHALLENGE_LASTS)
    return (
        _drop(LimitCount, LimitCount.expires_at <= now)
        + _drop(RepeatedRequest, RepeatedRequest.expires_at <= now)
        + _drop(AccountLink, AccountLink.expires_at <= long_ago)
        + _drop(AccountSession, or_(of_nobody, AccountSession.ended_at <= long_ago, AccountSession.seen_at <= long_ago))
    )


def end_future_dated(now: datetime) -> None:
    """End sessions with a start or last request in the future, and links that would be valid longer than their purpose
    allows."""
    sessions = or_(clock.is_ahead(AccountSession.seen_at, now), clock.is_ahead(AccountSession.created_at, now))
    links = (
        and_(AccountLink.purpose == of, clock.is_ahead(AccountLink.expires_at, now, GOOD_FOR[of])) for of in GOOD_FOR
    )
    with separate_transaction() as records:
        for session in records.scalars(select(AccountSession).where(AccountSession.ended_at.is_(None), sessions)):
            session.ended_at = now
        for link in records.scalars(select(AccountLink).where(AccountLink.used_at.is_(None), or_(*links))):
            link.used_at = now


def end_oldest(records: Session, latest: AccountSession) -> None:
    """End the surplus sessions of the person to whom the session `latest` belongs. The MOST_OPEN sessions used last
    stay open.

    Sessions in which only a password was shown are not counted and not ended: otherwise a person who knows only the
    password could end the sessions of the owner.
    """
    mine = AccountSession.account_id == latest.account_id, AccountSession.ended_at.is_(None)
    rows = records.scalars(select(AccountSession).where(*mine).order_by(AccountSession.seen_at.desc()))
    whole = [row for row in rows if row.passkey_at or has_second_factor(row)]
    for row in whole[MOST_OPEN:]:
        row.ended_at = clock.now()


def _drop(model: type[Model], is_over: ColumnElement[bool]) -> int:
    dropped, some = 0, BATCH_SIZE
    while some == BATCH_SIZE:
        with separate_transaction() as records:
            rows = records.scalars(select(model).where(is_over).limit(BATCH_SIZE)).all()
            for row in rows:
                records.delete(row)
        some = len(rows)
        dropped += some
    return dropped
