"""The current time, and comparisons of stored times with the current time.

While a clock was fast, times in the far future may have been stored. The comparisons recognize these times.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_

from directory.cache.dependencies import current_dependencies

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# No place has a clock farther ahead of UTC (Line Islands; source: IANA time zone database, Pacific/Kiritimati).
EASTERNMOST = timezone(timedelta(hours=14))
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
    """Return the same instant as `now`, but without an effect on how long a page is cached."""
    return _frozen.get() or true_now()


def true_now() -> datetime:
    """Return the current instant in UTC, even inside `frozen_at`. Use this for records that state when they were
    written."""
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
    """Return a stored instant with the time zone UTC, which SQLite omits. An instant with a zone is returned
    unchanged."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def latest_today() -> date:
    """Return the latest date that is today anywhere on earth. No person's local date is later."""
    return now_untracked().astimezone(EASTERNMOST).date()


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
    """Return the SQL condition that a moment has come, or lies too far ahead to be right.

    `longest` is the longest time for which a row waits. A moment that lies more than twice this time ahead counts as
    wrong.
    """
    return or_(moment <= now, moment > now + 2 * longest)


def has_expired(expires_at: Any, now: datetime, longest: timedelta) -> Any:
    """Return whether a row has expired, or would expire so late that `expires_at` must be wrong. For a column, return
    an SQL condition.

    `longest` is the longest time for which a row is valid.
    """
    return (expires_at <= now) | is_ahead(expires_at, now, longest)


def is_ahead(moment: Any, now: datetime, longest: timedelta = timedelta()) -> Any:
    """Return whether a moment is later than `now` by more than `longest` and CLOCK_TOLERANCE. It then comes from a
    clock that was fast. For a column, return an SQL condition."""
    return moment > now + longest + CLOCK_TOLERANCE
