"""Which backups are kept: the newest of each of so many days, weeks and months that have one."""

from datetime import UTC, datetime, timedelta

import pytest

from directory.operation.backups.retention import superseded

NEWEST = datetime(2026, 11, 26, 22, 0, 5, tzinfo=UTC)


def nights(count: int) -> list[datetime]:
    return [NEWEST - timedelta(days=number) for number in range(count)]


def kept(moments: list[datetime]) -> list[str]:
    return [moment.strftime("%m-%d") for moment in sorted(set(moments) - superseded(moments), reverse=True)]


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ([], []),
        (nights(7), ["11-26", "11-25", "11-24", "11-23", "11-22", "11-21", "11-20"]),
        # The last Sundays of three weeks before this one, and the last day of the month before.
        (nights(40), ["11-26", "11-25", "11-24", "11-23", "11-22", "11-21", "11-20", "11-15", "11-08", "10-31"]),
        # Several of a day: the newest stays.
        ([NEWEST, NEWEST - timedelta(hours=2)], ["11-26"]),
        # One of a clock that was a year ahead takes one place of each period.
        (
            [NEWEST + timedelta(days=365), *nights(7)],
            ["11-26", "11-26", "11-25", "11-24", "11-23", "11-22", "11-21"],
        ),
        # None was made for half a year: nothing goes for that.
        ([NEWEST - timedelta(days=200)], ["05-10"]),
    ],
)
def test_the_table_of_what_is_kept(moments: list[datetime], expected: list[str]) -> None:
    assert kept(moments) == expected


def test_of_two_years_of_nights_a_year_of_months_stays() -> None:
    assert len(kept(nights(730))) == 7 + 2 + 11
