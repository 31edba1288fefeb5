"""People who relieve each other in order: who is on duty when, worked out by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from directory.focal_points.rotations import RotationPlan, default_starts
from directory.focal_points.shift_generation import Rota
from directory.vocabulary import DayDivision, Turn

A, B, C, D, E = range(1, 6)
FIVE = (A, B, C, D, E)
WEEK_DAYS = frozenset(range(5))
MONDAY, WEDNESDAY = 0, 2
PARIS = "Europe/Paris"


def plan(
    division: str, *starts: str, turn: Turn = Turn.WEEK, members: Sequence[int] = FIVE, **values: object
) -> RotationPlan:
    given: dict[str, object] = {"handover": MONDAY, "valid_from": date(2026, 3, 16), "office_days": WEEK_DAYS}
    times = tuple(map(time.fromisoformat, starts))
    return RotationPlan(tuple(members), DayDivision(division), times, turn, **(given | values))


WEEKLY = plan("whole", "09:00")
DAILY = plan("whole", "09:00", turn=Turn.DAY)
THREE = plan("three", "08:00", "16:00", "00:00", turn=Turn.DAY)
OFFICE = plan("office", "09:00", "18:00")
MIDWEEK = plan("whole", "09:00", valid_from=date(2026, 3, 18))
# A local time in Paris, whose clocks go forward on 29 March and back on 25 October, and who is on duty then.
CASES: dict[str, tuple[RotationPlan, str, set[int]]] = {
    "the first minute": (WEEKLY, "2026-03-16T09:00", {A}),
    "the minute before": (WEEKLY, "2026-03-16T08:59", set()),
    "the last minute of a week": (WEEKLY, "2026-03-23T08:59", {A}),
    "the handover": (WEEKLY, "2026-03-23T09:00", {B}),
    "the last minute of the week in which the clock goes forward": (WEEKLY, "2026-03-30T08:59", {B}),
    "the handover after the clock went forward": (WEEKLY, "2026-03-30T09:00", {C}),
    "the fifth week": (WEEKLY, "2026-04-13T09:00", {E}),
    "the order from its beginning": (WEEKLY, "2026-04-20T09:00", {A}),
    "the handover after the clock went back": (WEEKLY, "2026-10-26T08:59", {B}),
    "the next week then": (WEEKLY, "2026-10-26T09:00", {C}),
    "each day, the first": (DAILY, "2026-03-17T08:59", {A}),
    "each day, the second": (DAILY, "2026-03-17T09:00", {B}),
    "each day, the sixth": (DAILY, "2026-03-21T09:00", {A}),
    "each day, over the change of the clock": (DAILY, "2026-03-29T09:00", {D}),
    "three shifts, the first": (THREE, "2026-03-16T08:00", {A}),
    "three shifts, the second": (THREE, "2026-03-16T23:59", {B}),
    "three shifts, the night after it": (THREE, "2026-03-17T00:00", {C}),
    "three shifts, the next day": (THREE, "2026-03-17T08:00", {D}),
    "three shifts, the next night": (THREE, "2026-03-18T03:00", {A}),
    "three shifts, before the first day": (THREE, "2026-03-16T03:00", set()),
    "two shifts of a week": (plan("two", "08:00", "20:00"), "2026-03-19T21:00", {B}),
    "two shifts of the next week": (plan("two", "08:00", "20:00"), "2026-03-26T21:00", {D}),
    "two shifts, the last night of a week": (plan("two", "08:00", "20:00"), "2026-03-23T07:59", {B}),
    "office hours": (OFFICE, "2026-03-18T12:00", {A}),
    "the night after office hours": (OFFICE, "2026-03-18T18:00", {B}),
    "the weekend": (OFFICE, "2026-03-21T12:00", {B}),
    "the last night of the weekend": (OFFICE, "2026-03-23T08:59", {B}),
    "office hours of the next week": (OFFICE, "2026-03-23T09:00", {C}),
    "two weeks, the last minute": (plan("whole", "09:00", turn=Turn.TWO_WEEKS), "2026-03-30T08:59", {A}),
    "two weeks, the handover": (plan("whole", "09:00", turn=Turn.TWO_WEEKS), "2026-03-30T09:00", {B}),
    "two weeks, after ten weeks": (plan("whole", "09:00", turn=Turn.TWO_WEEKS), "2026-05-25T09:00", {A}),
    "from a Wednesday on": (MIDWEEK, "2026-03-18T09:00", {A}),
    "from a Wednesday on, before it": (MIDWEEK, "2026-03-17T12:00", set()),
    "from a Wednesday on, a shorter first turn": (MIDWEEK, "2026-03-23T09:00", {B}),
    "from a Wednesday on, the sixth turn": (MIDWEEK, "2026-04-20T09:00", {A}),
    "handover on Wednesdays": (plan("whole", "09:00", handover=WEDNESDAY), "2026-03-18T09:00", {B}),
    "the last night": (plan("whole", "09:00", valid_until=date(2026, 3, 25)), "2026-03-26T08:59", {B}),
    "after the last night": (plan("whole", "09:00", valid_until=date(2026, 3, 25)), "2026-03-26T09:00", set()),
    "the last night of three shifts": (
        plan("three", "08:00", "16:00", "00:00", turn=Turn.DAY, valid_until=date(2026, 3, 16)),
        "2026-03-17T07:59",
        {C},
    ),
    "one person alone": (plan("two", "08:00", "20:00", members=(A,)), "2026-03-29T02:30", {A}),
}


@pytest.mark.parametrize(("plan", "at", "expected"), CASES.values(), ids=CASES)
def test_who_is_on_duty_in_order(plan: RotationPlan, at: str, expected: set[int]) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(PARIS)).astimezone(UTC)

    found = Rota(PARIS, plan.patterns()).shifts(instant, instant + timedelta(minutes=1))

    assert {shift.member for shift in found} == expected


@pytest.mark.parametrize(
    ("division", "typed", "expected"),
    [
        ("whole", ("09:00", "", ""), ["09:00"]),
        ("two", ("08:00", "", ""), ["08:00", "20:00"]),
        ("two", ("08:00", "18:30", ""), ["08:00", "18:30"]),
        ("three", ("08:00", "", ""), ["08:00", "16:00", "00:00"]),
        ("three", ("07:30", "", "22:00"), ["07:30", "15:30", "22:00"]),
        ("office", ("09:00", "", ""), ["09:00", "18:00"]),
    ],
)
def test_times_that_are_left_out_divide_the_day_equally(
    division: str, typed: tuple[str, ...], expected: list[str]
) -> None:
    starts = default_starts(DayDivision(division), [time.fromisoformat(at) if at else None for at in typed])

    assert [f"{at:%H:%M}" for at in starts] == expected


DEPUTIES = plan("whole", "09:00", has_deputies=True)


@pytest.mark.parametrize(
    ("on_duty", "away", "deputy"), [(A, {A}, B), (E, {E}, A), (A, {A, B}, C), (A, {*FIVE}, None), (9, {9}, None)]
)
def test_the_deputy_is_the_next_in_the_order_who_is_there(on_duty: int, away: set[int], deputy: int | None) -> None:
    assert DEPUTIES.deputy_of(on_duty, away) == deputy
    assert WEEKLY.deputy_of(on_duty, away) is None


@pytest.mark.parametrize(
    ("division", "people", "expected"), [("whole", 1, False), ("two", 4, True), ("two", 5, False), ("three", 3, True)]
)
def test_people_whose_number_the_shifts_divide_keep_their_shift(division: str, people: int, expected: bool) -> None:
    starts = ("08:00", "16:00", "00:00")[: {"whole": 1, "two": 2, "three": 3}[division]]

    assert plan(division, *starts, members=range(people)).has_fixed_shifts is expected
