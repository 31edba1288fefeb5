"""Computes deadlines in working days of a State."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_MINUTE = time(23, 59)


def after_working_days(
    start: datetime, count: int, zone: str, weekend: Collection[int], off: Collection[date]
) -> datetime:
    """Count `count` working days, beginning on the day after `start`. Return the end of the last of these days: 23:59
    in `zone`, as a UTC instant.

    `weekend` contains the weekdays without work, as numbers (Monday is 0). `off` contains the public holidays.

    Source: Regulation (EEC, Euratom) No 1182/71, art. 3.
    """
    day = start.astimezone(ZoneInfo(zone)).date()
    while count:
        day += timedelta(days=1)
        count -= day.weekday() not in weekend and day not in off
    return datetime.combine(day, LAST_MINUTE, ZoneInfo(zone)).astimezone(UTC)
