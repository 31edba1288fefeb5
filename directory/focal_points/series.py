"""Converts a rota to the form that calendars use: weekly series, and single shifts on days with changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from directory.focal_points.intervals import Interval
from directory.focal_points.shift_generation import (
    DAY,
    EVERYBODY,
    MemberShift,
    Pattern,
    Rota,
    ShiftChange,
    apply_changes,
    occurrences,
)


@dataclass(frozen=True)
class WeeklySeries:
    """A pattern that repeats from the day `first`, except on the days in `without`."""

    pattern: Pattern
    first: date
    without: tuple[date, ...]


def series_of(rota: Rota) -> tuple[list[WeeklySeries], list[MemberShift]]:
    """Return the duty of a rota as weekly series, one for each pattern, and as single shifts, sorted by start.

    A series leaves out the days on which a change takes away a shift of the pattern, or a part of this shift. It also
    leaves out holidays on which the member does not work. The single shifts are the duty that remains on the days with
    such a change, and the duty that changes add.
    """
    zone = ZoneInfo(rota.zone)
    found: list[WeeklySeries] = []
    touched: list[MemberShift] = []
    taken = {member: _taken_from(member, rota.changes) for member in {one.member for one in rota.patterns}}
    for pattern in rota.patterns:
        days = dict(_days_touched(rota, pattern, zone, taken[pattern.member]))
        touched += days.values()
        off = set() if pattern.on_holidays else {day for day in rota.holidays if pattern.falls_on(day)}
        if (first := _first_day(pattern)) is not None:
            found.append(WeeklySeries(pattern, first, tuple(sorted(off | set(days)))))
    return found, sorted(apply_changes(touched, rota.changes))


def _taken_from(member: int, changes: Iterable[ShiftChange]) -> list[Interval]:
    found: list[Interval] = []
    for begin, end in sorted((one.starts_at, one.ends_at) for one in changes if one.takes_from in (EVERYBODY, member)):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return found


def _days_touched(
    rota: Rota, pattern: Pattern, zone: ZoneInfo, taken: Iterable[Interval]
) -> Iterator[tuple[date, MemberShift]]:
    for begin, end in taken:
        first = max(begin.astimezone(zone).date() - DAY, pattern.valid_from)
        last = min(end.astimezone(zone).date(), pattern.valid_until or date.max)
        for shift in occurrences(pattern, rota.holidays, zone, first, last):
            if shift.starts_at < end and shift.ends_at > begin:
                yield shift.starts_at.astimezone(zone).date(), shift


def _first_day(pattern: Pattern) -> date | None:
    days = (pattern.valid_from + number * DAY for number in range(7 * pattern.every_weeks))
    return next((day for day in days if pattern.falls_on(day)), None)
