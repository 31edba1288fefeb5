"""By when a desk is to acknowledge and to answer: hours that pass, or working days of its State."""

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
    """Return the last minute, in UTC, of the last of so many working days in a zone; the day of `start` does not count.

    Source: Regulation (EEC, Euratom) No 1182/71, art. 3.
    """
    day = start.astimezone(ZoneInfo(zone)).date()
    while count:
        day += timedelta(days=1)
        count -= day.weekday() not in weekend and day not in off
    return datetime.combine(day, LAST_MINUTE, ZoneInfo(zone)).astimezone(UTC)


@cache
def weekend_of(state: str) -> frozenset[int]:
    """Return the weekdays, from Monday, 0, on which a State rests: Saturday and Sunday where nothing else is known."""
    try:
        return frozenset(country_holidays(state).weekend)
    except NotImplementedError:
        return frozenset((SATURDAY, SUNDAY))
