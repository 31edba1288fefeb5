"""Who scheduled, logged, planned or cancelled a test, or gave a vouch: told to coordinators, kept from the tested."""

import pytest
from flask import Flask

from directory import clock
from directory.models import Account
from directory.transaction import committing
from directory.verification.service import plans
from directory.verification.service import reachability as service
from directory.vocabulary import Role
from tests import factories
from tests.people import signed_in
from tests.verification.conftest import viewer
from tests.verification.tested import MINUTE, desk, held, member, schedule

HISTORY = "/en/history?kind=focal_point&key=test-desk"
PAGE = "/en/verification/reachability"
SENTENCES = (
    "A test of the desk was scheduled.",
    "A test of the desk was cancelled.",
    "A test call to the desk was logged.",
    "A test call to the desk was taken back.",
    "The plan of tests of the desk was changed.",
)


@pytest.fixture
def acts(tester: Account) -> Account:
    """Have a coordinator test the desk in each way, and return them."""
    tester.name = "Tilda Tester"
    member(name="Mina Member")
    schedule(tester, minutes=60)
    with committing():
        service.cancel(viewer(tester), held()[-1])
        service.log_call(viewer(tester), desk(), clock.now() - MINUTE, 1)
        service.take_back(viewer(tester), held()[-1])
        plans.plan(viewer(tester), desk(), 1)
    return tester


def test_coordinators_in_scope_see_who_tested_a_desk(acts: Account, small_app: Flask) -> None:
    client = signed_in(small_app, factories.account(Role.COORDINATOR, ["casc"]))
    waiting, call = held()

    pages = [client.get(f"{PAGE}/{one.public_id}").text for one in (waiting, call)]
    history, plan = client.get(HISTORY).text, client.get(f"{PAGE}/plan").text
    export = client.get("/en/history/export?format=jsonl").text

    assert all("Tilda Tester" in page for page in (*pages, history, plan))
    assert [one in pages[0] for one in SENTENCES] == [True, True, False, False, False]
    assert [one in pages[1] for one in SENTENCES] == [False, False, True, True, False]
    assert all(one in history for one in SENTENCES)
    assert export.count('"person": "Tilda Tester"') == len(SENTENCES)


def test_the_tested_people_are_shown_nobody_who_tests_them(acts: Account, small_app: Flask) -> None:
    pages = ["focal-points/test-desk", "work", HISTORY.removeprefix("/en/")]
    tests = [f"verification/reachability/{one.public_id}" for one in held()]
    of_institution = factories.account(
        Role.COORDINATOR, ["casc"], jurisdiction_key="KG", authority_key="test-authority"
    )
    officer = factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG", desks=["test-desk"])
    told = [signed_in(small_app, member()).get(f"/en/{one}") for one in pages]
    for coordinator in (of_institution, officer):
        client = signed_in(small_app, coordinator)
        told += [client.get(f"/en/{one}") for one in [*pages, *tests, "verification/reachability/plan"]]
        told.append(client.get("/en/history/export?format=jsonl"))

    assert [one.status_code for one in told] == [200] * len(told)
    assert [one.request.path for one in told if "Tilda" in one.text] == []


def test_a_planned_test_says_who_planned_it(tester: Account, small_app: Flask) -> None:
    tester.name = "Tilda Tester"
    member()
    schedule(tester, minutes=60)
    with committing():
        held()[-1].is_planned = True

    page = signed_in(small_app, tester).get(f"{PAGE}/{held()[-1].public_id}").text

    assert "The test comes from a plan." in page
