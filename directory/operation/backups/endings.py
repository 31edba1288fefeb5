"""What must not come back to life with an old database: ways in that were closed since, mail that was sent since."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Update, update

from directory import clock
from directory.extensions import db
from directory.models import AccountLink, AccountSession, ApiToken
from directory.outbox.service import hold_waiting


@dataclass(frozen=True)
class Ended:
    """How many of each were ended, and how many messages are held."""

    sessions: int
    links: int
    tokens: int
    messages: int


def end_all() -> Ended:
    """End all sessions, open links and tokens of the API, whoever's they are, and hold all mail that waits."""
    now = clock.now()
    return Ended(
        _count(update(AccountSession).where(AccountSession.ended_at.is_(None)).values(ended_at=now), AccountSession.id),
        _count(update(AccountLink).where(AccountLink.used_at.is_(None)).values(used_at=now), AccountLink.id),
        _count(update(ApiToken).where(ApiToken.revoked_at.is_(None)).values(revoked_at=now), ApiToken.id),
        hold_waiting(),
    )


def _count(change: Update, key: Any) -> int:
    return len(db.session.scalars(change.returning(key)).all())
