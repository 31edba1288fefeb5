"""Calendar files of others: read as an independent reader does, or refused in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar

from directory.errors import InvalidInput
from directory.formats.calendar_lines import lines_of_events
from directory.formats.calendar_reading import LARGEST_CALENDAR_BYTES, MOST_DAYS, MOST_EVENTS, read_calendar

BISHKEK = ZoneInfo("Asia/Bishkek")
SINCE = datetime(2027, 3, 1, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=60)
PARIS = "TZID=Europe/Paris"
EVERY_SECOND = "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20270415T000000Z"


def calendar(*events: str) -> bytes:
    whole = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:tests\n{whole}END:VCALENDAR\n".replace("\n", "\r\n").encode()


READABLE = {
    "one night": ["UID:a\nDTSTART:20270305T220000Z\nDTEND:20270306T060000Z"],
    "one that began before": ["UID:a\nDTSTART:20270228T220000Z\nDTEND:20270301T060000Z"],
    "one with a length": [f"UID:a\nDTSTART;{PARIS}:20270305T220000\nDURATION:PT8H"],
    "nights over the change of clocks": [
        f"UID:a\nDTSTART;{PARIS}:20270301T220000\nDTEND;{PARIS}:20270302T060000\nRRULE:FREQ=DAILY"
    ],
    "every second week with days skipped": [
        f"UID:a\nDTSTART;{PARIS}:20270301T080000\nDURATION:PT8H\nEXDATE;{PARIS}:20270303T080000\n{EVERY_SECOND}"
    ],
    "so many times": ["UID:a\nDTSTART:20270225T080000Z\nDTEND:20270225T160000Z\nRRULE:FREQ=DAILY;COUNT=9"],
    "one of many moved": [
        "UID:a\nDTSTART:20270301T080000Z\nDTEND:20270301T160000Z\nRRULE:FREQ=DAILY;COUNT=5",
        "UID:a\nRECURRENCE-ID:20270303T080000Z\nDTSTART:20270303T120000Z\nDTEND:20270303T200000Z",
    ],
    "one more day": ["UID:a\nDTSTART:20270301T080000Z\nDTEND:20270301T160000Z\nRDATE:20270309T080000Z"],
    "nights in a zone by its name in Windows": [
        (
            "UID:a\nDTSTART;TZID=W. Europe Standard Time:20270325T220000\n"
            "DTEND;TZID=W. Europe Standard Time:20270326T060000\nRRULE:FREQ=DAILY;COUNT=9"
        )
    ],
    "weekends of some weeks of the year": [
        "UID:a\nDTSTART:20270109T080000Z\nDURATION:PT8H\nRRULE:FREQ=YEARLY;BYWEEKNO=10,12,-40;BYDAY=SA,SU;WKST=SU"
    ],
    "days of the year and of months, from their ends": [
        "UID:a\nDTSTART:20270101T080000Z\nDURATION:PT8H\nRRULE:FREQ=YEARLY;BYYEARDAY=70,-300",
        "UID:b\nDTSTART:20270101T080000Z\nDURATION:PT8H\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1,15",
    ],
    "the last working day of a month": [
        "UID:a\nDTSTART:20270129T080000Z\nDURATION:PT8H\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    ],
    "the same day of each year": ["UID:a\nDTSTART:20260405T080000Z\nDURATION:PT8H\nRRULE:FREQ=YEARLY"],
    "the same day of every second month": [
        "UID:a\nDTSTART:20270131T080000Z\nDURATION:PT8H\nRRULE:FREQ=MONTHLY;INTERVAL=2"
    ],
    "the last Friday of a month": [
        "UID:a\nDTSTART:20270226T080000Z\nDTEND:20270226T160000Z\nRRULE:FREQ=MONTHLY;BYDAY=-1FR"
    ],
}


@pytest.mark.parametrize("events", READABLE.values(), ids=READABLE)
def test_a_calendar_is_read_as_an_independent_reader_does(events: list[str]) -> None:
    data = calendar(*events)

    ours = [stretch for stretches in read_calendar(data, BISHKEK, SINCE, UNTIL).values() for stretch in stretches]

    theirs = recurring_ical_events.of(Calendar.from_ical(data)).between(SINCE, UNTIL)
    assert theirs
    assert sorted(ours) == sorted((one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in theirs)


@pytest.mark.parametrize(
    ("length", "hours"),
    [
        ("PT12H", 12),
        ("PT24H", 24),
        ("P1D", 23),
        ("+P1DT2H", 25),
        ("P1W", 7 * 24 - 1),
        ("PT36H", 36),
    ],
)
@pytest.mark.parametrize("repeats", ["", "\nRRULE:FREQ=WEEKLY"])
def test_hours_of_a_length_are_exact_and_its_days_are_those_of_the_calendar(
    length: str, hours: int, repeats: str
) -> None:
    event = f"UID:a\nDTSTART;{PARIS}:20270327T200000\nDURATION:{length}{repeats}"

    first = read_calendar(calendar(event), BISHKEK, SINCE, UNTIL)["a"][0]

    starts_at = datetime(2027, 3, 27, 19, tzinfo=UTC)
    assert first == (starts_at, starts_at + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ("DTSTART:20270305T090000\nDTEND:20270305T180000", (datetime(2027, 3, 5, 3, tzinfo=UTC), timedelta(hours=9))),
        ("DTSTART;VALUE=DATE:20270305", (datetime(2027, 3, 4, 18, tzinfo=UTC), timedelta(days=1))),
    ],
)
def test_times_without_a_zone_are_the_desks_own(times: str, expected: tuple[datetime, timedelta]) -> None:
    read = read_calendar(calendar(f"UID:a\n{times}"), BISHKEK, SINCE, UNTIL)

    starts_at, length = expected
    assert read == {"a": [(starts_at, starts_at + length)]}


def test_a_cancelled_event_is_read_as_one_without_times() -> None:
    event = "UID:a\nSTATUS:CANCELLED\nDTSTART:20270305T090000Z\nDTEND:20270305T180000Z"

    assert read_calendar(calendar(event), BISHKEK, SINCE, UNTIL) == {"a": []}


HOUR = "DTSTART:20270305T090000Z\nDTEND:20270305T100000Z"
REFUSED = {
    "no calendar": b"\x89PNG\r\n\x1a\n",
    "nothing at all": b"",
    "no event": calendar(),
    "too large": calendar(f"UID:a\n{HOUR}\nSUMMARY:" + "x" * LARGEST_CALENDAR_BYTES),
    "too many events": calendar(*(f"UID:{number}\n{HOUR}" for number in range(MOST_EVENTS + 1))),
    "no id": calendar(HOUR),
    "an end before the start": calendar("UID:a\nDTSTART:20270305T090000Z\nDTEND:20270305T080000Z"),
    "a year that is none": calendar("UID:a\nDTSTART:00000305T090000Z\nDTEND:00000305T100000Z"),
    "times that are none": calendar("UID:a\nDTSTART:soon\nDTEND:later"),
    "every second": calendar(f"UID:a\n{HOUR}\nRRULE:FREQ=SECONDLY"),
    "every minute of a day": calendar(f"UID:a\n{HOUR}\nRRULE:FREQ=DAILY;BYMINUTE=1,2,3"),
    "no interval": calendar(f"UID:a\n{HOUR}\nRRULE:FREQ=DAILY;INTERVAL=0;BYMONTH=2;BYMONTHDAY=30"),
    "since ever": calendar("UID:a\nDTSTART:19000305T090000Z\nDTEND:19000305T100000Z\nRRULE:FREQ=DAILY"),
    "too many times": calendar(*(f"UID:{number}\n{HOUR}\nRRULE:FREQ=DAILY" for number in range(50))),
}


def ruled(rule: str) -> bytes:
    return calendar(f"UID:a\n{HOUR}\nRRULE:{rule}")


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
YEARS_WEEKDAYS = [f"{place}{day}" for place in range(1, 54) for day in WEEKDAYS]
TOO_FAR = {
    "BYMONTH": "13",
    "BYMONTHDAY": "-32",
    "BYYEARDAY": "367",
    "BYWEEKNO": "-54",
    "BYSETPOS": "367",
    "BYDAY": "54MO",
}
REFUSED |= {name: ruled(f"FREQ=YEARLY;{name}={number}") for name, number in TOO_FAR.items()}
REFUSED |= {
    "more weekdays than a year has": ruled(f"FREQ=YEARLY;BYDAY={','.join([*YEARS_WEEKDAYS, 'MO'])}"),
    "rules of too many numbers": calendar(
        *(f"UID:{number}\n{HOUR}\nRRULE:FREQ=DAILY;BYSETPOS=3{',2' * 120}" for number in range(101))
    ),
    "too many lines": calendar(f"UID:a\n{HOUR}" + "\nA:" * 12_000),
}


def test_all_weekdays_of_a_year_are_read() -> None:
    assert len(read_calendar(ruled(f"FREQ=YEARLY;BYDAY={','.join(YEARS_WEEKDAYS)}"), BISHKEK, SINCE, UNTIL)["a"]) == 56


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, context: None) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_calendar(data, BISHKEK, SINCE, UNTIL)

    assert str(refused.value)


def test_a_rule_that_never_comes_is_not_followed_for_ever() -> None:
    never = "UID:a\nDTSTART:20270305T090000Z\nDTEND:20270305T100000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"

    assert read_calendar(calendar(never), BISHKEK, SINCE, UNTIL) == {"a": []}


NOT_READ = [
    "SUMMARY:Words",
    'ATTENDEE;CN="A: B";ROLE=CHAIR:mailto:a@example.org',
    "DUE:soon",
    "X-OWN;TZID=Nowhere/None:20270305T090000",
    "BEGIN:VALARM\nTRIGGER:-PT5M\nDURATION:PT1H\nEND:VALARM",
    "words without a colon",
]


@pytest.mark.parametrize("line", NOT_READ)
def test_the_properties_of_an_event_that_are_not_read_are_not_parsed(line: str) -> None:
    event = f"UID:a\n{HOUR}\nSTATUS:CONFIRMED"

    assert lines_of_events(calendar(f"{line}\n{event}")) == lines_of_events(calendar(event))


def zone(name: str, offset: str) -> str:
    change = f"DTSTART:19700101T000000\nTZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}"
    return f"BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\n{change}\nEND:STANDARD\nEND:VTIMEZONE\n"


def with_zone(name: str, offset: str) -> bytes:
    """Return a calendar with one hour of work in a zone that it defines itself."""
    event = f"BEGIN:VEVENT\nUID:a\nDTSTART;TZID={name}:20270305T090000\nDURATION:PT1H\nEND:VEVENT\n"
    whole = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:tests\n{zone(name, offset)}{event}END:VCALENDAR\n"
    return whole.replace("\n", "\r\n").encode()


NINE_IN_PARIS = datetime(2027, 3, 5, 8, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Europe/Paris", "W. Europe Standard Time", "Romance Standard Time"])
@pytest.mark.parametrize("offsets", [("+0100", "+0500"), ("+0500", "+0100")])
def test_what_one_file_says_of_a_zone_moves_no_times_of_another(name: str, offsets: tuple[str, str]) -> None:
    read = [read_calendar(with_zone(name, offset), BISHKEK, SINCE, UNTIL) for offset in offsets]

    assert read == [{"a": [(NINE_IN_PARIS, NINE_IN_PARIS + timedelta(hours=1))]}] * 2


@pytest.mark.parametrize("name", ["Customized Time Zone", "/example.org/Europe/Paris", "Europe/Nowhere"])
def test_a_zone_that_nobody_else_knows_is_refused_by_its_name(name: str, context: None) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_calendar(with_zone(name, "+0100"), BISHKEK, SINCE, UNTIL)

    assert f"“{name}”" in str(refused.value)


def test_a_file_whose_rules_ask_about_too_many_days_is_refused(context: None) -> None:
    never = "DTSTART:20270305T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    events = calendar(*(f"UID:{number}\n{never}" for number in range(MOST_EVENTS)))

    with pytest.raises(InvalidInput):
        read_calendar(events, BISHKEK, SINCE, SINCE + timedelta(days=MOST_DAYS // MOST_EVENTS + 10))
