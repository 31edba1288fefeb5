"""Checks the date of a source. People type it as the source prints it: `2026-11-25`, `2026-11`, `law of 2011`."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from directory import clock

EARLIEST_YEAR = 1900
NOT_A_SOURCE_DATE = _l("Write a date: 2026-11-25, 2026-11 or 2026. Leave the field empty if the source has no date.")
READ_IN_TWO_WAYS = _l(
    "This date can be read in two ways, day first or month first. Write the year, the month, then the day: 2026-11-25."
)
STILL_TO_COME = _l("This date is still to come.")
TOO_EARLY = _l("This date is before 1900.")
ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?(?![\d-])")
DAY_FIRST = re.compile(r"(?<![\w-])(?P<day>\d{1,2})(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)")
MOST_MONTHS = 12
YEAR = re.compile(r"(?<!\w)(?P<year>\d{4})(?!\w)")


def problem_of_source_date(text: str) -> Any:
    """Return what is wrong with the date of a source, or None if nothing is wrong. An empty text is right.

    Each date with a month in the text must be right. If the text has only years, one right year is enough, since other
    numbers may look like years.
    """
    if not text:
        return None
    if any(map(_is_ambiguous, DAY_FIRST.finditer(text))):
        return READ_IN_TWO_WAYS
    try:
        days = list(_days(text))
        years = days or [date(int(found["year"]), 1, 1) for found in YEAR.finditer(text)]
    except ValueError:
        return NOT_A_SOURCE_DATE
    wrong = [_problem(day) for day in years]
    if not wrong:
        return NOT_A_SOURCE_DATE
    return next(filter(None, wrong), None) if days or all(wrong) else None


def _days(text: str) -> Iterator[date]:
    for pattern in (ISO, DAY_FIRST):
        for found in pattern.finditer(text):
            yield date(int(found["year"]), int(found["month"]), int(found["day"] or 1))


def _is_ambiguous(found: re.Match[str]) -> bool:
    """Return whether the day and the month of a date such as 03/04/2026 can be exchanged. A date with dots always has
    the day first."""
    day, month = int(found["day"]), int(found["month"])
    return found["mark"] != "." and day != month and max(day, month) <= MOST_MONTHS


def _problem(day: date) -> Any:
    if day > clock.latest_today():
        return STILL_TO_COME
    return TOO_EARLY if day.year < EARLIEST_YEAR else None
