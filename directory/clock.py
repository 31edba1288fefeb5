"""The present moment, asked in one place so that tests and the demonstration data can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from directory.cache.dependencies import current_dependencies

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """Return the present instant in UTC, or that at which the clock stands; what is made of it holds for the minute."""
    moment = instant()
    made = current_dependencies()
    if made is not None:
        made.until = min(made.until, moment.replace(second=0, microsecond=0) + MINUTE)
    return moment


def instant() -> datetime:
    """Return the same, for whoever makes nothing of it."""
    return _standing.get() or true_now()


def true_now() -> datetime:
    """Return the present instant in UTC, wherever the clock stands: for what must tell when it was really written."""
    return datetime.now(UTC)


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Have the clock of this thread stand at an instant while the block runs."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)


def as_utc(moment: datetime) -> datetime:
    """Return an instant that was stored in UTC with its zone, which SQLite does not keep."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def today() -> date:
    """Return the present date in UTC; what is made of it holds for the day."""
    day = instant().date()
    made = current_dependencies()
    if made is not None:
        made.until = min(made.until, datetime.combine(day + DAY, time(), UTC))
    return day


def local_time(zone: str) -> datetime:
    """Return the present instant in an IANA zone. Raises ZoneInfoNotFoundError for an unknown one."""
    return now().astimezone(ZoneInfo(zone))
