"""By when a desk answers: working days of its own State, in its own zone."""

from datetime import UTC, date, datetime

import pytest

from directory.consultations.working_days import after_working_days
from directory.focal_points.weekends import weekend_of

SATURDAY_SUNDAY, FRIDAY_SATURDAY = weekend_of("FR"), weekend_of("EG")
NOTHING: frozenset[date] = frozenset()


@pytest.mark.parametrize(
    ("start", "days", "zone", "weekend", "off", "expected"),
    [
        # A Thursday morning: Friday, Monday, Tuesday.
        ("2026-11-26T08:00", 3, "UTC", SATURDAY_SUNDAY, NOTHING, "2026-12-01T23:59"),
        # It is Friday there already.
        ("2026-11-26T21:00", 3, "Asia/Bishkek", SATURDAY_SUNDAY, NOTHING, "2026-12-02T17:59"),
        ("2026-11-26T08:00", 3, "UTC", FRIDAY_SATURDAY, NOTHING, "2026-12-01T23:59"),
        ("2026-11-26T08:00", 2, "UTC", FRIDAY_SATURDAY, NOTHING, "2026-11-30T23:59"),
        # Asked on a Saturday: from Monday.
        ("2026-11-28T08:00", 1, "UTC", SATURDAY_SUNDAY, NOTHING, "2026-11-30T23:59"),
        ("2026-11-26T08:00", 1, "UTC", SATURDAY_SUNDAY, frozenset({date(2026, 11, 27)}), "2026-11-30T23:59"),
        ("2026-12-24T08:00", 10, "UTC", SATURDAY_SUNDAY, frozenset({date(2026, 12, 25)}), "2027-01-08T23:59"),
        # The clocks go forward in the night of 28 to 29 March.
        ("2027-03-26T12:00", 1, "Europe/Berlin", SATURDAY_SUNDAY, NOTHING, "2027-03-29T21:59"),
        ("2028-02-28T12:00", 1, "UTC", SATURDAY_SUNDAY, NOTHING, "2028-02-29T23:59"),
    ],
)
def test_working_days_are_counted(
    start: str, days: int, zone: str, weekend: frozenset[int], off: frozenset[date], expected: str
) -> None:
    at = datetime.fromisoformat(start).replace(tzinfo=UTC)

    assert after_working_days(at, days, zone, weekend, off).isoformat(timespec="minutes") == f"{expected}+00:00"


def test_a_state_whose_weekend_is_not_known_rests_on_saturday_and_sunday() -> None:
    assert weekend_of("XX") == {5, 6}
