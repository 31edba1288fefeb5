"""What a rota of as many patterns and changes as one may have costs to lay out and to export."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest

from directory.focal_points.calendar import calendar_of
from directory.focal_points.rotas.service.patterns import MOST_CHANGES, MOST_PATTERNS
from directory.focal_points.shift_generation import Pattern, Rota, ShiftChange
from directory.vocabulary import RotaChangeKind
from tests.budget.meter import MOST_CALLS, calls_of

NOW = datetime(2026, 11, 29, tzinfo=UTC)
YEAR, DAY, MINUTE = timedelta(days=364), timedelta(days=1), timedelta(minutes=1)
ABSENCE, CLOSED, EXTRA = RotaChangeKind.ABSENCE, RotaChangeKind.CLOSED, RotaChangeKind.EXTRA
PATTERNS = [
    Pattern(place % 4 + 1, frozenset(range(7)), time(place % 24), time((place + 1) % 24), date(2026, 1, 1))
    for place in range(MOST_PATTERNS)
]
# By kind, whom it concerns, how long it is and how far the next is from it.
CHANGES = {
    "absences of a year, of one member": (ABSENCE, 1, YEAR, MINUTE),
    "absences of a year, of somebody else": (ABSENCE, 99, YEAR, MINUTE),
    "absences of a year, year after year": (ABSENCE, 1, YEAR, YEAR),
    "closed hours each day": (CLOSED, None, timedelta(minutes=15), DAY),
    "closed for a year": (CLOSED, None, YEAR, MINUTE),
    "duties of a month": (EXTRA, 1, 30 * DAY, MINUTE),
}


HALF = MOST_CHANGES // 2
MONTH, HOUR = 30 * DAY, timedelta(hours=1)


def changes(kind: RotaChangeKind, begins: Iterable[datetime], length: timedelta) -> list[ShiftChange]:
    return [ShiftChange(kind, begin, begin + length, 1) for begin in begins]


SHORT = changes(ABSENCE, (NOW + place * HOUR for place in range(HALF)), 20 * MINUTE)
LONG = changes(EXTRA, (NOW + place * MINUTE for place in range(HALF)), MONTH)
NESTED = [ShiftChange(EXTRA, NOW + place * MINUTE, NOW + MONTH - place * MINUTE, 1) for place in range(HALF)]
HOURS = changes(EXTRA, (NOW + place * HOUR + 30 * MINUTE for place in range(HALF - 1)), 20 * MINUTE)
# Duties of one member that meet, and short absences of the same one, by which each could be cut into hundreds.
CUT = {
    "duties of a month, then absences": [*LONG, *SHORT],
    "duties within duties, then absences": [*NESTED, *SHORT],
    "absences and duties by turns": [one for pair in zip(SHORT, LONG, strict=True) for one in pair],
    "duties within one of a month, then absences": [LONG[0], *HOURS, *SHORT],
    "duties of a month, taken over by turns": [
        replace(one, kind=RotaChangeKind.SWAP, instead_of=2 - place % 2, member=1 + place % 2)
        for place, one in enumerate([*LONG, *LONG])
    ],
}


@pytest.mark.long(each=2)
@pytest.mark.parametrize("changes", CUT.values(), ids=CUT)
def test_duties_of_one_member_that_meet_are_no_more_shifts_than_there_are_changes(changes: list[ShiftChange]) -> None:
    rota = Rota("Asia/Almaty", [], changes)

    assert len(rota.shifts(NOW, NOW + 90 * DAY)) <= 2 * len(changes)
    assert calls_of(partial(rota.shifts, NOW, NOW + 90 * DAY)) < MOST_CALLS
    assert calls_of(partial(calendar_of, rota, None, "desk", "On duty", NOW)) < MOST_CALLS


@pytest.mark.long(each=4, start=1)
@pytest.mark.parametrize("what", CHANGES)
def test_a_full_rota_is_laid_out_and_exported_within_the_budget(what: str) -> None:
    kind, member, length, step = CHANGES[what]
    begins = [NOW + place * step for place in range(MOST_CHANGES if step < YEAR else 300)]
    rota = Rota("Asia/Almaty", PATTERNS, [ShiftChange(kind, begin, begin + length, member) for begin in begins])

    assert calls_of(partial(rota.shifts, NOW, NOW + 90 * DAY)) < MOST_CALLS
    assert calls_of(partial(calendar_of, rota, None, "desk", "On duty", NOW)) < MOST_CALLS
