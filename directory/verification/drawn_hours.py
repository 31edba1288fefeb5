"""Draws the hours of planned tests at random from the hours in which a desk says that it answers."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from directory.dates import UTC_ZONE
from directory.focal_points.opening_hours import OpeningHours, read_hours
from directory.focal_points.queries import WITHOUT_PAUSE
from directory.i18n import DEFAULT
from directory.models import FocalPoint

DAY = timedelta(days=1)
# The hours for a desk whose hours are not known. Such a desk never promised to answer at night, so it is not tested at
# night.
OFFICE_HOURS = OpeningHours(frozenset(range(5)), time(9), time(17))


def hours_of(desk: FocalPoint) -> OpeningHours | None:
    """Return the hours in which a desk says that it answers, in its local time. Return None for a desk that answers
    round the clock or is on call. Return OFFICE_HOURS if the hours are missing or cannot be read."""
    if desk.cover in WITHOUT_PAUSE:
        return None
    words = desk.hours.by_language.get(DEFAULT, "") if desk.hours else ""
    return read_hours(words) or OFFICE_HOURS


def zone_of_desk(desk: FocalPoint) -> ZoneInfo:
    """Return the first time zone of the desk's State, or else UTC."""
    state = desk.authority.jurisdiction
    return ZoneInfo(state.time_zones[0] if state is not None and state.time_zones else UTC_ZONE)


def draw(
    hours: OpeningHours | None, zone: ZoneInfo, begins: datetime, ends: datetime, source: Random
) -> datetime | None:
    """Return a random UTC instant in [begins, ends) that lies within `hours`; all such instants are equally likely. If
    `hours` is None, every instant is within the hours. Return None if there is no such instant."""
    parts = list(_open(hours, zone, begins, ends))
    left = source.random() * sum(((end - start) for start, end in parts), timedelta())
    for start, end in parts:
        if left < end - start:
            return start + left
        left -= end - start
    return None


def _open(
    hours: OpeningHours | None, zone: ZoneInfo, begins: datetime, ends: datetime
) -> Iterator[tuple[datetime, datetime]]:
    if hours is None:
        if begins < ends:
            yield begins, ends
        return
    day = begins.astimezone(zone).date()
    while day <= ends.astimezone(zone).date():
        start, end = (datetime.combine(day, at, zone).astimezone(UTC) for at in (hours.opens, hours.closes))
        if day.weekday() in hours.days and max(start, begins) < min(end, ends):
            yield max(start, begins), min(end, ends)
        day += DAY
