"""The opening hours of a desk, read from the words in which the desk publishes them.

Only one form is understood, such as "Monday to Friday, 08:00 to 15:00". Hours in any other form are only shown as they
are.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask_babel import gettext as _

from directory import dates

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FORM = re.compile(r"(\w+) to (\w+), (\d\d:\d\d) to (\d\d:\d\d)")


@dataclass(frozen=True)
class OpeningHours:
    """The weekdays on which a desk is open (Monday is 0), and the local times at which it opens and closes."""

    days: frozenset[int]
    opens: time
    closes: time

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
    """Whether a desk is open now by its announced hours, and until when or from when, in words."""

    is_open: bool
    words: str


def read_hours(words: str) -> OpeningHours | None:
    """Return the opening hours that English words state, or None if the words have another form."""
    found = FORM.fullmatch(words.strip())
    first, last = (found[number].lower() if found else "" for number in (1, 2))
    if found is None or first not in DAYS or last not in DAYS:
        return None
    try:
        opens, closes = (time.fromisoformat(found[number]) for number in (3, 4))
    except ValueError:
        return None
    begin = DAYS.index(first)
    count = (DAYS.index(last) - begin) % len(DAYS) + 1
    days = frozenset((begin + ahead) % len(DAYS) for ahead in range(count))
    return OpeningHours(days, opens, closes) if opens < closes else None


def state_at(hours: OpeningHours, local: datetime, language: str) -> OpeningState:
    """Return whether a desk is open at a local time, in words of `language`."""
    if hours.is_open(local):
        return OpeningState(True, str(_("open until %(time)s there", time=dates.clock_time(hours.closes))))
    opening = dates.weekday_datetime(hours.next_opening(local), language)
    return OpeningState(False, str(_("closed now, opens on %(time)s there", time=opening)))
