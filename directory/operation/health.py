"""What has to be in order before requests are sent here. Tells no version and no host name."""

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
from directory.operation.secrets import are_agreed
from directory.outbox.queries import get_oldest_unsent
from directory.search import sync

MOST_APART_SECONDS = 2


@dataclass(frozen=True)
class HealthCheck:
    """One part: whether it is well, and a word for it."""

    is_well: bool
    word: str


def check() -> dict[str, HealthCheck]:
    """Return the state of each part by name."""
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
    """Return that it answers and, where it is on another machine, whether its clock is another: leases go by clocks."""
    if db.session.connection().dialect.name == "sqlite":
        return HealthCheck(True, "answers")
    seconds = abs((as_utc(db.session.execute(select(func.now())).scalar_one()) - now()).total_seconds())
    return HealthCheck(
        True, "answers" if seconds < MOST_APART_SECONDS else f"answers, its clock is {seconds:.0f} s away"
    )


def _secrets() -> HealthCheck:
    return (
        HealthCheck(True, "agreed")
        if are_agreed()
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
    """Return how long the oldest unsent mail has waited. Pages are served without mail, so it is no fault here."""
    oldest = get_oldest_unsent()
    return HealthCheck(True, f"oldest waits {_seconds_since(oldest)} s" if oldest else "none waits")


def _worker() -> HealthCheck:
    """Return when a worker was last at work. Pages are served without it, so it is no fault here."""
    row = db.session.get(RecurringJob, WORKER)
    return HealthCheck(
        True, f"at work {_seconds_since(as_utc(row.ran_at))} s ago" if row and row.ran_at else "has not run"
    )


def _backup() -> HealthCheck:
    """Return how old the last backup is. Pages are served without one, so it is no fault here."""
    state = get_state()
    if not state.is_set_up and state.taken_at is None:
        return HealthCheck(True, "none is set up")
    word = f"taken {_seconds_since(state.taken_at)} s ago" if state.taken_at else "none was made"
    return HealthCheck(True, f"{word}, the last try failed" if state.has_failed else word)


def _seconds_since(moment: datetime) -> int:
    return abs(round((now() - moment).total_seconds()))
