"""Computes deadlines in working days of a State."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

SATURDAY, SUNDAY = 5, 6
LAST_MINUTE = time(23, 59)


def after_working_days(
    start: datetime, count: int, zone: str, weekend: Collection[int], off: Collection[date]
) -> datetime:
    """Return when the last of `count` working days after the day of `start` ends: at 23:59 in `zone`, as a UTC instant.
    In `weekend`, Monday is 0.

    Source: Regulation (EEC, Euratom) No 1182/71, art. 3.
    """
    day = start.astimezone(ZoneInfo(zone)).date()
    while count:
        day += timedelta(days=1)
        count -= day.weekday() not in weekend and day not in off
    return datetime.combine(day, LAST_MINUTE, ZoneInfo(zone)).astimezone(UTC)


@cache
def weekend_of(state: str) -> frozenset[int]:
    """Return the weekdays of a State's weekend; Monday is 0. Return Saturday and Sunday if the library `holidays` does
    not know the State."""
    try:
        return frozenset(country_holidays(state).weekend)
    except NotImplementedError:
        return frozenset((SATURDAY, SUNDAY))
