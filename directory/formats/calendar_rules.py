"""Recurrence rules of calendar events: the days on which an event repeats (RFC 5545, section 3.3.10).

Every day of a bounded period is tested, because a search for the next matching day may have no end.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.errors import InvalidInput

FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
# The parts that consist of numbers, with the largest number of each.
LARGEST = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
NUMBERED = tuple(LARGEST)
# A year has at most 53 weeks, each with seven weekdays.
LARGEST_OF_WEEKDAY, MOST_WEEKDAYS = 53, 53 * 7
# All parts of RFC 5545, except BYHOUR, BYMINUTE and BYSECOND, which repeat within a day.
PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", *NUMBERED})
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = timedelta(days=1)


class RecurrenceRule:
    """A recurrence rule of an event whose first day is `start`. `parts` maps the name of each part, such as FREQ, to
    its values.

    Raises InvalidInput if a part is not supported or out of range.
    """

    def __init__(self, parts: Mapping[str, Sequence[Any]], start: date) -> None:
        self.start, self.frequency, self.interval = (
            start,
            parts.get("FREQ", [""])[0],
            int(parts.get("INTERVAL", [1])[0]),
        )
        if self.frequency not in FREQUENCIES or not parts.keys() <= PARTS or self.interval < 1:
            raise InvalidInput(_l("An event of the calendar repeats by a rule that cannot be read."))
        self.count: int | None = parts.get("COUNT", [None])[0]
        self.first_weekday = WEEKDAYS.index(parts.get("WKST", ["MO"])[0])
        self.numbers = {name: frozenset(map(int, parts.get(name, ()))) for name in NUMBERED}
        weekdays = parts.get("BYDAY", ())
        is_over = any(abs(number) > most for name, most in LARGEST.items() for number in self.numbers[name])
        is_over |= any(abs(one.relative or 0) > LARGEST_OF_WEEKDAY for one in weekdays)
        if is_over or len(weekdays) > MOST_WEEKDAYS:
            raise InvalidInput(_l("An event of the calendar repeats by a rule that cannot be read."))
        self.weekdays = frozenset((self._place(one), WEEKDAYS.index(one.weekday)) for one in weekdays)
        self._take_from_start()

    def days(self, last: date) -> Iterator[date]:
        """Yield the days that match the rule, from its start to `last`, and at most COUNT days."""
        every = (self.start + number * DAY for number in range((last - self.start).days + 1))
        held = (day for day in every if self._is_turn(day) and self._holds(day))
        found = self._at_positions(last) if self.numbers["BYSETPOS"] else held
        for number, day in enumerate(found):
            if self.count is not None and number >= self.count:
                return
            yield day

    def _place(self, weekday: Any) -> int:
        """Return 2 for `2MO` (the second Monday), -1 for `-1MO`, 0 for `MO`. Daily and weekly rules ignore ordinals."""
        return (weekday.relative or 0) if self.frequency in ("MONTHLY", "YEARLY") else 0

    def _take_from_start(self) -> None:
        """If the rule names no day, let it repeat on the weekday or date of the event's start."""
        if self.weekdays or any(self.numbers[name] for name in ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")):
            return
        if self.frequency == "WEEKLY":
            self.weekdays = frozenset({(0, self.start.weekday())})
        elif self.frequency in ("MONTHLY", "YEARLY"):
            self.numbers["BYMONTHDAY"] = frozenset({self.start.day})
            if self.frequency == "YEARLY" and not self.numbers["BYMONTH"]:
                self.numbers["BYMONTH"] = frozenset({self.start.month})

    def _period(self, day: date) -> int:
        if self.frequency == "DAILY":
            return day.toordinal()
        if self.frequency == "WEEKLY":
            return (day.toordinal() - 1 - self.first_weekday) // 7
        return day.year if self.frequency == "YEARLY" else day.year * 12 + day.month

    def _is_turn(self, day: date) -> bool:
        return not (self._period(day) - self._period(self.start)) % self.interval

    def _holds(self, day: date) -> bool:
        named = self.numbers
        if named["BYMONTH"] and day.month not in named["BYMONTH"]:
            return False
        if named["BYMONTHDAY"] and named["BYMONTHDAY"].isdisjoint((day.day, day.day - _days_of_month(day) - 1)):
            return False
        if named["BYYEARDAY"] and named["BYYEARDAY"].isdisjoint(_place_in_year(day)):
            return False
        if named["BYWEEKNO"] and named["BYWEEKNO"].isdisjoint(_week_of(day, self.first_weekday)):
            return False
        return not self.weekdays or self._is_weekday(day)

    def _is_weekday(self, day: date) -> bool:
        if (0, day.weekday()) in self.weekdays:
            return True
        # Ordinals count in the year for a yearly rule without months, otherwise in the month.
        is_of_year = self.frequency == "YEARLY" and not self.numbers["BYMONTH"]
        number, length = (_place_in_year(day)[0], _days_of_year(day)) if is_of_year else (day.day, _days_of_month(day))
        places = ((number + 6) // 7, -((length - number + 7) // 7))
        return any((place, day.weekday()) in self.weekdays for place in places)

    def _at_positions(self, last: date) -> Iterator[date]:
        first, ends = self._bounds(self.start)[0], self._bounds(last)[1]
        every = (first + number * DAY for number in range((ends - first).days))
        for _period, days in groupby((day for day in every if self._is_turn(day)), self._period):
            held = [day for day in days if self._holds(day)]
            found = (day for place, day in enumerate(held) if {place + 1, place - len(held)} & self.numbers["BYSETPOS"])
            yield from (day for day in found if self.start <= day <= last)

    def _bounds(self, day: date) -> tuple[date, date]:
        if self.frequency == "WEEKLY":
            first = day - (day.weekday() - self.first_weekday) % 7 * DAY
            return first, first + 7 * DAY
        if self.frequency == "MONTHLY":
            first = day.replace(day=1)
            return first, first + _days_of_month(day) * DAY
        if self.frequency == "YEARLY":
            return date(day.year, 1, 1), date(day.year + 1, 1, 1)
        return day, day + DAY


def _days_of_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _days_of_year(day: date) -> int:
    return 366 if monthrange(day.year, 2)[1] == 29 else 365


@lru_cache(maxsize=4_000)
def _place_in_year(day: date) -> tuple[int, int]:
    number = day.timetuple().tm_yday
    return number, number - _days_of_year(day) - 1


@lru_cache(maxsize=4_000)
def _week_of(day: date, first_weekday: int) -> tuple[int, int]:
    """Return two numbers of the week of a day. The first is counted from the beginning of the year, from 1; the second
    from the end, from -1. A week belongs to the year that contains most of its days."""
    thursday = day - (day.weekday() - first_weekday) % 7 * DAY + 3 * DAY
    number = _place_in_year(thursday)[0] + 6
    return number // 7, number // 7 - _weeks_of(thursday.year, first_weekday) - 1


@lru_cache(maxsize=100)
def _weeks_of(year: int, first_weekday: int) -> int:
    last = date(year, 12, 31)
    fourth = last - (last.weekday() - first_weekday - 3) % 7 * DAY
    return (fourth.timetuple().tm_yday + 6) // 7
