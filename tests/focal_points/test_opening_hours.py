"""The opening hours of a desk are read from its published words; what has another form is not guessed."""

from datetime import UTC, datetime, time

import pytest
from flask import Flask

from directory import clock
from directory.focal_points.opening_hours import OpeningHours, read_hours, state_at
from tests import factories
from tests.focal_points.desks import add_desk

WEEKDAYS = OpeningHours(frozenset(range(5)), time(8), time(15))
READ = {
    "Monday to Friday, 08:00 to 15:00": WEEKDAYS,
    "Sunday to Thursday, 09:30 to 17:00": OpeningHours(frozenset({6, 0, 1, 2, 3}), time(9, 30), time(17)),
    "Office hours 09:00 to 18:00; on call at other times": OpeningHours(frozenset(range(7)), time(9), time(18)),
    "Office hours 18:00 to 09:00; on call at other times": None,
    "Monday to Friday, 22:00 to 06:00": None,
    "Monday to Friday, 08:00 to 25:00": None,
    "Workday to Friday, 08:00 to 15:00": None,
    "": None,
}


@pytest.mark.parametrize("words", READ)
def test_hours_are_read_from_two_forms_alone(words: str) -> None:
    assert read_hours(words) == READ[words]


@pytest.mark.parametrize(
    ("local", "is_open", "words"),
    [
        ("2026-12-01T08:00", True, "open until 15:00 there"),
        ("2026-12-01T14:59", True, "open until 15:00 there"),
        ("2026-12-01T07:59", False, "closed now, opens on Tue, 1 Dec, 08:00 there"),
        ("2026-12-01T15:00", False, "closed now, opens on Wed, 2 Dec, 08:00 there"),
        ("2026-12-04T22:00", False, "closed now, opens on Mon, 7 Dec, 08:00 there"),
    ],
)
def test_a_desk_is_open_in_its_hours_and_otherwise_says_when_it_opens(local: str, is_open: bool, words: str) -> None:
    found = state_at(WEEKDAYS, datetime.fromisoformat(local), "en")

    assert (found.is_open, found.words) == (is_open, words)


@pytest.mark.parametrize(
    ("local", "words"),
    [
        ("2026-12-01T14:59", "open until 15:00 there"),
        ("2026-12-01T15:00", "on call now, the office opens on Wed, 2 Dec, 08:00 there"),
    ],
)
def test_a_desk_on_call_says_what_holds_now_and_is_never_closed(local: str, words: str) -> None:
    hours = read_hours("Monday to Friday, 08:00 to 15:00", is_on_call=True)

    assert hours is not None
    found = state_at(hours, datetime.fromisoformat(local), "en")

    assert (found.is_open, found.words) == (True, words)


@pytest.mark.parametrize("address", ["", "focal-points?jurisdiction=KG", "jurisdictions/KG", "focal-points/test-desk"])
def test_each_page_says_whether_the_office_of_a_desk_on_call_is_open(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 26, 18, tzinfo=UTC))
    hours = factories.english("Office hours 09:00 to 18:00; on call at other times")
    add_desk(cover="on_call", hours=hours)

    page = small_app.test_client().get(f"/en/{address}").text

    assert "on call now, the office opens on Fri, 27 Nov, 09:00 there" in page
