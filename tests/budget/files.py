"""Files that are small to send and dear to read, or as large as they may be: by the ending that a form takes."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from directory import clock
from directory.formats.calendar_reading import LARGEST_CALENDAR_BYTES, MOST_EVENTS
from directory.formats.limits import LARGEST_FILE_BYTES
from tests.imports.files import office, table

# A file by its share of the largest, 1 for the whole, and a number that makes each another.
File = Callable[[float, int], bytes]
HOURLY = (
    "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22"
)


def _calendar(*parts: str) -> bytes:
    whole = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", *parts, "END:VCALENDAR", ""])
    return whole.encode()[:LARGEST_CALENDAR_BYTES]


def _event(number: int, *more: str, zone: str = "", days_ago: int = 0) -> str:
    day = f"{clock.today() - timedelta(days=days_ago):%Y%m%d}"
    at = f";TZID={zone}:" if zone else ":"
    lines = [f"UID:{number}@example.org", f"DTSTART{at}{day}T080000", f"DTEND{at}{day}T090000", *more]
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def _zone(name: str, *rules: str) -> str:
    parts = [
        f"BEGIN:{part}\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0{place % 10}00\r\n"
        f"TZOFFSETTO:+0{(place + 1) % 10}00\r\nRRULE:{rule}\r\nEND:{part}"
        for place, (rule, part) in enumerate(zip(rules, ("DAYLIGHT", "STANDARD"), strict=True))
    ]
    return "\r\n".join(["BEGIN:VTIMEZONE", f"TZID:{name}", *parts, "END:VTIMEZONE"])


def _never(share: float, number: int) -> bytes:
    rules = (f"RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;INTERVAL={number % 3 + 1}",)
    return _calendar(*(_event(one, *rules) for one in range(max(1, int(MOST_EVENTS * share)))))


def _never_once(_share: float, _number: int) -> bytes:
    return _calendar(_event(1, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"))


def _daily(share: float, number: int) -> bytes:
    return _calendar(
        *(_event(one, f"RRULE:FREQ=DAILY;COUNT={number % 3 + 1000}") for one in range(int(MOST_EVENTS * share)))
    )


def _hourly_zone(_share: float, number: int) -> bytes:
    name = f"Zone of tests {number}"
    return _calendar(_zone(name, HOURLY, HOURLY.replace("0,", "", 1)), _event(number, zone=name))


def _many_zones(share: float, number: int) -> bytes:
    names = [f"Zone {number} {one}" for one in range(int(300 * share))]
    rule = "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"
    return _calendar(
        *(_zone(name, rule, rule) for name in names), *(_event(1, zone=name) for name in names[:MOST_EVENTS])
    )


def _many_dates(share: float, number: int) -> bytes:
    dates = ",".join(f"2027{one % 12 + 1:02}{one % 28 + 1:02}T{one % 24:02}0000" for one in range(int(11_000 * share)))
    return _calendar(_event(number, f"RDATE:{dates}"))


def _nested(share: float, _number: int) -> bytes:
    depth = int(6_000 * share)
    return _calendar(*["BEGIN:VEVENT"] * depth, *["END:VEVENT"] * depth)


def _long_line(share: float, number: int) -> bytes:
    return _calendar(_event(number, "DESCRIPTION" + ";X=1" * int(40_000 * share) + ":a"))


def _positions(share: float, number: int) -> bytes:
    places = ",".join(map(str, range(2, int(220 * share) + 2)))
    return _calendar(*(_event(number + one, f"RRULE:FREQ=DAILY;BYSETPOS={places}") for one in range(MOST_EVENTS)))


def _one_of_positions(share: float, number: int) -> bytes:
    places = ",".join(map(str, range(2, int(35_000 * share))))
    return _calendar(_event(number, f"RRULE:FREQ=DAILY;BYSETPOS={places}"))


def _weeks(share: float, number: int) -> bytes:
    rule = "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYWEEKNO=53;BYSETPOS=-1"
    return _calendar(*(_event(number + one, rule) for one in range(int(MOST_EVENTS * share))))


def _weekdays(share: float, number: int) -> bytes:
    days = [f"{place}{day}" for place in range(1, 54) for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")]
    rule = f"RRULE:FREQ=YEARLY;BYDAY={','.join((days * 100)[: int(35_000 * share)])}"
    return _calendar(_event(number, rule))


def _numbers(share: float, number: int) -> bytes:
    days, weeks = ",".join(map(str, range(-200, -9))), "1,20,30,40,-1"
    rule = f"RRULE:FREQ=YEARLY;BYYEARDAY={days};BYWEEKNO={weeks};BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1"
    return _calendar(*(_event(number + one, rule) for one in range(int(180 * share))))


def _short_lines(share: float, number: int) -> bytes:
    return _calendar(_event(number, *["A:"] * int(49_000 * share)))


def _joined(years: int) -> File:
    """Return a file of rules that look at each day of years and never yield, as many as `years`, with daily events and
    thousands of lines: what the others try apart."""
    places = f"BYMONTHDAY={','.join(map(str, range(1, 32)))};BYMONTH={','.join(map(str, range(1, 13)))}"
    rule = f"RRULE:FREQ=YEARLY;{places};BYDAY=53SU,-53MO;BYSETPOS=1"

    def made(share: float, number: int) -> bytes:
        rules = (_event(number + one, rule, days_ago=729) for one in range(int(years * share)))
        daily = (_event(number + 1_000 + one, "RRULE:FREQ=DAILY") for one in range(3))
        return _calendar(*rules, *daily, _event(number + 2_000, *['A;B="c":'] * int(9_000 * share)))

    return made


def _rows(ending: str) -> File:
    def made(share: float, number: int) -> bytes:
        rows = [office(f"kg-{number}-{one}", **{"name.en": f"Office {'x' * 200}"}) for one in range(int(3_000 * share))]
        return table(rows, ending)

    return made


def _bytes(share: float, number: int) -> bytes:
    return (b"\0\xff" + str(number).encode() + b",\n") * int(LARGEST_FILE_BYTES * share / 6)


FILES: Mapping[str, Mapping[str, File]] = {
    ".ics": {
        "a rule that never yields": _never_once,
        "rules that never yield": _never,
        "daily events": _daily,
        "a zone of hours": _hourly_zone,
        "many zones": _many_zones,
        "many dates": _many_dates,
        "events in events": _nested,
        "a long line": _long_line,
        "positions of each day": _positions,
        "many positions": _one_of_positions,
        "weeks that no year has": _weeks,
        "weekdays of a year": _weekdays,
        "days and weeks of a year": _numbers,
        "short lines": _short_lines,
        "as many rules of years as are read, and more": _joined(34),
        "as many rules of years as events": _joined(195),
    },
    ".csv": {"rows": _rows("csv"), "bytes": _bytes},
    ".xlsx": {"rows": _rows("xlsx"), "bytes": _bytes},
}
