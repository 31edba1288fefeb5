"""Drops what is over: counts, links, and sessions that ended long ago. The worker calls it."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from directory.extensions import Model
from directory.models import AccountLink, AccountSession, LimitCount
from directory.transaction import recording

# What ended stays a while for whoever has to find out what happened.
KEPT = timedelta(days=30)
CHALLENGE_LASTS = timedelta(hours=1)
AT_ONCE = 500


def drop_what_is_over(now: datetime) -> int:
    """Drop rows that are of no use any more, some in each transaction, and return how many were dropped."""
    long_ago = now - KEPT
    of_nobody = AccountSession.account_id.is_(None) & (AccountSession.seen_at <= now - CHALLENGE_LASTS)
    return (
        _drop(LimitCount, LimitCount.expires_at <= now)
        + _drop(AccountLink, AccountLink.expires_at <= long_ago)
        + _drop(AccountSession, or_(of_nobody, AccountSession.ended_at <= long_ago, AccountSession.seen_at <= long_ago))
    )


def _drop(model: type[Model], is_over: ColumnElement[bool]) -> int:
    dropped, some = 0, AT_ONCE
    while some == AT_ONCE:
        with recording() as records:
            rows = records.scalars(select(model).where(is_over).limit(AT_ONCE)).all()
            for row in rows:
                records.delete(row)
        some = len(rows)
        dropped += some
    return dropped
