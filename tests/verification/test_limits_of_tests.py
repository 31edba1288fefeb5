"""Tests of desks are limited, ask for a recent factor, and a call that was logged can be taken back."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
from flask import Flask

from directory import clock
from directory.audit.queries import list_events
from directory.errors import InvalidInput, LimitReached
from directory.extensions import db
from directory.focal_points.line_results import list_last_tests
from directory.focal_points.reachability_results import list_silent
from directory.models import Account, ContactDetail, ReachabilityTest, Report
from directory.transaction import committing
from directory.verification.service import reachability as service
from directory.verification.service.limits_of_tests import ALARMS_OF_DESK, MOST_WAITING, OF_DESK, OF_PERSON
from directory.verification.service.reachability_messages import new_alarm
from directory.verification.service.reachability_outcomes import finish
from directory.vocabulary import ReachabilityOutcome, ReportOutcome, Role
from tests import factories
from tests.focal_points.desks import add_desk
from tests.people import sign_in, signed_in
from tests.verification.conftest import viewer
from tests.verification.tested import MINUTE, desk, held, member, schedule

PAGE = "/en/verification/reachability"
DESK_PAGE = f"{PAGE}/desks/test-desk"
CALLED = {"desk": "test-desk", "called_at": "", "answered": "no", "minutes": ""}


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """Return a function that stops the clock at a time."""
    with ExitStack() as stopped:
        yield lambda moment: stopped.enter_context(clock.frozen_at(moment))


@pytest.fixture
def phone(tester: Account) -> ContactDetail:
    """Return the phone number of the desk."""
    line = factories.contact("+996 312 111111", means="phone", network_key="casc")
    factories.add(line)
    return line


def call(account: Account, line: ContactDetail | None = None, key: str = "test-desk") -> None:
    with committing():
        tested = db.session.get_one(type(desk()), key)
        service.log_call(viewer(account), tested, clock.now(), None, line)


def wake(account: Account) -> None:
    with committing():
        made = service.wake(viewer(account), desk())
        made.outcome, made.next_step = ReachabilityOutcome.UNDELIVERED, ""


def take_back(account: Account) -> None:
    with committing():
        service.take_back(viewer(account), held()[-1])


# What is done again and again to one desk, and after how many times it is refused, for how long.
REPEATED = [(call, limit) for limit in OF_DESK[:1]] + [(wake, limit) for limit in ALARMS_OF_DESK[:1]]


@pytest.mark.parametrize(("test", "limit"), REPEATED)
def test_one_desk_is_tested_only_so_often_whoever_tests_it(
    tester: Account, at: Callable[..., None], test: Callable[[Account], None], limit: tuple[int, timedelta]
) -> None:
    most, period = limit
    began, other = clock.now(), factories.account(Role.COORDINATOR, ["casc"])
    at(began)
    for number in range(most):
        test((tester, other)[number % 2])

    with pytest.raises(LimitReached) as refused:
        test(tester)
    assert refused.value.wait_seconds == period.total_seconds()

    at(began + period)
    test(tester)
    assert len(held()) == most + 1


@pytest.mark.parametrize(("test", "limits"), [(call, OF_DESK), (wake, ALARMS_OF_DESK)])
def test_the_limit_of_a_day_holds_though_no_hour_has_too_many(
    tester: Account,
    at: Callable[..., None],
    test: Callable[[Account], None],
    limits: tuple[tuple[int, timedelta], ...],
) -> None:
    (of_hour, hour), (of_day, _day) = limits
    began = clock.now()
    for number in range(of_day):
        at(began + number // of_hour * hour)
        test(tester)

    at(began + 20 * hour)
    with pytest.raises(LimitReached):
        test(tester)


def test_one_person_tests_only_so_many_desks(tester: Account, at: Callable[..., None]) -> None:
    (most, period), _ = OF_PERSON
    keys = [f"desk-{number}" for number in range(most // OF_DESK[0][0] + 1)]
    for key in keys:
        add_desk(key, f"kg-{key}")
    at(clock.now())
    for number in range(most):
        call(tester, key=keys[number % len(keys)])

    with pytest.raises(LimitReached):
        call(tester)
    call(factories.account(Role.COORDINATOR, ["casc"]))
    at(clock.now() + period)
    call(tester)


def test_planned_tests_do_not_count_against_the_person_who_planned_them(tester: Account) -> None:
    add_desk("planned", "kg-planned")
    made = {"focal_point_key": "planned", "author_id": tester.id, "way": "message", "is_planned": True}
    factories.add(*(ReachabilityTest(**made) for _ in range(OF_PERSON[0][0])))

    call(tester)

    assert len(held()) == OF_PERSON[0][0] + 1


def test_one_test_of_a_desk_is_repeated_at_a_time(tester: Account) -> None:
    member()
    schedule(tester, minutes=60, every_days=1)

    with pytest.raises(InvalidInput):
        schedule(tester, minutes=90, every_days=7)

    schedule(tester, minutes=90)
    assert len(held()) == 2


def test_only_so_many_tests_of_a_desk_wait_to_be_sent(tester: Account) -> None:
    member()
    for number in range(MOST_WAITING):
        schedule(tester, minutes=60 + number)

    with pytest.raises(InvalidInput):
        schedule(tester, minutes=90)


# What a stale session could do to a desk: wake it, flood it, lower it.
ACTS = [
    (f"{DESK_PAGE}/alarm", {}),
    (f"{DESK_PAGE}/message", {"line": "x"}),
    (f"{DESK_PAGE}/call", {"line": "x", "result": "nobody"}),
    (f"{PAGE}/message", {"desk": "test-desk", "allowed_minutes": "30"}),
    (f"{PAGE}/call", CALLED),
    (f"{PAGE}/plan", {"desk": "test-desk", "tests_per_quarter": "12"}),
]


@pytest.mark.parametrize(("path", "data"), ACTS)
def test_a_session_without_a_recent_factor_tests_nothing(
    tester: Account, small_app: Flask, path: str, data: dict[str, str]
) -> None:
    member()
    client = small_app.test_client()
    row = sign_in(client, tester)
    with committing():
        row.password_at = row.totp_at = row.recovery_at = row.passkey_at = clock.now() - 16 * MINUTE

    answer = client.post(path, data=data)

    assert answer.headers["Location"].startswith("/en/account/confirm")
    assert held() == []


def test_a_call_that_was_taken_back_counts_for_nothing_and_the_record_keeps_both(
    tester: Account, phone: ContactDetail, small_app: Flask
) -> None:
    client = signed_in(small_app, tester)
    client.post(f"{DESK_PAGE}/call", data={"line": phone.key, "result": "wrong_number"})
    [test] = held()
    assert [one.key for one, _at in list_silent()] == ["test-desk"]
    assert "Take the call back" in client.get(DESK_PAGE).text

    said = client.post(f"{PAGE}/{test.public_id}/take-back")

    page = client.get(f"{PAGE}/{test.public_id}").text
    acts = [
        (one.action, one.values.before, one.values.after)
        for one in list_events([("reachability_test", test.public_id)])
    ]
    assert said.status_code == 303
    assert list_silent() == []
    assert list_last_tests([phone.key])[phone.key].outcome == ""
    assert [one.outcome for one in db.session.query(Report)] == [ReportOutcome.TAKEN_BACK]
    assert acts == [("log_test_call", None, None), ("take_back_test_call", "wrong_number", "taken_back")]
    assert ("taken back, counts for nothing" in page, "Take the call back" in page) == (True, False)
    assert "Take the call back" not in client.get(DESK_PAGE).text


def test_nobody_but_the_author_takes_a_call_back_and_nobody_after_a_day(
    tester: Account, at: Callable[..., None]
) -> None:
    began = clock.now()
    call(tester)

    with pytest.raises(InvalidInput):
        take_back(factories.account(Role.COORDINATOR, ["casc"]))
    at(began + timedelta(days=1, minutes=1))
    with pytest.raises(InvalidInput):
        take_back(tester)
    at(began + timedelta(hours=23))
    take_back(tester)

    with pytest.raises(InvalidInput):
        take_back(tester)


def test_no_message_is_taken_back(tester: Account) -> None:
    member()
    schedule(tester)

    with pytest.raises(InvalidInput):
        take_back(tester)


def test_tests_that_were_not_made_count_in_no_limit(tester: Account, phone: ContactDetail) -> None:
    with committing():
        for _ in range(OF_DESK[-1][0]):
            made = new_alarm("test-desk", tester.id, clock.now(), is_planned=True)
            finish(made, ReachabilityOutcome.CANCELLED, clock.now())

    wake(tester)
    call(tester, phone)

    assert [one.outcome for one in held()[-2:]] == [ReachabilityOutcome.UNDELIVERED, ReachabilityOutcome.SILENT]


def test_a_test_that_was_cancelled_after_it_was_sent_counts(tester: Account) -> None:
    with committing():
        for _ in range(ALARMS_OF_DESK[0][0]):
            made = new_alarm("test-desk", tester.id, clock.now(), is_planned=True)
            made.asked_at = clock.now()
            finish(made, ReachabilityOutcome.CANCELLED, clock.now())

    with pytest.raises(LimitReached):
        wake(tester)


def test_a_wrong_number_is_noted_though_the_desk_was_called_often(tester: Account, phone: ContactDetail) -> None:
    for _ in range(OF_DESK[0][0]):
        call(tester, phone)

    with committing():
        noted = service.log_wrong_number(viewer(tester), desk(), phone, clock.now(), "en")

    assert noted.outcome == ReachabilityOutcome.WRONG_NUMBER
    assert noted.report is not None
