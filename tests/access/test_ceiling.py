"""How much one account may be shown in a day of what is not for everyone, and what becomes of an answer beyond that."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from directory import clock
from directory.access import disclosure_log
from directory.access.disclosure_log import MOST_ENTRIES, CeilingReached, RestrictedValue
from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.cache.dependencies import CacheScope, track_dependencies
from directory.logs import configure_logs
from directory.models import Disclosure
from directory.vocabulary import Role
from tests import factories

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
PERSON, OTHER, NOBODY = Viewer(Role.PRACTITIONER, 7), Viewer(Role.PRACTITIONER, 8), Viewer(Role.PRACTITIONER, None)


def of(number: int, viewer: Viewer = PERSON) -> RestrictedValue:
    return RestrictedValue(viewer, ("authority", f"office-{number}"), "value")


def show(count: int, at: datetime = NOON, viewer: Viewer = PERSON) -> None:
    """Write down that a person was shown the first so many entries."""
    rows = [
        Disclosure(account_id=viewer.account_id, kind="authority", key=f"office-{number}", details=("value",), at=at)
        for number in range(count)
    ]
    factories.add(*rows)


def note(*numbers: int, viewer: Viewer = PERSON) -> None:
    with clock.frozen_at(NOON):
        for number in numbers:
            disclosure_log.note(of(number, viewer))


def is_refused(number: int, viewer: Viewer = PERSON) -> bool:
    try:
        note(number, viewer=viewer)
    except CeilingReached:
        return True
    return False


def test_one_account_is_shown_so_many_entries_and_no_more(small_app: Flask) -> None:
    show(MOST_ENTRIES - 1)
    disclosure_log.begin()

    assert not is_refused(MOST_ENTRIES)
    assert is_refused(MOST_ENTRIES + 1)
    assert not is_refused(MOST_ENTRIES)
    assert not is_refused(1)
    assert not is_refused(MOST_ENTRIES + 1, OTHER)


def test_what_one_answer_shows_is_counted_before_it_is_written_down(small_app: Flask) -> None:
    show(MOST_ENTRIES - 2)
    disclosure_log.begin()

    note(MOST_ENTRIES, MOST_ENTRIES + 1)

    assert is_refused(MOST_ENTRIES + 2)
    assert disclosure_log.take() == {(7, of(number).entry): {"value"} for number in (MOST_ENTRIES, MOST_ENTRIES + 1)}


@pytest.mark.parametrize(("before", "is_over"), [(timedelta(hours=12), True), (timedelta(hours=12, seconds=1), False)])
def test_the_day_of_the_ceiling_begins_at_midnight_in_utc(small_app: Flask, before: timedelta, is_over: bool) -> None:
    show(MOST_ENTRIES, NOON - before)
    disclosure_log.begin()

    assert is_refused(MOST_ENTRIES + 1) is is_over


def test_who_is_refused_may_come_again_when_the_day_is_over_and_that_is_logged(
    small_app: Flask, capfd: pytest.CaptureFixture[str]
) -> None:
    configure_logs(small_app)
    show(MOST_ENTRIES)
    disclosure_log.begin()

    with pytest.raises(CeilingReached) as refused, clock.frozen_at(NOON):
        disclosure_log.note(of(MOST_ENTRIES))

    assert refused.value.wait_seconds == 12 * 60 * 60
    assert str(MOST_ENTRIES) in str(refused.value)
    line = json.loads(capfd.readouterr().err.splitlines()[-1])
    assert (line["event"], line["action"], line["account"]) == ("refused", "restricted details", 7)


def test_what_a_job_makes_is_whole_and_written_down(small_app: Flask) -> None:
    show(MOST_ENTRIES)
    disclosure_log.begin(is_exempt=True)

    note(MOST_ENTRIES)

    assert disclosure_log.take() == {(7, of(MOST_ENTRIES).entry): {"value"}}


@pytest.mark.parametrize(("shown", "is_begun"), [(MOST_ENTRIES - 1, True), (MOST_ENTRIES, False)])
def test_a_file_is_whole_or_not_begun(small_app: Flask, shown: int, is_begun: bool) -> None:
    show(shown)
    disclosure_log.begin()

    with clock.frozen_at(NOON):
        if is_begun:
            disclosure_log.begin_file(PERSON)
            note(*range(MOST_ENTRIES, MOST_ENTRIES + 3))
        else:
            with pytest.raises(CeilingReached):
                disclosure_log.begin_file(PERSON)

    assert len(disclosure_log.take()) == (3 if is_begun else 0)


def test_a_file_for_a_visitor_or_of_which_nothing_is_noted_is_begun(small_app: Flask) -> None:
    disclosure_log.begin()
    disclosure_log.begin_file(NOBODY)
    disclosure_log.take()

    disclosure_log.begin_file(PERSON)

    assert disclosure_log.take() == {}


def test_an_answer_is_made_again_without_what_is_over_the_ceiling(small_app: Flask) -> None:
    show(MOST_ENTRIES)
    disclosure_log.begin()
    before = [disclosure_log.is_withheld(of(number)) for number in (1, MOST_ENTRIES)]

    with clock.frozen_at(NOON):
        disclosure_log.withhold(CeilingReached(PERSON))
        asked = [of(1), of(MOST_ENTRIES), of(MOST_ENTRIES, OTHER), of(MOST_ENTRIES, NOBODY)]
        after = [disclosure_log.is_withheld(one) for one in asked]

    assert before == [False, False]
    assert after == [False, True, False, False]


def test_an_entry_is_read_without_what_is_over_the_ceiling(small_app: Flask) -> None:
    reader = Viewer(Role.PRACTITIONER, 7, "KG")
    line = factories.contact("1@example.org", held_by="Anyone Fictional")
    show(MOST_ENTRIES)
    disclosure_log.begin()
    with clock.frozen_at(NOON):
        before = set(read(reader, line).details)

        disclosure_log.withhold(CeilingReached(reader))

        assert before - set(read(reader, line).details) == {"held_by"}


def test_an_answer_says_to_its_reader_alone_why_something_is_left_out(small_app: Flask) -> None:
    disclosure_log.begin()
    with track_dependencies() as made:
        assert disclosure_log.why_withheld() == ""
    assert made.scope is CacheScope.EVERYONE

    disclosure_log.withhold(CeilingReached(PERSON))

    with track_dependencies() as made:
        assert f"details that are not public of {MOST_ENTRIES} entries" in disclosure_log.why_withheld()
    assert made.scope is CacheScope.PERSON


def test_outside_of_an_answer_nothing_is_noted_withheld_or_said(small_app: Flask) -> None:
    disclosure_log.take()

    disclosure_log.withhold(CeilingReached(PERSON))
    note(1)

    assert not disclosure_log.is_withheld(of(1))
    assert disclosure_log.why_withheld() == ""
    assert disclosure_log.take() == {}


@pytest.mark.parametrize("viewer", [PERSON, NOBODY])
def test_what_shows_a_value_that_is_not_for_everyone_is_made_for_one_person(small_app: Flask, viewer: Viewer) -> None:
    disclosure_log.begin()

    with track_dependencies() as made:
        disclosure_log.note(of(1, viewer))

    assert made.scope is CacheScope.PERSON


def test_who_is_at_the_ceiling_is_listed_on_the_day_itself(small_app: Flask) -> None:
    show(MOST_ENTRIES)
    show(MOST_ENTRIES - 1, viewer=OTHER)

    with clock.frozen_at(NOON):
        listed = disclosure_log.list_at_ceiling()
    with clock.frozen_at(NOON + timedelta(hours=12)):
        later = disclosure_log.list_at_ceiling()

    assert (listed, later) == ([7], [])
