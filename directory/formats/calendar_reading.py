"""Reads untrusted iCalendar files (RFC 5545) into time intervals, with limits on everything that could grow."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from flask_babel import lazy_gettext as _l
from icalendar import Calendar

from directory.errors import InvalidInput
from directory.formats.calendar_lines import LENGTH_AS_WRITTEN, lines_of_events
from directory.formats.calendar_rules import RecurrenceRule

LARGEST_CALENDAR_BYTES = 200_000
MOST_EVENTS = 200
MOST_TIMES = 600
LONGEST_PAST = timedelta(days=2 * 366)
LONGEST_UID_CHARACTERS = 250
# Limit of days tested against the recurrence rules of one file: enough for 200 events over two and a half years.
MOST_DAYS = 200_000
# A day of a rule with positions (BYSETPOS) counts this many times, so that the costliest file takes half a second.
# About fifty events of two and a half years may have such rules.
COST_OF_POSITIONS = 4

LENGTH = re.compile(rb"^DURATION(?:;[^:\r\n]*)?:([^\r\n]*)\r?\n", re.IGNORECASE | re.MULTILINE)
DAYS_OF_LENGTH = re.compile(r"\s*[+]?P(?:([0-9]{1,4})W)?(?:([0-9]{1,4})D)?", re.IGNORECASE)

Interval = tuple[datetime, datetime]
# The types of an event's properties are unknown until they are checked.
Component = Any


def read_calendar(data: bytes, zone: tzinfo, since: datetime, until: datetime) -> Mapping[str, Sequence[Interval]]:
    """Return, for each event id, the intervals that overlap [since, until), in UTC and sorted. The sequence of an event
    may be empty. Times without a time zone, and whole days, are taken to be in `zone`.

    Raises InvalidInput if the file is no calendar, has no event or exceeds the limits of this module.
    """
    if len(data) > LARGEST_CALENDAR_BYTES:
        raise InvalidInput(_l("The file is too large: a calendar may have 200 kilobytes."))
    try:
        return _read(_events(_with_lengths(data)), zone, since, until)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError) as error:
        raise InvalidInput(_l("This is not a calendar file (.ics) that can be read.")) from error


def _read(events: Sequence[Component], zone: tzinfo, since: datetime, until: datetime) -> dict[str, list[Interval]]:
    replaced = {(_uid(one), _instant(one["RECURRENCE-ID"].dt, zone)) for one in events if "RECURRENCE-ID" in one}
    found: dict[str, list[Interval]] = {_uid(event): [] for event in events}
    if sum(_days_asked(event, zone, until) for event in events) > MOST_DAYS:
        raise InvalidInput(_l("The file holds too many times: at most %(most)s can be read.", most=MOST_TIMES))
    for event in events:
        uid = _uid(event)
        for begin, end in _stretches(event, zone, since, until):
            if "RECURRENCE-ID" in event or (uid, begin) not in replaced:
                found[uid].append((begin, end))
        if sum(map(len, found.values())) > MOST_TIMES:
            raise InvalidInput(_l("The file holds too many times: at most %(most)s can be read.", most=MOST_TIMES))
    return {uid: sorted(set(stretches)) for uid, stretches in found.items()}


def _events(data: bytes) -> list[Component]:
    calendar = Calendar.from_ical(lines_of_events(data))
    events = [one for one in calendar.subcomponents if one.name == "VEVENT" and "DTSTART" in one]
    if any(one.errors or isinstance(one["DTSTART"], list) for one in events):
        raise InvalidInput(_l("The calendar has an event whose times cannot be read."))
    if not events:
        raise InvalidInput(_l("The calendar holds no event."))
    if len(events) > MOST_EVENTS:
        raise InvalidInput(_l("The file holds too many events: at most %(most)s can be read.", most=MOST_EVENTS))
    return events


def _uid(event: Component) -> str:
    uid = str(event.get("UID", "")).strip()
    if not uid or len(uid) > LONGEST_UID_CHARACTERS or not uid.isprintable():
        raise InvalidInput(_l("Each event of the calendar needs an id (UID) of its own."))
    return uid


def _stretches(event: Component, zone: tzinfo, since: datetime, until: datetime) -> Iterator[Interval]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    start = _local(event["DTSTART"].dt, zone)
    length = _length(event, start, zone)
    exact = _hours_of(event)
    for begin in _starts(event, start, zone, since - length, until):
        begins_at = begin.astimezone(UTC)
        # Repetitions start and end at the same local time; but a length in hours is exact, also when the clocks change.
        ends_at = (begin + length - exact).astimezone(UTC) + exact
        if begins_at < until and ends_at > since and begins_at < ends_at:
            yield begins_at, ends_at


def _length(event: Component, start: datetime, zone: tzinfo) -> timedelta:
    if "DTEND" in event:
        length = _local(event["DTEND"].dt, zone).astimezone(start.tzinfo) - start
    elif "DURATION" in event:
        length = event["DURATION"].dt
    else:
        length = timedelta() if isinstance(event["DTSTART"].dt, datetime) else timedelta(days=1)
    if length <= timedelta() or length > timedelta(days=366):
        raise InvalidInput(_l("An event of the calendar must end after it starts, and within a year."))
    return length


def _hours_of(event: Component) -> timedelta:
    """Return the part of the event's DURATION in hours, minutes and seconds. Weeks and days are left out, since a
    calendar day may have 23 hours (RFC 5545, 3.3.6)."""
    given = DAYS_OF_LENGTH.match(str(event.get(LENGTH_AS_WRITTEN, "")))
    if "DTEND" in event or "DURATION" not in event or given is None:
        return timedelta()
    weeks, days = (int(number or 0) for number in given.groups())
    exact: timedelta = event["DURATION"].dt - timedelta(weeks=weeks, days=days)
    return exact


def _with_lengths(data: bytes) -> bytes:
    """Return the file with a line LENGTH_AS_WRITTEN after each line DURATION, with the same text. The text is needed to
    tell P1D from PT24H, since the library parses both to the same value."""
    return LENGTH.sub(rb"\g<0>" + LENGTH_AS_WRITTEN.encode() + rb":\1\r\n", data)


def _starts(event: Component, start: datetime, zone: tzinfo, since: datetime, until: datetime) -> Iterator[datetime]:
    extra = [_local(one.dt, zone) for one in _dates(event, "RDATE")]
    skipped = {_instant(one.dt, zone) for one in _dates(event, "EXDATE")}
    if "RRULE" not in event:
        yield from (one for one in [start, *extra] if one.astimezone(UTC) not in skipped)
        return
    if start < since - LONGEST_PAST:
        raise InvalidInput(_l("An event that repeats began too long ago: let it begin within the last two years."))
    found = [*_repeated(event, start, until), *extra]
    yield from (one for one in found if one >= since and one.astimezone(UTC) not in skipped)


def _repeated(event: Component, start: datetime, until: datetime) -> Iterator[datetime]:
    """Yield the starts of the repetitions, each at the local time of day of `start`. Raises InvalidInput for a rule
    that cannot be read."""
    rule = event["RRULE"]
    if isinstance(rule, list):
        raise InvalidInput(_l("An event of the calendar repeats by a rule that cannot be read."))
    last = min([until, *(_instant(one, start.tzinfo) for one in rule.get("UNTIL", []))])
    for day in RecurrenceRule(rule, start.date()).days(_last_day(start, until)):
        begin = datetime.combine(day, start.timetz())
        if begin.astimezone(UTC) <= last:
            yield begin


def _days_asked(event: Component, zone: tzinfo, until: datetime) -> int:
    """Return how much work the event's rule is: the number of days to be tested. If the rule has BYSETPOS, which takes
    longer, this number is multiplied by COST_OF_POSITIONS."""
    start, rule = _local(event["DTSTART"].dt, zone), event.get("RRULE", {})
    first, last = start.date(), _last_day(start, until)
    if not rule or last < first:
        return 0
    if "BYSETPOS" not in rule:
        return (last - first).days
    if rule.get("FREQ") == ["YEARLY"]:
        first, last = date(first.year, 1, 1), date(last.year + 1, 1, 1)
    return COST_OF_POSITIONS * (last - first).days


def _last_day(start: datetime, until: datetime) -> date:
    return until.astimezone(start.tzinfo).date()


def _dates(event: Component, name: str) -> list[Any]:
    held = event.get(name, [])
    return [one for part in (held if isinstance(held, list) else [held]) for one in part.dts]


def _local(value: date, zone: tzinfo | None) -> datetime:
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    return value if value.tzinfo else value.replace(tzinfo=zone)


def _instant(value: date, zone: tzinfo | None) -> datetime:
    return _local(value, zone).astimezone(UTC)
