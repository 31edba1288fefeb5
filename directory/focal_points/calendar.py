"""A desk's rota as an iCalendar file. An event contains the desk and the times of a duty, but no name of a person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from directory.focal_points.series import WeeklySeries, series_of
from directory.focal_points.shift_generation import DAY, Pattern, Rota, instant
from directory.formats.calendar_files import CalendarEvent, WeeklyRepeat, write_calendar

# A later change is left out until it is nearer. Calendar programs fetch the file daily, so none of them misses it.
FURTHEST_CHANGE = timedelta(days=2 * 366)


def calendar_of(rota: Rota, member: int | None, desk: str, summary: str, made_at: datetime) -> bytes:
    """Return an iCalendar file with the duty of the member whose account id is `member`, or of all members if `member`
    is None.

    `desk` is the key of the desk. Changes of the rota (such as absences and swaps) that begin later than
    FURTHEST_CHANGE after `made_at` are left out.
    """
    near = [one for one in rota.changes if one.starts_at < made_at + FURTHEST_CHANGE]
    return write_calendar(summary, _events(replace(rota, changes=near), member, desk, summary), made_at)


def _events(rota: Rota, member: int | None, desk: str, summary: str) -> Iterator[CalendarEvent]:
    series, shifts = series_of(rota)
    for number, one in enumerate(series):
        if member in (None, one.pattern.member):
            starts_at, ends_at = _first(one, ZoneInfo(rota.zone))
            weekly = _weekly(one, ZoneInfo(rota.zone))
            yield CalendarEvent(f"{desk}-weekly-{number}@counterpart", summary, starts_at, ends_at, weekly)
    begun: Counter[datetime] = Counter()
    for shift in shifts:
        if member in (None, shift.member):
            # Two colleagues may begin at the same instant.
            place = f"-{begun[shift.starts_at]}" if begun[shift.starts_at] else ""
            begun[shift.starts_at] += 1
            uid = f"{desk}-{shift.starts_at:%Y%m%dT%H%M%SZ}{place}@counterpart"
            yield CalendarEvent(uid, summary, shift.starts_at, shift.ends_at)


def _first(series: WeeklySeries, zone: ZoneInfo) -> tuple[datetime, datetime]:
    pattern = series.pattern
    ends_on = series.first + (DAY if pattern.ends <= pattern.starts else timedelta())
    return datetime.combine(series.first, pattern.starts, zone), datetime.combine(ends_on, pattern.ends, zone)


def _weekly(series: WeeklySeries, zone: ZoneInfo) -> WeeklyRepeat:
    pattern = series.pattern
    return WeeklyRepeat(
        weekdays=sorted(pattern.weekdays),
        every_weeks=pattern.every_weeks,
        until=instant(pattern.valid_until, pattern.starts, zone) if pattern.valid_until else None,
        without=[_start(pattern, day, zone) for day in series.without],
    )


def _start(pattern: Pattern, day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, pattern.starts, zone)
