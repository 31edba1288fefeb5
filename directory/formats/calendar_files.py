"""Writes iCalendar files (RFC 5545) of single events and of weekly events with exceptions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from icalendar import Calendar, vRecur
from icalendar import Event as Component

PRODUCT: Final = "-//Counterpart//Rota//EN"
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class WeeklyRepeat:
    """A weekly repetition. `weekdays` are numbered from 0 for Monday."""

    weekdays: Sequence[int]
    every_weeks: int = 1
    # In UTC. No repetition starts later; None means without end.
    until: datetime | None = None
    # The starts that are left out.
    without: Sequence[datetime] = ()


@dataclass(frozen=True)
class CalendarEvent:
    """An event between two times, which have a time zone. If a later file has an event with the same `uid`, programs
    replace this event."""

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    weekly: WeeklyRepeat | None = None


@dataclass(frozen=True)
class AllDayEvent:
    """An event on whole days, from `starts_at` to the day before `ends_at`."""

    uid: str
    summary: str
    starts_at: date
    ends_at: date
    weekly: None = None


def write_calendar(name: str, events: Iterable[CalendarEvent | AllDayEvent], made_at: datetime) -> bytes:
    """Return a calendar file with the title `name`, and with the definitions of the time zones that its events use."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(_component(event, made_at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent | AllDayEvent, made_at: datetime) -> Component:
    component = Component()
    component.add("uid", event.uid)
    component.add("dtstamp", made_at)
    component.add("summary", event.summary)
    component.add("dtstart", event.starts_at)
    component.add("dtend", event.ends_at)
    if event.weekly is not None:
        component.add("rrule", _rule(event.weekly))
        if event.weekly.without:
            component.add("exdate", list(event.weekly.without))
    return component


def _rule(weekly: WeeklyRepeat) -> vRecur:
    days = [WEEKDAYS[day] for day in sorted(weekly.weekdays)]
    rule = {"FREQ": "WEEKLY", "INTERVAL": weekly.every_weeks, "BYDAY": days, "WKST": "MO"}
    return vRecur(rule if weekly.until is None else rule | {"UNTIL": weekly.until})
