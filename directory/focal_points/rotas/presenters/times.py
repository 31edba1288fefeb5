"""Time intervals in words, in the time zone of a desk. If the reader's clock differs, the reader's time is added."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from directory import dates
from directory.focal_points.intervals import Interval
from directory.focal_points.shift_generation import DAY, instant


@dataclass(frozen=True)
class IntervalText:
    """A time interval in words. `starts_at` and `ends_at` are in ISO 8601."""

    starts_at: str
    ends_at: str
    # In the desk's time.
    text: str
    # In the reader's time. Empty if both clocks agree at the start.
    own: str = ""


@dataclass(frozen=True)
class RotaZones:
    """The IANA time zones of a desk and of the reader (`own`)."""

    desk: str
    own: str

    def differ_at(self, at: datetime) -> bool:
        """Return whether the desk's clock and the reader's clock show different times at an instant."""
        return at.astimezone(ZoneInfo(self.desk)).utcoffset() != at.astimezone(ZoneInfo(self.own)).utcoffset()


def span(stretch: Interval, zones: RotaZones, language: str) -> IntervalText:
    """Return an interval in words, with the names of the days."""
    begin, end = stretch
    return IntervalText(
        begin.isoformat(timespec="minutes"),
        end.isoformat(timespec="minutes"),
        _with_days(begin, end, zones.desk, language),
        _with_days(begin, end, zones.own, language) if zones.differ_at(begin) else "",
    )


def span_of_day(stretch: Interval, day: date, zones: RotaZones, language: str) -> IntervalText:
    """Return in words an interval that lies within one day of the desk. Its `text` names only times, with 24:00 for the
    end of the day."""
    begin, end = (at.astimezone(ZoneInfo(zones.desk)) for at in stretch)
    last = "24:00" if end.date() > day else dates.clock_time(end)
    whole = span(stretch, zones, language)
    return IntervalText(whole.starts_at, whole.ends_at, between(dates.clock_time(begin), last), whole.own)


def between(begin: str, end: str) -> str:
    """Return two times of a day as one interval, in words. Languages written from right to left get words, not a
    dash."""
    return str(_("%(begin)s–%(end)s", begin=begin, end=end))


def bounds_of_day(day: date, zone: str) -> Interval:
    """Return the instants at which a day begins and ends in a time zone."""
    return instant(day, time(), ZoneInfo(zone)), instant(day + DAY, time(), ZoneInfo(zone))


def day_name(day: date, language: str) -> str:
    """Return a day in words, with its weekday and without the year."""
    return dates.weekday(day, language)


def week_name(first: date, language: str) -> str:
    """Return a week in words: its first and its last day."""
    return dates.span_of_days(first, first + 6 * DAY, language)


def weekdays(language: str) -> list[tuple[str, str]]:
    """Return the days of the week, from Monday, as pairs of number ("0" to "6") and name."""
    return [(str(number), name) for number, name in enumerate(dates.weekday_names(language))]


def clipped(stretch: Interval, bounds: Interval) -> Iterator[Interval]:
    """Yield the part of an interval that lies within bounds, if any."""
    begin, end = max(stretch[0], bounds[0]), min(stretch[1], bounds[1])
    if begin < end:
        yield begin, end


def _with_days(begin: datetime, end: datetime, zone: str, language: str) -> str:
    local = [at.astimezone(ZoneInfo(zone)) for at in (begin, end)]
    first, last = (dates.weekday_datetime(at, language) for at in local)
    is_one_day = local[0].date() == local[1].date()
    return str(_("%(begin)s – %(end)s", begin=first, end=dates.clock_time(local[1]) if is_one_day else last))
