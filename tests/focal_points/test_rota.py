"""Who is on duty when: by the rota, and by an independent reading of the calendar that it is exported as."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import recurring_ical_events
from icalendar import Calendar

from directory.focal_points.calendar import calendar_of
from directory.focal_points.shift_generation import Rota
from tests.focal_points.rotas import DAYS, FIRST, MEMBERS, a_rota, an_instant

MADE_AT = datetime(2027, 1, 1, tzinfo=UTC)
INSTANTS_OF_A_ROTA = 20
SINCE = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=DAYS)


def on_duty(rota: Rota, at: datetime) -> set[int]:
    shifts = rota.shifts(at, at + timedelta(seconds=1))
    return {shift.member for shift in shifts if shift.starts_at <= at < shift.ends_at}


def on_duty_by_calendar(calendars: dict[int, recurring_ical_events.CalendarQuery], at: datetime) -> set[int]:
    return {
        member
        for member, calendar in calendars.items()
        for event in calendar.between(at - timedelta(days=2), at + timedelta(days=1))
        if event.start.astimezone(UTC) <= at < event.end.astimezone(UTC)
    }


@pytest.mark.long(each=10)
@pytest.mark.parametrize("seed", range(300))
def test_the_exported_calendar_says_the_same_as_the_rota(seed: int) -> None:
    chance = Random(seed)
    rota = a_rota(chance)
    calendars = {
        member: recurring_ical_events.of(Calendar.from_ical(calendar_of(rota, member, "desk", "On duty", MADE_AT)))
        for member in MEMBERS
    }
    edges = [at for shift in rota.shifts(SINCE, UNTIL) for at in (shift.starts_at, shift.ends_at)]
    instants = [an_instant(chance) for _ in range(INSTANTS_OF_A_ROTA)]
    instants += chance.sample(edges, min(len(edges), INSTANTS_OF_A_ROTA))

    differences = {
        at: (ours, theirs)
        for at in instants
        if (ours := on_duty(rota, at)) != (theirs := on_duty_by_calendar(calendars, at))
    }

    assert differences == {}
