"""Removes the lines of a calendar file that are not needed, before the library `icalendar` parses the file.

If a file defines a time zone, the library would use this definition also for files that are read later. So this module
removes the definitions, and accepts only zone names of IANA or Windows.
"""

import re
from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from icalendar.parser import Contentline, Contentlines
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from directory.dates import known_zones
from directory.errors import InvalidInput

READ = (["VCALENDAR"], ["VCALENDAR", "VEVENT"])
# A copy of each DURATION as text, which `calendar_reading` adds.
LENGTH_AS_WRITTEN = "X-LENGTH-AS-WRITTEN"
READ_NAMES = frozenset(
    {
        "BEGIN",
        "DTEND",
        "DTSTART",
        "DURATION",
        "END",
        "EXDATE",
        "RDATE",
        "RECURRENCE-ID",
        "RRULE",
        "STATUS",
        "UID",
        LENGTH_AS_WRITTEN,
    }
)
NAME = re.compile(r"[^:;]*")
# Enough for 200 events of 60 lines.
MOST_LINES = 12_000
# Enough for 200 events with 60 numbers or weekdays in the recurrence rule of each.
MOST_NAMED = 12_000
LONGEST_SHOWN_CHARACTERS = 80


def lines_of_events(data: bytes) -> str:
    """Return the lines of the calendar and its events, with the properties in READ_NAMES.

    Raises InvalidInput for an unknown time zone, too many lines, or too many numbers in recurrence rules. Raises
    ValueError if the file is not UTF-8, or if an END line does not match the last open BEGIN line.
    """
    if len(data.splitlines()) > MOST_LINES:
        raise InvalidInput(_l("The file holds too many lines: at most %(most)s can be read.", most=MOST_LINES))
    return "\r\n".join([*_read(data), ""])


def _read(data: bytes) -> Iterator[str]:
    open_, named = list[str](), 0
    for number, line in enumerate(Contentlines.from_ical(data), start=1):  # type: ignore[no-untyped-call]
        if _name(line) not in READ_NAMES:
            continue
        name, zone, value = _parts(line)
        if name == "BEGIN":
            open_.append(value)
        if not open_ or open_ in READ:
            _require_known(zone)
            named += value.count(",") if name == "RRULE" else 0
            if named > MOST_NAMED:
                raise InvalidInput(_l("An event of the calendar repeats by a rule that cannot be read."))
            yield line
        if name == "END" and (not open_ or open_.pop() != value):
            raise ValueError(f"Line {number} ends what has not begun.")


def _name(line: str) -> str:
    found = NAME.match(line)
    return found.group().upper() if found else ""


def _parts(line: str) -> tuple[str, str, str]:
    """Return the name, the time zone (TZID) and the value of a line. The name and the value are in capitals. If the
    line is unreadable, all three are empty."""
    try:
        name, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
    except ValueError:
        return "", "", ""
    return name.upper(), str(parameters.get("TZID", "")), value.upper()


def _require_known(zone: str) -> None:
    if zone and zone not in WINDOWS_TO_OLSON and zone not in known_zones():
        words = _l(
            "The calendar names the time zone “%(zone)s”, which is not known here. Have it name zones like "
            "Europe/Paris, or as Windows does.",
            zone=zone[:LONGEST_SHOWN_CHARACTERS],
        )
        raise InvalidInput(words)
