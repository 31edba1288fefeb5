"""The present moment, asked in one place so that tests can set it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


def as_utc(moment: datetime) -> datetime:
    """Return an instant that was stored in UTC with its zone, which SQLite does not keep."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def today() -> date:
    """Return the present date in UTC."""
    return now().date()


def local_time(zone: str) -> datetime:
    """Return the present instant in an IANA zone. Raises ZoneInfoNotFoundError for an unknown one."""
    return now().astimezone(ZoneInfo(zone))
