"""Parses the day for which a reader wants to see the requirements of States."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from directory import clock

NOT_A_DAY = _l("Write a date as year, month, day: 2026-11-25.")
TO_COME = _l("This day is still to come: choose today or a day before.")


@dataclass(frozen=True)
class AskedDay:
    """A day that a reader asked for. `typed` is the reader's text, `error` a message if the text cannot be used.

    `day` is a past day. It is None if the reader asked for today or typed nothing, or if there is an error.
    """

    typed: str
    day: date | None = None
    error: Any = ""


def parse_day(typed: str) -> AskedDay:
    """Parse the day that a reader typed, such as 2026-11-25. An empty text means today.

    A future day or any other text is an error.
    """
    typed = typed.strip()
    if not typed:
        return AskedDay("")
    day = _day(typed)
    if day is None or day > clock.latest_today():
        return AskedDay(typed, error=TO_COME if day else NOT_A_DAY)
    return AskedDay(typed, day if day < clock.today() else None)


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    # Other forms of ISO 8601 than 2026-11-25 are refused.
    return day if day.isoformat() == typed else None
