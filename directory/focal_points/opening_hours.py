"""The opening hours of a desk, read from the words in which the desk publishes them.

Two forms are understood: "Monday to Friday, 08:00 to 15:00", and "Office hours 09:00 to 18:00; on call at other times".
The second form applies to every day. Hours in any other form are shown as published.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask_babel import gettext as _

from directory import dates

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FORM = re.compile(r"(\w+) to (\w+), (\d\d:\d\d) to (\d\d:\d\d)")
DAILY = re.compile(r"Office hours (\d\d:\d\d) to (\d\d:\d\d); on call at other times")


@dataclass(frozen=True)
class OpeningHours:
    """The weekdays on which a desk is open (Monday is 0), and the local times at which it opens and closes. If
    `is_on_call` is true, the desk is on call at other times."""

    days: frozenset[int]
    opens: time
    closes: time
    is_on_call: bool = False

    def is_open(self, local: datetime) -> bool:
        """Return whether the desk is open at a local time. Holidays are not known."""
        return local.weekday() in self.days and self.opens <= local.time() < self.closes

    def next_opening(self, local: datetime) -> datetime:
        """Return the first opening after a local time."""
        starts = (
            datetime.combine(local.date() + timedelta(days=ahead), self.opens, local.tzinfo)
            for ahead in range(len(DAYS) + 1)
        )
        return next(start for start in starts if start.weekday() in self.days and start > local)


@dataclass(frozen=True)
class OpeningState:
    """Whether a desk is open or on call now by its announced hours, and until when or from when, in words."""

    is_open: bool
    words: str


def read_hours(words: str, *, is_on_call: bool = False) -> OpeningHours | None:
    """Return the opening hours that English words state, or None if the words have another form. `is_on_call` has the
    meaning of `OpeningHours.is_on_call`."""
    days, opens, closes = _read(words.strip())
    try:
        hours = OpeningHours(days, time.fromisoformat(opens), time.fromisoformat(closes), is_on_call)
    except ValueError:
        return None
    return hours if days and hours.opens < hours.closes else None


def _read(words: str) -> tuple[frozenset[int], str, str]:
    if daily := DAILY.fullmatch(words):
        return frozenset(range(len(DAYS))), daily[1], daily[2]
    found = FORM.fullmatch(words)
    first, last = (found[number].lower() if found else "" for number in (1, 2))
    if found is None or first not in DAYS or last not in DAYS:
        return frozenset(), "", ""
    begin = DAYS.index(first)
    count = (DAYS.index(last) - begin) % len(DAYS) + 1
    return frozenset((begin + ahead) % len(DAYS) for ahead in range(count)), found[3], found[4]


def state_at(hours: OpeningHours, local: datetime, language: str) -> OpeningState:
    """Return whether a desk is open or on call at a local time, in words of `language`."""
    if hours.is_open(local):
        return OpeningState(True, str(_("open until %(time)s there", time=dates.clock_time(hours.closes))))
    opening = dates.weekday_datetime(hours.next_opening(local), language)
    if hours.is_on_call:
        return OpeningState(True, str(_("on call now, the office opens on %(time)s there", time=opening)))
    return OpeningState(False, str(_("closed now, opens on %(time)s there", time=opening)))
