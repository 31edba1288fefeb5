"""The day that a reader asks for."""

import pytest
import time_machine

from directory.requirements.days import NOT_A_DAY, TO_COME, AskedDay, parse_day

TODAY = "2026-12-10"
ASKED = [
    ("", "", ""),
    (" 2026-12-09 ", "2026-12-09", ""),
    (TODAY, "", ""),
    # It is this day already in UTC+14.
    ("2026-12-11", "", ""),
    ("2026-12-12", "", TO_COME),
    ("9999-12-31", "", TO_COME),
    ("2026-02-30", "", NOT_A_DAY),
    ("9 December 2026", "", NOT_A_DAY),
    ("20261209", "", NOT_A_DAY),
    ("2026-W49-3", "", NOT_A_DAY),
    ("<script>", "", NOT_A_DAY),
    ("٢٠٢٦-١٢-٠٩", "", NOT_A_DAY),
]


@pytest.mark.parametrize(("typed", "day", "error"), ASKED)
@time_machine.travel(f"{TODAY}T12:00:00+00:00", tick=False)
def test_a_day_is_one_before_today_written_year_month_day(typed: str, day: str, error: object) -> None:
    asked = parse_day(typed)

    assert asked == AskedDay(typed.strip(), asked.day, error)
    assert (asked.day.isoformat() if asked.day else "") == day
