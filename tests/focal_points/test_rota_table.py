"""Who is on duty, worked out by hand: nights, changes of clocks, leap days, holidays, overrides, gaps."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import pytest

from directory.focal_points.rotas.consequences import consequences_of, with_changes
from directory.focal_points.shift_generation import Pattern, Rota, ShiftChange, gaps, overlaps
from directory.vocabulary import RotaChangeKind

ANNA, BORIS = 1, 2
EVERY_DAY = frozenset(range(7))
SINCE = date(2026, 1, 1)


def pattern(starts: str, ends: str, member: int = ANNA, **values: object) -> Pattern:
    given: dict[str, object] = {"weekdays": EVERY_DAY, "valid_from": SINCE}
    return Pattern(member=member, starts=time.fromisoformat(starts), ends=time.fromisoformat(ends), **(given | values))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def change(kind: RotaChangeKind, starts: str, ends: str, member: int | None = None, instead_of: int = 0) -> ShiftChange:
    return ShiftChange(kind, utc(starts), utc(ends), member, instead_of or None)


NIGHT, DAY = pattern("22:00", "06:00"), pattern("09:00", "18:00")
PARIS, BISHKEK = "Europe/Paris", "Asia/Bishkek"
EXTRA, INSTEAD, ABSENCE, CLOSED, SWAP = (
    RotaChangeKind(kind) for kind in ("extra", "instead", "absence", "closed", "swap")
)
CASES: dict[str, tuple[Rota, str, set[int]]] = {
    "before midnight": (Rota(BISHKEK, [NIGHT]), "2026-11-26T17:30", {ANNA}),
    "after midnight": (Rota(BISHKEK, [NIGHT]), "2026-11-26T20:30", {ANNA}),
    "at the minute at which it starts": (Rota(BISHKEK, [NIGHT]), "2026-11-26T16:00", {ANNA}),
    "at the minute at which it ends": (Rota(BISHKEK, [NIGHT]), "2026-11-27T00:00", set()),
    "the day round": (Rota(BISHKEK, [pattern("00:00", "00:00")]), "2026-11-26T18:00", {ANNA}),
    "the morning after the last day": (
        Rota(BISHKEK, [pattern("22:00", "06:00", valid_until=date(2026, 11, 26))]),
        "2026-11-26T23:00",
        {ANNA},
    ),
    "the night after the last day": (
        Rota(BISHKEK, [pattern("22:00", "06:00", valid_until=date(2026, 11, 26))]),
        "2026-11-27T17:00",
        set(),
    ),
    "the last hour of a night that a clock makes shorter": (Rota(PARIS, [NIGHT]), "2026-03-29T03:30", {ANNA}),
    "past the end of a night that a clock makes shorter": (Rota(PARIS, [NIGHT]), "2026-03-29T04:00", set()),
    "the hour that a clock adds to a night": (Rota(PARIS, [NIGHT]), "2026-10-25T04:30", {ANNA}),
    "the first of two hours of the same name": (
        Rota(PARIS, [pattern("02:00", "03:00")]),
        "2026-10-25T00:30",
        {ANNA},
    ),
    "an hour that the clock skips": (Rota(PARIS, [pattern("02:00", "02:30")]), "2026-03-29T01:15", {ANNA}),
    "a leap day": (Rota(BISHKEK, [DAY]), "2028-02-29T04:00", {ANNA}),
    "the second of two weeks over a leap day": (
        Rota(BISHKEK, [pattern("09:00", "18:00", every_weeks=2, valid_from=date(2028, 2, 28))]),
        "2028-03-06T04:00",
        set(),
    ),
    "the third week over a leap day": (
        Rota(BISHKEK, [pattern("09:00", "18:00", every_weeks=2, valid_from=date(2028, 2, 28))]),
        "2028-03-13T04:00",
        {ANNA},
    ),
    "a holiday for who does not work then": (
        Rota(BISHKEK, [pattern("09:00", "18:00", on_holidays=False)], holidays={date(2026, 3, 21)}),
        "2026-03-21T04:00",
        set(),
    ),
    "a holiday for who works then too": (
        Rota(BISHKEK, [DAY], holidays={date(2026, 3, 21)}),
        "2026-03-21T04:00",
        {ANNA},
    ),
    "the night that began before a holiday": (
        Rota(BISHKEK, [pattern("22:00", "06:00", on_holidays=False)], holidays={date(2026, 3, 21)}),
        "2026-03-20T20:00",
        {ANNA},
    ),
    "an absence in the middle of a shift": (
        Rota(BISHKEK, [DAY], [change(ABSENCE, "2026-11-26T05:00", "2026-11-26T06:00", ANNA)]),
        "2026-11-26T05:30",
        set(),
    ),
    "the rest of a shift after an absence": (
        Rota(BISHKEK, [DAY], [change(ABSENCE, "2026-11-26T05:00", "2026-11-26T06:00", ANNA)]),
        "2026-11-26T06:00",
        {ANNA},
    ),
    "somebody in place of all others": (
        Rota(BISHKEK, [DAY], [change(INSTEAD, "2026-11-26T05:00", "2026-11-26T06:00", BORIS)]),
        "2026-11-26T05:30",
        {BORIS},
    ),
    "somebody beside the others": (
        Rota(BISHKEK, [DAY], [change(EXTRA, "2026-11-26T05:00", "2026-11-26T06:00", BORIS)]),
        "2026-11-26T05:30",
        {ANNA, BORIS},
    ),
    "a swap leaves whoever else is on duty": (
        Rota(
            BISHKEK,
            [DAY, pattern("09:00", "18:00", BORIS)],
            [change(SWAP, "2026-11-26T03:00", "2026-11-26T12:00", 3, ANNA)],
        ),
        "2026-11-26T05:30",
        {BORIS, 3},
    ),
    "a desk that is closed": (
        Rota(BISHKEK, [DAY], [change(CLOSED, "2026-11-26T00:00", "2026-11-27T00:00")]),
        "2026-11-26T05:30",
        set(),
    ),
    "a hole at three at night": (
        Rota(BISHKEK, [pattern("04:00", "03:00")]),
        "2026-11-26T21:30",
        set(),
    ),
    "no rota": (Rota(BISHKEK), "2026-11-26T05:30", set()),
}


@pytest.mark.parametrize(("rota", "at", "expected"), CASES.values(), ids=CASES)
def test_who_is_on_duty(rota: Rota, at: str, expected: set[int]) -> None:
    instant = utc(at)

    shifts = rota.shifts(instant, instant.replace(second=1))

    assert {shift.member for shift in shifts if shift.starts_at <= instant < shift.ends_at} == expected


def stretches(found: Sequence[tuple[datetime, datetime]]) -> list[str]:
    return [f"{begin:%d %H:%M}-{end:%d %H:%M}" for begin, end in found]


@pytest.mark.parametrize(
    "added",
    [
        [("2026-11-26T08:00", "2026-11-26T20:00"), ("2026-11-26T10:00", "2026-11-26T12:00")],
        [("2026-11-26T10:00", "2026-11-26T12:00"), ("2026-11-26T08:00", "2026-11-26T20:00")],
        [("2026-11-26T08:00", "2026-11-26T12:00"), ("2026-11-26T11:00", "2026-11-26T20:00")],
    ],
)
def test_duties_of_one_member_that_meet_end_when_the_last_does(added: Sequence[tuple[str, str]]) -> None:
    rota = Rota("UTC", [], [change(EXTRA, begin, end, ANNA) for begin, end in added])

    shifts = rota.shifts(utc("2026-11-26T11:30"), utc("2026-11-26T11:31"))

    assert stretches([(shift.starts_at, shift.ends_at) for shift in shifts]) == ["26 08:00-26 20:00"]


def test_gaps_and_overlaps_are_as_long_as_they_are() -> None:
    since, until = utc("2026-11-26T00:00"), utc("2026-11-28T00:00")
    rota = Rota("UTC", [pattern("09:00", "18:00"), pattern("16:00", "20:00", BORIS)])

    shifts = rota.shifts(since, until)

    assert stretches(gaps(shifts, since, until)) == ["26 00:00-26 09:00", "26 20:00-27 09:00", "27 20:00-28 00:00"]
    assert stretches(overlaps(shifts, since, until)) == ["26 16:00-26 18:00", "27 16:00-27 18:00"]


def test_an_outlook_names_what_is_new_and_not_what_was_so_before() -> None:
    since, until = utc("2026-11-26T00:00"), utc("2026-11-28T00:00")
    before = Rota("UTC", [pattern("06:00", "18:00"), pattern("12:00", "13:00", BORIS)])
    away = [
        change(ABSENCE, "2026-11-26T17:00", "2026-11-26T22:00", ANNA),
        change(EXTRA, "2026-11-27T10:00", "2026-11-27T12:30", BORIS),
    ]

    found = consequences_of(before, with_changes(before, away), since, until)

    assert stretches(found.new_gaps) == ["26 17:00-26 18:00"]
    assert stretches(found.new_overlaps) == ["27 10:00-27 12:00"]
    assert (found.without_anyone - found.without_anyone_before).total_seconds() == 3600
