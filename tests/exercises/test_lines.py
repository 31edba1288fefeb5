"""Level 1: each line of each desk is tested once, at hours drawn at random, and the whole is stopped in one step."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.alarms.queries import list_about
from directory.alarms.service import acknowledge
from directory.exercises.presenters.report import ExerciseReport, report
from directory.exercises.service import running
from directory.extensions import db
from directory.focal_points.line_results import line_results
from directory.focal_points.reachability_results import count_silent, reachability_of
from directory.focal_points.standings.queries import list_facts
from directory.jobs.schedule import end_overdue_alarms, run_exercises, run_reachability_tests
from directory.models import (
    Alarm,
    AlarmWay,
    AuditEvent,
    ContactDetail,
    FocalPoint,
    Mail,
    PlannedTest,
    ReachabilityPlan,
    ReachabilityTest,
)
from directory.statistics.periods import FiguresFilter, finished_quarters
from directory.statistics.presenters.pages import page, tables_by_id
from directory.transaction import committing
from directory.verification.queries.plans import list_calls
from directory.verification.service import reachability
from directory.verification.service.plans import EXERCISE_LEEWAY, take_due_plans
from directory.vocabulary import AlarmOccasion, AlarmWayKind, ExerciseLevel, ExerciseState, ReachabilityWay
from tests import factories
from tests.consultations.conftest import NETWORK
from tests.exercises.conftest import MINUTES, NOON, Play, make_play
from tests.html import parse
from tests.verification.tested import link_of

WEEK = timedelta(days=7)
END = NOON + WEEK
FORM = {"title": "Week of the echidna", "written_in": "en", "starts_at": "2026-12-24T22:00", "days": "7"}
TESTS = {ReachabilityWay.CALL, ReachabilityWay.MESSAGE, ReachabilityWay.ALARM}


@pytest.fixture
def lines(site: Flask) -> Play:
    """Return prepared tests of all lines for a week. Each desk has a phone, a mail address and a person who is woken
    by mail."""
    play = make_play(level=ExerciseLevel.LINES, ends_at=END)
    for number, (state, desk) in enumerate(play.desks.items()):
        own = {"authority_key": db.session.get_one(FocalPoint, desk).authority_key, "network_key": NETWORK}
        way = AlarmWay(account_id=play.numbers[state], kind=AlarmWayKind.MAIL, position=0, wait_minutes=5)
        way.proven_at = NOON
        factories.add(
            factories.contact(f"+996 312 {play.exercise_id:03} {number:03}", means="phone", **own),
            factories.contact(f"{desk}@example.org", **own),
            way,
        )
    return play


def planned(play: Play) -> list[PlannedTest]:
    db.session.rollback()
    own = ReachabilityPlan.exercise_id == play.exercise_id
    return list(db.session.scalars(select(PlannedTest).join(PlannedTest.plan).where(own).order_by(PlannedTest.due_at)))


def held_in(play: Play, state: str = "") -> list[ReachabilityTest]:
    db.session.rollback()
    query = select(ReachabilityTest).where(ReachabilityTest.exercise_id == play.exercise_id)
    if state:
        query = query.where(ReachabilityTest.focal_point_key == play.desks[state])
    return list(db.session.scalars(query.order_by(ReachabilityTest.id)))


def work(at: datetime) -> None:
    """Do what the worker does of exercises, tests and alarms at this time."""
    with time_machine.travel(at, tick=False):
        run_exercises()
        run_reachability_tests()
        end_overdue_alarms()
    db.session.rollback()


def hours(play: Play) -> Iterator[datetime]:
    """Yield the hour of each test to come, one after the other."""
    while left := planned(play):
        yield left[0].due_at


def call(play: Play, desk: str, line: str, who: str = "leader") -> ReachabilityTest:
    with committing():
        of = db.session.get_one(FocalPoint, desk), clock.now(), 0, db.session.get_one(ContactDetail, line)
        return reachability.log_call(play.viewer(who), *of)


def answer(test: ReachabilityTest) -> None:
    """Answer a message, or acknowledge the alarm of a test."""
    with committing():
        if test.way == ReachabilityWay.MESSAGE:
            reachability.answer(test, test.button)
        else:
            [alarm] = list_about(AlarmOccasion.REACHABILITY, test.public_id)
            acknowledge(alarm.attempts[0], clock.now())


def run_week(play: Play, silent: Collection[tuple[str, str]] = ()) -> None:
    """Let the tests of the week be made, and answered 3 minutes later, but for the States and ways in `silent`."""
    mute = {(play.desks[state], way) for state, way in silent}
    for at in hours(play):
        for one in [one for one in planned(play) if one.due_at == at and one.way == ReachabilityWay.CALL]:
            desk, line = one.plan.focal_point_key, one.contact_key
            with time_machine.travel(at, tick=False):
                if (desk, ReachabilityWay.CALL) not in mute:
                    call(play, desk, line)
                    continue
                with committing():
                    of = db.session.get_one(FocalPoint, desk), at, None, db.session.get_one(ContactDetail, line)
                    reachability.log_call(play.viewer("leader"), *of)
        work(at)
        with time_machine.travel(at + 3 * MINUTES, tick=False):
            for test in held_in(play):
                if not test.outcome and test.asked_at == at and (test.focal_point_key, test.way) not in mute:
                    answer(test)
    work(END)


def read(site: Flask, play: Play, who: str = "leader") -> ExerciseReport:
    with site.test_request_context("/en/"):
        return report(play.viewer(who), play.exercise, "en")


def test_a_coordinator_prepares_it_on_its_page_with_all_desks(site: Flask, lines: Play) -> None:
    with time_machine.travel(NOON, tick=False):
        leader = lines.client(site, "leader")
        offered = parse(leader.get(f"/en/exercises/lines/new?network={NETWORK}"))
        chosen = [box["value"] for box in offered.all("input[name=desks]") if box["checked"] is not None]

        answered = leader.post(f"/en/exercises/lines/new?network={NETWORK}", data=FORM | {"desks": chosen})
        shown = parse(leader.get(answered.headers["Location"]))

    assert set(lines.desks.values()) <= set(chosen)
    assert answered.status_code == 303
    assert shown.one("h1").text == FORM["title"]
    assert shown.one(".exercise-band b").text == "EXERCISE"


@pytest.mark.parametrize("days", ["", "0", "29", "x"])
def test_a_wrong_number_of_days_is_refused_and_nothing_typed_is_lost(site: Flask, lines: Play, days: str) -> None:
    data = FORM | {"days": days, "desks": list(lines.desks.values())}

    with time_machine.travel(NOON, tick=False):
        refused = lines.client(site, "leader").post(f"/en/exercises/lines/new?network={NETWORK}", data=data)

    shown = parse(refused)
    assert refused.status_code == 422
    assert "#days" in shown.one("section[role=alert]").links
    assert shown.one("input#title")["value"] == FORM["title"]


def test_it_is_changed_on_its_own_page_alone(site: Flask, lines: Play) -> None:
    address = f"/en/exercises/{lines.exercise.public_id}"

    with time_machine.travel(NOON - MINUTES, tick=False):
        leader = lines.client(site, "leader")
        statuses = [leader.get(f"{address}{part}").status_code for part in ("/edit", "/injects/new", "/lines")]
        changed = leader.post(f"{address}/lines", data=FORM | {"days": "2", "desks": list(lines.desks.values())})

    db.session.rollback()
    assert (statuses, changed.status_code) == ([404, 404, 200], 303)
    assert (lines.exercise.title, lines.exercise.ends_at - lines.exercise.starts_at) == (FORM["title"], 2 * WEEK / 7)


def test_each_line_and_the_duty_of_each_desk_are_planned_once_and_nobody_is_told(lines: Play) -> None:
    work(NOON)

    found = planned(lines)
    assert Counter((one.plan.focal_point_key, one.way) for one in found) == {
        (desk, way): 1 for desk in lines.desks.values() for way in TESTS
    }
    assert all(NOON <= one.due_at < END - EXERCISE_LEEWAY for one in found)
    key = f"exercise:{lines.exercise.public_id}:"
    assert db.session.scalars(select(Mail).where(Mail.key.startswith(key, autoescape=True))).all() == []


def die_while_it_starts() -> None:
    with committing():
        running.take_due_step(NOON)
        raise KeyboardInterrupt


def test_it_starts_once_though_its_worker_was_killed(lines: Play) -> None:
    with time_machine.travel(NOON, tick=False):
        with pytest.raises(KeyboardInterrupt):
            die_while_it_starts()
        after_kill = (lines.exercise.state, planned(lines))
        work(NOON)
        work(NOON)

    assert after_kill == (ExerciseState.PREPARED, [])
    assert len(planned(lines)) == len(lines.desks) * len(TESTS)


def test_a_desk_all_of_whose_tests_were_answered_has_passed(site: Flask, lines: Play) -> None:
    work(NOON)
    run_week(lines, silent=[("KZ", ReachabilityWay.CALL), ("AM", ReachabilityWay.ALARM)])

    assert lines.exercise.state == ExerciseState.ENDED
    passed = {one.focal_point_key: one.passed_at for one in lines.exercise.desks}
    assert passed == {lines.desks["KG"]: END, lines.desks["KZ"]: None, lines.desks["AM"]: None}
    acts = select(AuditEvent.detail).where(
        AuditEvent.action == "pass_exercise", AuditEvent.key == lines.exercise.public_id
    )
    assert db.session.scalars(acts).all() == [lines.desks["KG"]]


def test_the_report_tells_what_was_reached_by_desk_way_and_state(site: Flask, lines: Play) -> None:
    work(NOON)
    run_week(lines, silent=[("KZ", ReachabilityWay.CALL), ("AM", ReachabilityWay.ALARM)])

    found = read(site, lines)
    tables = {code: {row.key: row.values for row in one.rows} for code, one in found.tables_by_id.items()}
    assert tables["desks"] == {
        lines.desks["KG"]: (3, 3, 3, 100, 3.0, 0, "yes"),
        lines.desks["KZ"]: (3, 2, 2, 67, 3.0, 0, "no"),
        lines.desks["AM"]: (3, 2, 2, 67, 1.5, 0, "no"),
        "total": (9, 7, 7, 78, 3.0, 0, ""),
    }
    assert tables["ways"] == {
        "message": (3, 3, 3, 100, 3.0, 0),
        "call": (3, 2, 2, 67, 0.0, 0),
        "alarm": (3, 2, 2, 67, 3.0, 0),
    }
    assert {code: values[:3] for code, values in tables["states"].items()} == {
        "KG": (3, 3, 3),
        "KZ": (3, 2, 2),
        "AM": (3, 2, 2),
    }
    assert sum(values[0] for values in tables["hours"].values()) == 9
    assert sum(values[0] for values in tables["parts"].values()) == 9
    assert [one.split(": ", 1)[1] for one in found.failed] == [
        "Test alarm: the message did not arrive (1)",
        "Test call: no answer in time (1)",
    ]


@pytest.mark.parametrize("who", ["KG", "coordinator of AM"])
def test_each_reader_reads_of_the_desks_that_they_may_name(site: Flask, lines: Play, who: str) -> None:
    work(NOON)
    work(END)

    found = read(site, lines, who)

    assert list(found.tables_by_id) == ["desks"]
    assert [row.key for row in found.tables_by_id["desks"].rows] == [lines.desks[who[-2:]]]
    assert all(who[-2:] in one for one in found.failed)


def test_what_nobody_tested_is_no_answer_and_named_in_the_report(site: Flask, lines: Play) -> None:
    work(NOON)
    work(END)

    found = read(site, lines)
    assert found.tables_by_id["desks"].rows[-1].values == (0, 0, 0, "", "", 9, "")
    assert planned(lines) == []
    assert [one.passed_at for one in lines.exercise.desks] == [None] * 3


def test_stopping_takes_back_what_was_not_made_and_ends_what_is_open(site: Flask, lines: Play) -> None:
    work(NOON)
    first = next(one for one in planned(lines) if one.way == ReachabilityWay.ALARM)
    for at in [one.due_at for one in planned(lines) if one.due_at <= first.due_at]:
        work(at)
    stopped_at = first.due_at + MINUTES

    with time_machine.travel(stopped_at, tick=False):
        status = lines.client(site, "leader").post(f"/en/exercises/{lines.exercise.public_id}/stop").status_code
    work(stopped_at + timedelta(hours=2))
    work(END)

    found = held_in(lines)
    alarms = db.session.scalars(select(Alarm).where(Alarm.subject_key.in_([one.public_id for one in found]))).all()
    assert (status, lines.exercise.state, planned(lines)) == (303, ExerciseState.STOPPED, [])
    assert len(found) == len(lines.desks) * len(TESTS)
    assert all(one.outcome and (one.asked_at is None or one.asked_at <= first.due_at) for one in found)
    assert {one.ended_at for one in alarms if one.ended_at and one.ended_at >= first.due_at} == {stopped_at}
    with time_machine.travel(stopped_at + MINUTES, tick=False):
        open_then = [one for one in found if one.button and one.asked_at and one.outcome == "cancelled"]
        links = [link_of(one) for one in open_then]
        assert {site.test_client().get(link).status_code for link in links} <= {410}


def test_who_is_tested_is_told_that_it_is_an_exercise(site: Flask, lines: Play) -> None:
    work(NOON)
    own = {one.way: one.due_at for one in planned(lines) if one.plan.focal_point_key == lines.desks["KG"]}

    for way in sorted(own, key=lambda way: own[way]):
        work(own[way])
        if way == ReachabilityWay.MESSAGE:
            [message] = [one for one in held_in(lines, "KG") if one.way == way]
            with time_machine.travel(own[way], tick=False):
                shown = parse(site.test_client().get(link_of(message)))

    [alarm] = [one for one in held_in(lines, "KG") if one.way == ReachabilityWay.ALARM]
    [letter] = db.session.scalars(select(Mail).where(Mail.key.startswith(f"reachability:{message.id}:ask"))).all()
    [raised] = list_about(AlarmOccasion.REACHABILITY, alarm.public_id)
    assert (letter.values["is_exercise"], raised.is_exercise) == (True, True)
    assert shown.one(".exercise-band b").text == "EXERCISE"


def test_its_calls_are_offered_to_coordinators_who_are_not_of_the_desk(site: Flask, lines: Play) -> None:
    work(NOON)
    one = next(one for one in planned(lines) if one.way == ReachabilityWay.CALL)
    desk, line = one.plan.focal_point_key, one.contact_key
    state = next(state for state, key in lines.desks.items() if key == desk)

    with time_machine.travel(one.due_at, tick=False):
        names = ("leader", f"coordinator of {state}", state, "other network")
        offered = {
            who for who in names if line in [called.contact_key for called in list_calls(lines.viewer(who), one.due_at)]
        }
        page = lines.client(site, "leader").get("/en/verification/reachability/calls")

    assert offered == {"leader", f"coordinator of {state}"}
    assert "exercise" in [tag.text for tag in parse(page).all(".tag")]


def test_a_call_by_the_desk_itself_is_no_part_of_it(lines: Play) -> None:
    work(NOON)
    one = next(one for one in planned(lines) if one.way == ReachabilityWay.CALL)
    desk, line, due_at = one.plan.focal_point_key, one.contact_key, one.due_at
    state = next(state for state, key in lines.desks.items() if key == desk)
    member = factories.account(role="coordinator", jurisdiction_key=state, desks=[desk])
    lines.numbers["coordinator at the desk"] = member.id

    with time_machine.travel(due_at, tick=False):
        made = call(lines, desk, line, "coordinator at the desk")

    assert made.exercise_id is None
    assert line in [other.contact_key for other in planned(lines)]


@pytest.mark.parametrize("who", ["KG", "coordinator of KG", "other network", "outsider"])
def test_nobody_else_runs_it(site: Flask, lines: Play, who: str) -> None:
    other, address = lines.client(site, who), f"/en/exercises/{lines.exercise.public_id}"

    statuses = {other.post(f"{address}/{part}", data=FORM).status_code for part in ("start", "stop", "lines")}
    statuses.add(other.get(f"/en/exercises/lines/new?network={NETWORK}").status_code)

    db.session.rollback()
    assert statuses <= {403, 404}
    assert (lines.exercise.state, planned(lines)) == (ExerciseState.PREPARED, [])


def figures(site: Flask, lines: Play) -> list[object]:
    """Return all that is counted of real work, as those read it who may read most."""
    leader = lines.viewer("leader")
    with site.test_request_context("/en/"), time_machine.travel(END, tick=False):
        period = FiguresFilter(365, finished_quarters(END)[0], "")
        tables = tables_by_id(page(leader, period, END, "en").sections)
        desks = [db.session.get_one(FocalPoint, key) for key in lines.desks.values()]
        return [
            {key: table.rows for key, table in tables.items() if not key.startswith("exercises")},
            [reachability_of(leader, desk, END, "en") for desk in desks],
            count_silent(),
            [list_facts()[key].tests for key in lines.desks.values()],
        ]


def test_no_figure_of_real_work_counts_it_and_its_lines_say_that_it_was_an_exercise(site: Flask, lines: Play) -> None:
    before = figures(site, lines)
    work(NOON)
    run_week(lines, silent=[("KZ", way) for way in TESTS])

    phone = next(one.contact_key for one in held_in(lines, "KG") if one.way == ReachabilityWay.CALL)
    with site.test_request_context("/en/"):
        told = line_results({phone: "Asia/Bishkek"}, "en")[phone]
    assert figures(site, lines) == before
    assert "in an exercise" in told.last

    with time_machine.travel(END, tick=False):
        call(lines, lines.desks["KG"], phone)
    after = figures(site, lines)
    assert [before[1], before[3]] != [after[1], after[3]]
    with site.test_request_context("/en/"):
        assert "in an exercise" not in line_results({phone: "Asia/Bishkek"}, "en")[phone].last


def test_a_call_that_was_taken_back_is_made_again_and_the_new_one_counts(site: Flask, lines: Play) -> None:
    work(NOON)
    first = next(one for one in planned(lines) if one.way == ReachabilityWay.CALL and of(lines, one) == "KG")
    line = first.contact_key
    with time_machine.travel(first.due_at, tick=False):
        slip = call(lines, lines.desks["KG"], line)
        with committing():
            reachability.take_back(lines.viewer("leader"), db.session.get_one(ReachabilityTest, slip.id))
        offered = [one.contact_key for one in list_calls(lines.viewer("leader"), clock.now())]
        again = call(lines, lines.desks["KG"], line)
        exercise = again.exercise_id
    run_week(lines)

    assert line in offered
    assert exercise == lines.exercise_id
    passed = {one.focal_point_key: one.passed_at for one in lines.exercise.desks}
    assert passed[lines.desks["KG"]] == END
    [row] = [row for row in read(site, lines).tables_by_id["desks"].rows if row.key == lines.desks["KG"]]
    assert row.values == (3, 3, 3, 100, 3.0, 0, "yes")


def of(play: Play, planned: PlannedTest) -> str:
    return next(state for state, desk in play.desks.items() if desk == planned.plan.focal_point_key)


def die_while_it_is_sent(at: datetime) -> None:
    with committing():
        take_due_plans(at)
        raise KeyboardInterrupt


def test_a_message_is_sent_once_though_its_worker_was_killed(lines: Play) -> None:
    work(NOON)
    first = next(one for one in planned(lines) if one.way == ReachabilityWay.MESSAGE)
    desk, due_at = first.plan.focal_point_key, first.due_at
    with time_machine.travel(due_at, tick=False), pytest.raises(KeyboardInterrupt):
        die_while_it_is_sent(due_at)
    db.session.rollback()

    work(due_at)
    work(due_at)

    own = [one for one in held_in(lines) if (one.focal_point_key, one.way) == (desk, ReachabilityWay.MESSAGE)]
    sent = select(Mail).where(Mail.key.startswith(f"reachability:{own[0].id}:ask:"))
    assert (len(own), len(db.session.scalars(sent).all())) == (1, 1)
