"""Plans of tests: hours drawn at random and announced to nobody, calls offered, lapsed and drawn anew."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.focal_points.opening_hours import OpeningHours
from directory.models import Account, AccountNetwork, ContactDetail, PlannedTest, ReachabilityPlan, ReachabilityTest
from directory.transaction import committing
from directory.verification.drawn_hours import OFFICE_HOURS, draw
from directory.verification.queries.plans import LAPSES_AFTER, list_calls, list_plans
from directory.verification.service import plans as service
from directory.verification.service import reachability
from directory.vocabulary import ReachabilityWay, Role
from tests import factories
from tests.people import signed_in
from tests.verification.conftest import letters, viewer
from tests.verification.tested import desk, held, member, take_steps

BISHKEK = ZoneInfo("Asia/Bishkek")
BEGINS = datetime(2026, 10, 1, tzinfo=UTC)
QUARTER = service.QUARTER
DRAWS = 2_000
SUNDAYS = OpeningHours(frozenset({6}), time(22), time(23))


def weekend(local: datetime) -> bool:
    return local.weekday() >= 5


def night(local: datetime) -> bool:
    return local.hour < 8


# The hours of a desk, what is counted, and its share of these hours. 91 days are 13 whole weeks.
SHARES = [
    (None, weekend, 2 / 7),
    (None, night, 8 / 24),
    (None, lambda local: weekend(local) and night(local), 2 / 7 / 3),
    (None, lambda local: local.hour == 3, 1 / 24),
    (OFFICE_HOURS, weekend, 0),
    (OFFICE_HOURS, lambda local: 9 <= local.hour < 17, 1),
    (OFFICE_HOURS, lambda local: local.weekday() == 0, 1 / 5),
    (SUNDAYS, lambda local: local.weekday() == 6 and local.hour == 22, 1),
]


@pytest.mark.parametrize(("hours", "counts", "share"), SHARES)
def test_hours_are_drawn_in_proportion_from_those_in_which_a_desk_answers(
    hours: OpeningHours | None, counts: Callable[[datetime], bool], share: float
) -> None:
    source = Random(7)

    drawn = [draw(hours, BISHKEK, BEGINS, BEGINS + QUARTER, source) for _ in range(DRAWS)]

    found = sum(counts(one.astimezone(BISHKEK)) for one in drawn) / DRAWS
    # Three and a half standard deviations of a share of so many draws.
    assert abs(found - share) <= 3.5 * (share * (1 - share) / DRAWS) ** 0.5


def test_no_draw_lies_outside_the_quarter_and_none_is_made_without_an_hour() -> None:
    source = Random(7)

    drawn = [draw(None, BISHKEK, BEGINS, BEGINS + timedelta(hours=1), source) for _ in range(1000)]

    assert all(BEGINS <= one < BEGINS + timedelta(hours=1) for one in drawn)
    assert draw(SUNDAYS, BISHKEK, BEGINS, BEGINS + timedelta(days=1), source) is None
    assert draw(None, BISHKEK, BEGINS, BEGINS, source) is None


@pytest.fixture
def lines(tester: Account) -> list[ContactDetail]:
    """Return two lines of the desk: a phone number and a mail address."""
    own = {"network_key": "casc"}
    made = [
        factories.contact("+996 312 111111", means="phone", **own),
        factories.contact("duty@example.org", **own),
    ]
    factories.add(*made, factories.contact("+996 312 999999", means="phone"))
    return made


def plan(tester: Account, tests: int = 2) -> None:
    with committing():
        service.plan(viewer(tester), desk(), tests, Random(7))


def planned(way: str = "") -> list[PlannedTest]:
    db.session.expire_all()
    query = select(PlannedTest).order_by(PlannedTest.due_at)
    return list(db.session.scalars(query.where(PlannedTest.way == way) if way else query))


def work() -> None:
    """Do what the worker does of plans and tests."""
    with committing():
        service.take_due_plans(clock.now(), source=Random(8))
    take_steps()


def test_each_line_of_the_desk_and_its_duty_are_tested_so_many_times_in_a_quarter(
    tester: Account, lines: list[ContactDetail], at: Callable[..., None]
) -> None:
    began = clock.now()
    plan(tester)
    phone, mail = (one.key for one in lines)
    first = Counter((one.contact_key, one.way) for one in planned())

    at(began + QUARTER + timedelta(minutes=1))
    work()

    assert first == {(phone, "call"): 2, (mail, "message"): 2, ("", "alarm"): 2}
    assert Counter((one.contact_key, one.way) for one in planned()) == first
    assert all(began + QUARTER <= one.due_at < began + 2 * QUARTER for one in planned())


def test_messages_and_alarms_are_sent_by_themselves_at_their_hour_and_not_before(
    tester: Account, lines: list[ContactDetail], at: Callable[..., None]
) -> None:
    plan(tester, 1)
    [message], [alarm] = planned(ReachabilityWay.MESSAGE), planned(ReachabilityWay.ALARM)
    due = {message.due_at: "message", alarm.due_at: "alarm"}
    made = []

    for hour in sorted(due):
        at(hour - timedelta(seconds=1))
        work()
        assert [one.way for one in held()] == made
        at(hour)
        work()
        made.append(due[hour])
        assert [one.way for one in held()] == made
    assert {mail.address for mail in letters() if mail.letter != "alarm"} == {"duty@example.org"}


def test_a_call_is_offered_at_its_hour_to_coordinators_and_ends_with_the_call(
    tester: Account, lines: list[ContactDetail], at: Callable[..., None], small_app: Flask
) -> None:
    plan(tester, 1)
    [call] = planned(ReachabilityWay.CALL)
    client = signed_in(small_app, tester)
    page = "/en/verification/reachability"

    at(call.due_at - timedelta(seconds=1))
    before = client.get(f"{page}/calls").text
    at(call.due_at)
    listed, work_page = client.get(f"{page}/calls").text, client.get("/en/work").text
    shown = client.get(f"{page}/desks/test-desk").text
    client.post(f"{page}/desks/test-desk/call", data={"line": lines[0].key, "result": "at_once"})

    assert "No call is to be made now" in before
    assert "1 line to call" in listed
    assert "+996" not in listed
    assert "1 test call to make now" in work_page
    assert ("to be called now" in shown, "+996 312 111 111" in shown) == (True, True)
    assert planned(ReachabilityWay.CALL) == []
    assert "No call is to be made now" in client.get(f"{page}/calls").text


def test_a_call_that_nobody_makes_lapses_and_is_drawn_anew_within_the_quarter(
    tester: Account, lines: list[ContactDetail], at: Callable[..., None]
) -> None:
    began = clock.now()
    plan(tester, 1)
    [call] = planned(ReachabilityWay.CALL)
    lapses_at = call.due_at + LAPSES_AFTER

    at(lapses_at)
    assert list_calls(viewer(tester), clock.now()) == []
    work()

    [again] = planned(ReachabilityWay.CALL)
    assert lapses_at <= again.due_at < began + QUARTER
    assert [one for one in held() if one.way == ReachabilityWay.CALL] == []


def test_neither_who_plans_nor_the_desk_is_told_an_hour(
    tester: Account, lines: list[ContactDetail], at: Callable[..., None], small_app: Flask
) -> None:
    # Pages name other hours too, such as the time there: at this one none of them is among those drawn.
    at(datetime(2026, 12, 1, 9, 17, tzinfo=UTC))
    plan(tester)
    hours = {f"{one.due_at.astimezone(zone):%H:%M}" for one in planned() for zone in (UTC, BISHKEK)}
    pages = ["verification/reachability", "verification/reachability/plan", "verification/reachability/calls"]
    desk_pages = ["verification/reachability/desks/test-desk", "focal-points/test-desk"]
    client, staff = signed_in(small_app, tester), signed_in(small_app, member())

    told = [client.get(f"/en/{page}").text for page in (*pages, *desk_pages)]
    told += [staff.get(f"/en/{page}").text for page in ("focal-points/test-desk", "work")]

    assert "6 tests to come" in told[1]
    assert [hour for hour in hours for page in told if hour in page] == []


def test_people_of_the_desk_and_of_other_scopes_are_offered_no_call(
    tester: Account, lines: list[ContactDetail], at: Callable[..., None]
) -> None:
    plan(tester, 1)
    at(planned(ReachabilityWay.CALL)[0].due_at)
    scope = {"jurisdiction_key": "KG", "networks": ["casc"]}
    people = {
        "colleague": factories.account(Role.COORDINATOR, **scope),
        "of the desk": factories.account(Role.COORDINATOR, desks=["test-desk"], **scope),
        "of another State": factories.account(Role.COORDINATOR, jurisdiction_key="KZ"),
        "member": member(),
    }

    offered = {who for who, one in people.items() if list_calls(viewer(one), clock.now())}

    assert offered == {"colleague"}


def leave(tester: Account) -> None:
    tester.active = False


def lose_the_network(tester: Account) -> None:
    tester.networks = [AccountNetwork(network_key="globe")]


def end_the_desk(_tester: Account) -> None:
    desk().status = "closed"


@pytest.mark.parametrize("end", [leave, lose_the_network, end_the_desk])
def test_a_plan_ends_with_its_author_and_with_its_desk(
    tester: Account, lines: list[ContactDetail], at: Callable[..., None], end: Callable[[Account], None]
) -> None:
    plan(tester)
    with committing():
        end(tester)

    at(planned()[-1].due_at + LAPSES_AFTER)
    work()

    assert (planned(), db.session.query(ReachabilityPlan).count(), held()) == ([], 0, [])


def test_a_line_that_was_removed_is_not_tested(
    tester: Account, lines: list[ContactDetail], at: Callable[..., None]
) -> None:
    plan(tester, 1)
    [message], [call] = planned(ReachabilityWay.MESSAGE), planned(ReachabilityWay.CALL)
    with committing():
        for one in lines:
            db.session.delete(db.session.get_one(ContactDetail, one.key))

    for hour in sorted([message.due_at, call.due_at + LAPSES_AFTER]):
        at(hour)
        work()

    assert ReachabilityWay.MESSAGE not in {one.way for one in db.session.scalars(select(ReachabilityTest))}
    assert {one.way for one in planned()} <= {ReachabilityWay.ALARM}


def test_a_message_that_no_worker_sent_in_time_is_drawn_anew(
    tester: Account, lines: list[ContactDetail], at: Callable[..., None]
) -> None:
    plan(tester, 1)
    late = planned(ReachabilityWay.MESSAGE)[0].due_at + LAPSES_AFTER

    at(late)
    work()

    [again] = planned(ReachabilityWay.MESSAGE)
    assert again.due_at >= late
    assert ReachabilityWay.MESSAGE not in {one.way for one in held()}


def test_a_plan_is_made_changed_and_ended_on_its_page(
    tester: Account, lines: list[ContactDetail], small_app: Flask
) -> None:
    client, page = signed_in(small_app, tester), "/en/verification/reachability/plan"

    def save(desk: str, tests: str) -> int:
        return client.post(page, data={"desk": desk, "tests_per_quarter": tests}).status_code

    def plans() -> list[tuple[str, int, int]]:
        db.session.expire_all()
        own = list_plans(viewer(tester))
        return [(one.focal_point_key, one.tests_per_quarter, number) for one, number in own if number]

    assert [save("elsewhere", "1"), save("test-desk", ""), save("test-desk", "13")] == [400, 400, 400]
    assert (save("all", "1"), plans()[-1]) == (303, ("test-desk", 1, 3))
    assert (save("test-desk", "2"), plans()[-1]) == (303, ("test-desk", 2, 6))
    assert (save("all", "0"), plans()) == (303, [])


def test_a_call_that_is_logged_elsewhere_leaves_calls_whose_hour_has_not_come(
    tester: Account, lines: list[ContactDetail]
) -> None:
    plan(tester, 1)

    with committing():
        reachability.log_call(viewer(tester), desk(), clock.now(), 1, db.session.get_one(ContactDetail, lines[0].key))

    assert len(planned(ReachabilityWay.CALL)) == 1
