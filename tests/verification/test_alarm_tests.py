"""Tests of desks by alarm: who is woken, what an acknowledgement is, what the alarm keeps back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.alarms import delivery
from directory.alarms.queries import list_about
from directory.alarms.service import acknowledge, end_overdue
from directory.extensions import db
from directory.models import Account, Alarm, AlarmWay, Mail
from directory.transaction import committing
from directory.verification.service import reachability as service
from directory.vocabulary import AlarmEnd, AlarmOccasion, AlarmWayKind, ReachabilityOutcome
from tests import factories
from tests.focal_points.desks import add_rota
from tests.html import parse
from tests.people import signed_in
from tests.verification.conftest import viewer
from tests.verification.tested import MINUTE, desk, held, member, take_steps


def with_way(account: Account) -> Account:
    """Give a person a proven way by mail."""
    factories.add(
        AlarmWay(
            account_id=account.id, kind=AlarmWayKind.MAIL, position=0, wait_minutes=5, proven_at=clock.now() - MINUTE
        )
    )
    return account


def wake(tester: Account) -> None:
    with committing():
        service.wake(viewer(tester), desk())
    take_steps()


def alarms() -> list[Alarm]:
    db.session.expire_all()
    return list_about(AlarmOccasion.REACHABILITY, held()[-1].public_id)


def end_alarms() -> None:
    with committing():
        while end_overdue(clock.now()):
            pass


@pytest.fixture
def on_duty(tester: Account) -> Account:
    """Return the person on duty, who has a way; so has a colleague off duty."""
    people = [with_way(member()), with_way(member())]
    add_rota("test-desk", (people[0].id, -1, 3), (people[1].id, 3, 6))
    return people[0]


def test_who_is_on_duty_is_woken_and_an_acknowledgement_is_the_answer(
    tester: Account, on_duty: Account, at: Callable[..., None]
) -> None:
    wake(tester)
    [alarm] = alarms()
    at(clock.now() + 4 * MINUTE)

    with committing():
        assert acknowledge(alarm.attempts[0], clock.now())

    [test] = held()
    assert alarm.account_id == on_duty.id
    minutes = round((test.answered_at - test.asked_at) / MINUTE)
    assert (test.outcome, minutes) == (ReachabilityOutcome.ANSWERED, 4)


def test_the_message_of_a_test_alarm_is_that_of_every_alarm(tester: Account, on_duty: Account) -> None:
    wake(tester)

    delivery.send_due(clock.now())

    [mail] = db.session.scalars(select(Mail)).all()
    assert (mail.letter, mail.address, sorted(mail.values)) == ("alarm", on_duty.email, ["number", "path"])


def test_the_page_of_the_woken_person_says_that_it_was_a_test_only_once_it_has_ended(
    tester: Account, on_duty: Account, small_app: Flask
) -> None:
    client = signed_in(small_app, on_duty)
    wake(tester)
    delivery.send_due(clock.now())

    before = parse(client.get("/en/account/alarms")).one("main").text
    with committing():
        acknowledge(alarms()[0].attempts[0], clock.now())
    after = parse(client.get("/en/account/alarms")).one("main").text

    assert alarms()[0].number in before
    assert ["Reachability test" in page for page in (before, after)] == [False, True]


def test_an_alarm_that_nobody_acknowledges_is_silence(
    tester: Account, on_duty: Account, at: Callable[..., None]
) -> None:
    wake(tester)
    delivery.send_due(clock.now())
    at(clock.now() + timedelta(minutes=6))

    end_alarms()

    assert [one.outcome for one in held()] == [ReachabilityOutcome.SILENT]


def test_without_a_rota_all_members_are_woken_and_the_first_answer_ends_the_alarms_of_the_others(
    tester: Account,
) -> None:
    for _ in range(2):
        with_way(member())
    wake(tester)
    first, second = alarms()

    with committing():
        acknowledge(first.attempts[0], clock.now())

    assert [one.end for one in alarms()] == [AlarmEnd.ACKNOWLEDGED, AlarmEnd.NOT_NEEDED]
    assert second.ended_at is not None


def test_a_desk_whose_people_on_duty_have_no_way_is_not_called_silent(tester: Account) -> None:
    add_rota("test-desk", (member().id, -1, 3))

    wake(tester)

    assert [one.outcome for one in held()] == [ReachabilityOutcome.UNDELIVERED]


def test_a_desk_is_not_woken_twice_at_once(tester: Account, on_duty: Account) -> None:
    wake(tester)
    wake(tester)

    assert (len(held()), len(alarms())) == (1, 1)


def test_the_alarm_of_a_test_and_the_test_end_with_the_desk(
    tester: Account, on_duty: Account, at: Callable[..., None]
) -> None:
    wake(tester)
    delivery.send_due(clock.now())
    with committing():
        desk().status = "closed"
    at(clock.now() + timedelta(minutes=6))

    end_alarms()

    assert [one.end for one in alarms()] == [AlarmEnd.NOT_NEEDED]

    at(clock.now() + timedelta(minutes=10))
    take_steps()
    assert [one.outcome for one in held()] == [ReachabilityOutcome.CANCELLED]
