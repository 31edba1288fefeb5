"""Requests that wait for longer than usual: letters once a week, tasks of the office, the usual times of a State."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.errors import InvalidInput, NotPermitted
from directory.extensions import db
from directory.jobs.schedule import remind_of_requests
from directory.models import Mail
from directory.requests.queries.entries import UsualTimes, get_held
from directory.requests.service import pairing
from directory.requests.service.usual_times import set_usual_times, version_of
from directory.transaction import committing
from directory.vocabulary import RequestEvent as Event
from directory.worklist.queries import count_for_bar, count_tasks
from tests.api.conftest import counted_statements
from tests.consultations.conftest import Scene, make_scene
from tests.requests.conftest import FILE_NUMBER, SENT_ON, browser_of, entered, fresh, invited, joined, state

DAY = timedelta(days=1)


@pytest.fixture
def alone(site: Flask) -> Scene:
    """Return a scene whose offices hold nothing yet."""
    return make_scene()


def letters_to(scene: Scene, who: str, letter: str = "requests_late") -> list[Mail]:
    db.session.rollback()
    own = (Mail.address == scene.people[who].email, Mail.letter == letter)
    return list(db.session.scalars(select(Mail).where(*own).order_by(Mail.id)))


def on(days: int) -> datetime:
    return datetime.combine(SENT_ON + days * DAY, datetime.min.time(), clock.now().tzinfo).replace(hour=12)


@pytest.mark.parametrize(("days", "letters"), [(30, 0), (31, 1)])
def test_the_office_is_reminded_once_a_receipt_is_missing_for_longer_than_usual(
    alone: Scene, days: int, letters: int
) -> None:
    entered(alone)

    with time_machine.travel(on(days), tick=False):
        remind_of_requests()

    assert len(letters_to(alone, "asker")) == letters


@pytest.mark.parametrize(("days", "letters"), [(90, 0), (91, 1)])
def test_the_office_is_reminded_once_an_answer_is_missing_for_longer_than_usual(
    alone: Scene, days: int, letters: int
) -> None:
    state(alone.viewer("asker"), entered(alone), Event.ACKNOWLEDGED, SENT_ON + DAY)

    with time_machine.travel(on(days), tick=False):
        remind_of_requests()

    assert len(letters_to(alone, "colleague")) == letters


def test_an_office_gets_one_letter_a_week_which_names_no_request(alone: Scene) -> None:
    entry, _other = entered(alone), entered(alone)

    for hours in range(0, 15 * 24, 12):
        with time_machine.travel(on(40) + timedelta(hours=hours), tick=False):
            remind_of_requests()

    letters = letters_to(alone, "asker")
    assert len(letters) == 3
    assert all(entry.public_id not in str(one.values) and FILE_NUMBER not in str(one.values) for one in letters)


def test_nobody_is_reminded_of_a_request_that_is_closed(alone: Scene) -> None:
    state(alone.viewer("asker"), entered(alone), Event.WITHDRAWN, SENT_ON + DAY)

    with time_machine.travel(on(400), tick=False):
        remind_of_requests()

    assert letters_to(alone, "asker") == []


TASKS = [("asker", 1), ("colleague", 1), ("coordinator here", 0), ("of the central authority", 0)]


@pytest.mark.parametrize(("who", "number"), TASKS)
def test_a_late_request_is_a_task_of_its_office_alone(alone: Scene, who: str, number: int) -> None:
    entered(alone)

    with time_machine.travel(on(40), tick=False):
        tasks, bar = count_tasks(alone.viewer(who)), count_for_bar(alone.viewer(who))

    assert (tasks.get("late_request", 0), bar.get("requests", 0)) == (number, number)


def test_an_invitation_is_a_task_and_a_letter_of_the_invited_office(alone: Scene) -> None:
    entry = invited(alone)

    assert count_tasks(alone.viewer("of the central authority"))["request_invitation"] == 1
    [letter] = letters_to(alone, "of the central authority", "request_invitation")
    assert letter.values == {"path": f"requests/invitations/{entry.public_id}"}
    assert letters_to(alone, "executing officer", "request_invitation") == []


def test_an_office_gets_no_more_than_three_letters_in_a_week_about_one_entry(alone: Scene) -> None:
    entry, asker = entered(alone), alone.viewer("asker")

    def invite_and_take_back() -> None:
        with committing():
            held = get_held(asker, entry.public_id)
            pairing.invite(asker, held, held.version)
            pairing.take_back(asker, held)

    with time_machine.travel(on(10), tick=False):
        for _time in range(pairing.MOST_INVITATIONS):
            invite_and_take_back()
        with pytest.raises(InvalidInput):
            invite_and_take_back()
        assert len(letters_to(alone, "of the central authority", "request_invitation")) == pairing.MOST_INVITATIONS
    with time_machine.travel(on(10) + pairing.WITHIN, tick=False):
        invite_and_take_back()


def test_a_coordinator_sets_the_usual_times_of_the_own_state_for_pending_requests_too(alone: Scene) -> None:
    entry, before = entered(alone), UsualTimes()
    assert fresh(entry).late_on == SENT_ON + 31 * DAY

    with committing():
        set_usual_times(alone.viewer("coordinator here"), "KG", UsualTimes(10, 50), version_of(before))
    try:
        assert fresh(entry).late_on == SENT_ON + 11 * DAY
        with pytest.raises(InvalidInput), committing():
            set_usual_times(alone.viewer("coordinator here"), "KG", before, version_of(before))
    finally:
        with committing():
            set_usual_times(alone.viewer("coordinator here"), "KG", before, version_of(UsualTimes(10, 50)))


def test_setting_usual_times_takes_no_more_statements_for_more_requests_of_two_states(alone: Scene) -> None:
    def statements(known: UsualTimes, usual: UsualTimes) -> int:
        db.session.expire_all()
        with counted_statements() as found, committing():
            set_usual_times(alone.viewer("coordinator here"), "KG", usual, version_of(known))
        return sum(one.startswith("SELECT") for one in found)

    first, second = UsualTimes(), UsualTimes(10, 50)
    joined(alone)
    for_one = statements(first, second)
    for _time in range(3):
        joined(alone)

    assert statements(second, first) <= for_one


@pytest.mark.parametrize("who", ["coordinator there", "coordinator elsewhere"])
def test_nobody_sets_the_usual_times_of_another_state(alone: Scene, who: str) -> None:
    with pytest.raises(NotPermitted), committing():
        set_usual_times(alone.viewer(who), "KG", UsualTimes(1, 1), version_of(UsualTimes()))


def test_the_list_shows_the_longest_wait_first_and_what_is_late(site: Flask, alone: Scene) -> None:
    old, new = entered(alone), entered(alone)
    state(alone.viewer("asker"), old, Event.SENT, SENT_ON - 20 * DAY)

    with time_machine.travel(on(12), tick=False):
        client = browser_of(site, alone.people["asker"])
        whole, late = client.get("/en/requests").text, client.get("/en/requests?state=late").text

    assert whole.index(old.public_id) < whole.index(new.public_id)
    assert old.public_id in late
    assert new.public_id not in late


def test_an_answer_of_the_other_state_ends_the_wait_of_both(alone: Scene) -> None:
    here, there = joined(alone)
    state(alone.viewer("of the central authority"), there, Event.REFUSED, SENT_ON + 20 * DAY, "dual_criminality")

    assert [fresh(one).late_on for one in (here, there)] == [None, None]
    assert fresh(here).state == Event.REFUSED
