"""A rota as calendars hold it: weekly series with the days they skip, and single shifts for all that changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from directory.focal_points.rota import DAY, Pattern, Rota, Shift, changed, occurrences


@dataclass(frozen=True)
class Series:
    """A pattern that repeats from its day `first` on, but for the days in `without`."""

    pattern: Pattern
    first: date
    without: tuple[date, ...]


def series_of(rota: Rota) -> tuple[list[Series], list[Shift]]:
    """Return the patterns as series, and the shifts that stand in place of the days they skip or beside them."""
    zone = ZoneInfo(rota.zone)
    found: list[Series] = []
    touched: list[Shift] = []
    for pattern in rota.patterns:
        days = dict(_days_touched(rota, pattern, zone))
        touched += days.values()
        off = set() if pattern.on_holidays else {day for day in rota.holidays if pattern.falls_on(day)}
        if (first := _first_day(pattern)) is not None:
            found.append(Series(pattern, first, tuple(sorted(off | set(days)))))
    return found, sorted(changed(touched, rota.changes))


def _days_touched(rota: Rota, pattern: Pattern, zone: ZoneInfo) -> Iterator[tuple[date, Shift]]:
    for change in rota.changes:
        first, last = change.starts_at.astimezone(zone).date() - DAY, change.ends_at.astimezone(zone).date()
        for shift in occurrences(pattern, rota.holidays, zone, first, last):
            if change.takes_away(shift):
                yield shift.starts_at.astimezone(zone).date(), shift


def _first_day(pattern: Pattern) -> date | None:
    days = (pattern.valid_from + number * DAY for number in range(7 * pattern.every_weeks))
    return next((day for day in days if pattern.falls_on(day)), None)
