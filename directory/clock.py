"""The current time, and comparisons of stored times with the current time.

The time is read in one place, so that tests and the demonstration data can set it. If a clock once ran ahead, stored
times may lie too far in the future. The comparisons recognize such times. Otherwise a row would wait, or stay valid,
until the time that the wrong clock showed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_

from directory.cache.dependencies import current_dependencies

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# How far apart the clocks of several nodes may be. With a larger difference, a node refuses other nodes' sign-in codes.
CLOCK_TOLERANCE = timedelta(minutes=2)

_frozen: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """Return the current instant in UTC, or the instant set by `frozen_at`.

    A page or fragment that reads this instant is cached until the end of the minute at most.
    """
    moment = now_untracked()
    made = current_dependencies()
    if made is not None:
        made.until = min(made.until, moment.replace(second=0, microsecond=0) + MINUTE)
    return moment


def now_untracked() -> datetime:
    """Return the same instant as `now`. Unlike `now`, the call does not limit how long a page or fragment is cached."""
    return _frozen.get() or true_now()


def true_now() -> datetime:
    """Return the current instant in UTC, even inside `frozen_at`. It is for records that must show when they were
    really written."""
    return datetime.now(UTC)


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Make `now` return `moment` until the end of the block, in this thread or task only."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)


def as_utc(moment: datetime) -> datetime:
    """Return a stored instant with the time zone UTC, since SQLite stores UTC without a zone. An instant with a zone is
    returned unchanged."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def today() -> date:
    """Return the current date in UTC. A page or fragment that reads this date is cached until the end of the day at
    most."""
    day = now_untracked().date()
    made = current_dependencies()
    if made is not None:
        made.until = min(made.until, datetime.combine(day + DAY, time(), UTC))
    return day


def local_time(zone: str) -> datetime:
    """Return the current instant in an IANA zone. Raises ZoneInfoNotFoundError for an unknown zone."""
    return now().astimezone(ZoneInfo(zone))


def is_due(moment: Any, now: datetime, longest: timedelta) -> ColumnElement[bool]:
    """Return the SQL condition that a moment has come. A moment that is too far ahead to be right also meets the
    condition.

    `longest` is the longest time for which a row waits. A moment counts as wrong if it is more than twice `longest`
    ahead. The factor of two allows for clocks of several nodes that differ by some seconds.
    """
    return or_(moment <= now, moment > now + 2 * longest)


def has_expired(expires_at: Any, now: datetime, longest: timedelta) -> Any:
    """Return whether a row has expired. A row also counts as expired if it expires so late that the time must be wrong.

    `longest` is the longest time for which a row is valid. If `expires_at` is a column, return an SQL condition.
    """
    return (expires_at <= now) | is_ahead(expires_at, now, longest)


def is_ahead(moment: Any, now: datetime, longest: timedelta = timedelta()) -> Any:
    """Return whether a moment is so far ahead that no correct clock can have written it.

    `longest` is the longest time by which a correct moment may be ahead. If `moment` is a column, return an SQL
    condition.
    """
    return moment > now + longest + CLOCK_TOLERANCE
