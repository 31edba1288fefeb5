"""What the report says of a desk: nothing before it is known, nothing against it that was not its own, and why."""

import csv
from datetime import datetime
from io import StringIO

import pytest
import time_machine
from flask import Flask

from directory.exercises.queries.results import Message, list_results
from directory.models import Alarm, AlarmAttempt, DeskMember
from directory.tokens import public_id
from directory.vocabulary import AlarmEnd, AlarmOccasion, AlarmWayKind, AttemptState, ExerciseLevel
from tests import factories
from tests.exercises.conftest import MINUTES, NOON, Play, add, make_play, work
from tests.exercises.test_report import END, act, ask, read
from tests.exercises.test_scenario import address, asked_in
from tests.html import parse
from tests.people import with_token

UNKNOWN, OWN = "not known yet", "no: its own people prepared or ran the exercise"


@pytest.fixture
def asked(site: Flask) -> Play:
    """Return an exercise of level 2 that runs, in which KG asked KZ at noon."""
    play = make_play()
    add(play, 0, asked="KZ")
    play.start()
    work(NOON)
    ask(play, 0, 0)
    return play


def verdicts(site: Flask, play: Play, who: str) -> dict[str, str]:
    """Return what each desk that the reader may name is said to have done, by its State."""
    states = {desk: state for state, desk in play.desks.items()}
    rows = read(site, play, who).tables_by_id["desks"].rows
    return {states[row.key]: str(row.values[-1]) for row in rows if row.key in states}


def faults(site: Flask, play: Play, at: datetime) -> list[str]:
    with time_machine.travel(at, tick=False):
        return [one.split(": ", 1)[1] for one in read(site, play, "leader").failed]


@pytest.mark.parametrize("level", [ExerciseLevel.LINES, ExerciseLevel.SCENARIO])
def test_whether_a_desk_has_passed_is_not_known_before_the_end(site: Flask, level: int) -> None:
    play = make_play(level=level)
    if level == ExerciseLevel.SCENARIO:
        add(play, 1)
    play.start()
    with time_machine.travel(NOON + MINUTES, tick=False):
        leader = play.client(site, "leader")
        file = leader.get(address(play, "/report/export?format=csv&table=desks")).data.decode("utf-8-sig")
        sent = with_token(site, play.account("leader")).get(f"/api/v1/exercises/{play.exercise.public_id}").json
    [table] = [one for one in sent["report"]["tables"] if one["code"] == "desks"]

    of_file = {row[-1] for row in csv.reader(StringIO(file))} - {"Passed", ""}
    assert verdicts(site, play, "leader") == dict.fromkeys(play.desks, UNKNOWN)
    assert of_file == {UNKNOWN}
    assert {row["values"]["Passed"] for row in table["rows"] if row["key"] != "total"} == {UNKNOWN}
    assert {one["passed_at"] for one in sent["desks"]} == {None}


def test_a_desk_that_nobody_asked_did_not_fail(site: Flask, asked: Play) -> None:
    work(END)

    assert verdicts(site, asked, "leader") == {"AM": "was not tested", "KG": "was not tested", "KZ": "no"}


def test_whether_a_desk_would_have_passed_is_not_known_of_an_exercise_that_was_stopped(site: Flask) -> None:
    play = make_play()
    add(play, 0, asked="KZ")
    add(play, 30, asked="AM")
    play.start()
    work(NOON)
    ask(play, 0, 1)
    play.stop(NOON + 2 * MINUTES)

    assert verdicts(site, play, "leader") == {
        "AM": "was not tested",
        "KG": "was not tested",
        "KZ": "not known: the exercise was stopped",
    }


def test_a_page_that_shows_no_fault_says_so_far_while_it_goes_on(site: Flask, asked: Play) -> None:
    with time_machine.travel(NOON + MINUTES, tick=False):
        page = parse(asked.client(site, "leader").get(address(asked, "/report")))

    assert page.one("section[aria-labelledby=failed] p").text == "Nothing that is shown here has failed so far."


def test_a_fault_is_told_once_it_is_known(site: Flask, asked: Play) -> None:
    [result] = list_results(asked.exercise)

    before = faults(site, asked, result.acknowledge_by)
    late = faults(site, asked, result.acknowledge_by + MINUTES)
    act(asked, asked_in(asked)[0], "KZ", acknowledged=100)
    work(END)

    assert before == []
    assert late == ["questions that reached nobody: 1"]
    assert faults(site, asked, END) == ["questions not acknowledged in time: 1", "questions not answered: 1"]


@pytest.mark.parametrize("names_states", [True, False])
def test_why_a_desk_did_not_pass_is_told_to_its_people_and_coordinators_alone(site: Flask, names_states: bool) -> None:
    play = make_play(names_states=names_states)
    factories.add(DeskMember(account_id=play.numbers["leader"], focal_point_key=play.desks["KZ"], desk_role="head"))
    add(play, 0, asked="KZ")
    play.start()
    work(NOON)
    act(play, ask(play, 0, 1), "KZ", acknowledged=2, answered=3)
    work(END)

    told = {who: verdicts(site, play, who).get("KZ") for who in ("KZ", "coordinator of KZ", "KG", "coordinator of AM")}

    others = "no" if names_states else None
    assert told == {"KZ": OWN, "coordinator of KZ": OWN, "KG": others, "coordinator of AM": others}


@pytest.mark.parametrize(("end", "counted"), [(AlarmEnd.UNACKNOWLEDGED, True), (AlarmEnd.REVOKED, False)])
def test_an_alarm_that_was_revoked_counts_as_no_message(asked: Play, end: AlarmEnd, counted: bool) -> None:
    sent = AlarmAttempt(kind=AlarmWayKind.SMS, position=0, wait_minutes=5, due_at=NOON, token_digest=public_id())
    sent.state = AttemptState.HANDED_OVER
    about = {"occasion": AlarmOccasion.CONSULTATION, "subject_key": asked_in(asked)[0].public_id}
    factories.add(
        Alarm(number="111111", account_id=asked.numbers["KZ"], acknowledge_by=END, end=end, attempts=[sent], **about)
    )

    [result] = list_results(asked.exercise)

    assert (Message(AlarmWayKind.SMS, True, False) in result.messages) is counted
    assert result.is_reached is counted
