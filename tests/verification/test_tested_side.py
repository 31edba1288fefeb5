"""Tests that others made are kept from the tested people: no hours, no changes; who made them is told of changes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from directory import clock
from directory.accounts.office_links import end_links_of_former_offices, held_offices
from directory.accounts.revocation import RevocationEvent, end_everyones_secrets, end_secrets
from directory.extensions import db
from directory.models import Account, PlannedTest
from directory.transaction import committing
from directory.verification.queries.plans import list_calls, list_plans
from directory.verification.service import plans
from directory.verification.service import reachability as service
from directory.vocabulary import Role
from tests import factories
from tests.people import signed_in
from tests.verification.conftest import letters, viewer
from tests.verification.tested import deliver, desk, held, link_of, member, schedule, take_steps

PAGE = "/en/verification/reachability"
PLACE = {"networks": ["casc"], "jurisdiction_key": "KG"}


def of_institution() -> Account:
    return factories.account(Role.COORDINATOR, authority_key="test-authority", **PLACE)


def of_desk() -> Account:
    return factories.account(Role.COORDINATOR, desks=["test-desk"], **PLACE)


TESTED = pytest.mark.parametrize("make", [of_institution, of_desk])


def plan(account: Account, tests: int) -> None:
    with committing():
        plans.plan(viewer(account), desk(), tests)


def planned_tests(account: Account) -> list[int]:
    return [plan.tests_per_quarter for plan, _number in list_plans(viewer(account))]


@TESTED
def test_the_tested_side_neither_sees_the_hour_of_a_test_nor_cancels_it(
    tester: Account, small_app: Flask, make: Callable[[], Account]
) -> None:
    member()
    test, tested = schedule(tester, minutes=90, every_days=7), make()
    shown = [signed_in(small_app, one).get(f"{PAGE}/{test.public_id}").text for one in (tester, tested)]
    listed = [signed_in(small_app, one).get(PAGE).text for one in (tester, tested)]

    refused = signed_in(small_app, tested).post(f"{PAGE}/{test.public_id}/cancel")

    words = ("When the test is sent", "every 7 days", "Cancel the test")
    assert [[one in page for one in words] for page in shown] == [[True] * 3, [False] * 3]
    assert ["test to be sent" in page for page in listed] == [True, False]
    assert (refused.status_code, held()[0].next_step) == (403, "ask")


@TESTED
def test_who_tests_the_own_desk_cancels_the_own_test(
    tester: Account, small_app: Flask, make: Callable[[], Account]
) -> None:
    member()
    own = make()
    test = schedule(own, minutes=90)

    signed_in(small_app, own).post(f"{PAGE}/{test.public_id}/cancel")

    db.session.expire_all()
    assert held()[0].outcome == "cancelled"
    assert letters("reachability_cancelled") == []


def test_the_author_is_told_when_somebody_else_cancels_a_test(tester: Account) -> None:
    member()
    test, other = schedule(tester, minutes=90), factories.account(Role.COORDINATOR, ["casc"])

    with committing():
        service.cancel(viewer(other), test)

    [told] = letters("reachability_cancelled")
    assert (told.address, told.values["desk"]) == (tester.email, "Office of Tests · CASC")


@TESTED
def test_the_tested_side_changes_no_plan_of_somebody_else(
    tester: Account, small_app: Flask, make: Callable[[], Account]
) -> None:
    plan(tester, 3)
    client = signed_in(small_app, make())

    one = client.post(f"{PAGE}/plan", data={"desk": "test-desk", "tests_per_quarter": "0"})
    every = client.post(f"{PAGE}/plan", data={"desk": "all", "tests_per_quarter": "0"})

    assert (one.status_code, every.status_code, planned_tests(tester)) == (400, 303, [3])
    assert "only others change this plan" in client.get(f"{PAGE}/plan").text
    assert letters("reachability_plan_changed") == []


def test_the_author_is_told_when_somebody_else_changes_a_plan_each_time(tester: Account) -> None:
    other = factories.account(Role.COORDINATOR, ["casc"])
    plan(tester, 3)
    plan(tester, 2)
    assert letters() == []

    for _ in range(2):
        plan(other, 1)
        plan(tester, 3)

    assert [one.address for one in letters("reachability_plan_changed")] == [tester.email, other.email] * 2


@TESTED
def test_a_call_is_not_offered_to_the_tested_side(tester: Account, make: Callable[[], Account]) -> None:
    factories.add(factories.contact("+996 312 111111", means="phone", network_key="casc"))
    plan(tester, 1)
    [call] = db.session.query(PlannedTest).filter_by(way="call")
    hour = call.due_at + timedelta(minutes=1)

    assert [len(list_calls(viewer(one), hour)) for one in (tester, make())] == [1, 0]


def new_password(person: Account) -> None:
    end_secrets(person, RevocationEvent.NEW_PASSWORD)


def leave_the_desk(person: Account) -> None:
    before = held_offices(person)
    person.desks = []
    end_links_of_former_offices(person, before)


@pytest.mark.parametrize("happens", [new_password, leave_the_desk])
def test_a_person_loses_the_own_link_and_the_test_goes_on_for_the_others(
    tester: Account, small_app: Flask, happens: Callable[[Account], None]
) -> None:
    person, colleague = member(), member()
    schedule(tester)
    take_steps()
    links = {one.address: f"/en/{one.values['path']}" for one in letters()}
    began = clock.now()

    with committing():
        happens(person)

    client = small_app.test_client()
    assert [client.get(links[one.email]).status_code for one in (person, colleague)] == [404, 200]
    deliver()
    with clock.frozen_at(began + timedelta(minutes=61)):
        take_steps()
    assert [one.outcome for one in held()] == ["silent"]


@pytest.mark.parametrize("happens", [new_password, leave_the_desk])
def test_a_test_that_nobody_can_answer_any_more_is_not_held(
    tester: Account, small_app: Flask, happens: Callable[[Account], None]
) -> None:
    person = member()
    test = schedule(tester)
    take_steps()
    link = link_of(test)
    began = clock.now()

    with committing():
        happens(person)

    assert small_app.test_client().get(link).status_code == 404
    assert [one.outcome for one in held()] == ["cancelled"]
    with clock.frozen_at(began + timedelta(minutes=61)):
        take_steps()
    assert [one.outcome for one in held()] == ["cancelled"]


def test_a_restored_backup_ends_all_links_and_calls_no_desk_silent(tester: Account, small_app: Flask) -> None:
    member()
    test = schedule(tester)
    take_steps()
    link = link_of(test)

    with committing():
        end_everyones_secrets()

    assert small_app.test_client().get(link).status_code == 404
    assert [one.outcome for one in held()] == ["cancelled"]
