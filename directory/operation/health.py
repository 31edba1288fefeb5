"""Checks for /readyz. The texts of the checks reveal no version or host.

Database, migration, index and secrets must be ready before this node receives requests. Mail, worker and backup are
only reported.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from directory.clock import as_utc, now
from directory.extensions import db
from directory.models import RecurringJob
from directory.models.job import WORKER
from directory.operation.backups.queries import get_state
from directory.operation.schema import is_current
from directory.operation.secrets import secrets_match
from directory.outbox.queries import get_oldest_unsent
from directory.search import sync

MOST_APART_SECONDS = 2


@dataclass(frozen=True)
class HealthCheck:
    """The state of one part: whether it works, and a short text for /readyz."""

    is_ready: bool
    text: str


def check() -> dict[str, HealthCheck]:
    """Return the state of each part by name. If the database does not answer, return only the state of the database."""
    try:
        return {
            "database": _database(),
            "migration": _migration(),
            "index": _index(),
            "secrets": _secrets(),
            "mail": _mail(),
            "worker": _worker(),
            "backup": _backup(),
        }
    except SQLAlchemyError:
        return {"database": HealthCheck(False, "does not answer")}


def _database() -> HealthCheck:
    """Return the state of the database. Raises SQLAlchemyError if the database does not answer."""
    if db.session.connection().dialect.name == "sqlite":
        return HealthCheck(True, "answers")
    seconds = abs((as_utc(db.session.execute(select(func.now())).scalar_one()) - now()).total_seconds())
    return HealthCheck(
        True, "answers" if seconds < MOST_APART_SECONDS else f"answers, its clock is {seconds:.0f} s away"
    )


def _secrets() -> HealthCheck:
    return (
        HealthCheck(True, "agreed")
        if secrets_match()
        else HealthCheck(False, "not those of the node that was prepared last")
    )


def _migration() -> HealthCheck:
    return HealthCheck(True, "current") if is_current(db.session.connection()) else HealthCheck(False, "not current")


def _index() -> HealthCheck:
    lag = sync.lag()
    if lag is None:
        return HealthCheck(False, "being made")
    return HealthCheck(True, "current") if lag == 0 else HealthCheck(True, f"{lag} changes behind")


def _mail() -> HealthCheck:
    oldest = get_oldest_unsent()
    return HealthCheck(True, f"oldest waits {_seconds_since(oldest)} s" if oldest else "none waits")


def _worker() -> HealthCheck:
    row = db.session.get(RecurringJob, WORKER)
    return HealthCheck(
        True, f"at work {_seconds_since(as_utc(row.ran_at))} s ago" if row and row.ran_at else "has not run"
    )


def _backup() -> HealthCheck:
    state = get_state()
    if not state.is_set_up and state.taken_at is None:
        return HealthCheck(True, "none is set up")
    text = f"taken {_seconds_since(state.taken_at)} s ago" if state.taken_at else "none was made"
    return HealthCheck(True, f"{text}, the last try failed" if state.has_failed else text)


def _seconds_since(moment: datetime) -> int:
    return abs(round((now() - moment).total_seconds()))
