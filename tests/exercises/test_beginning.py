"""What must hold for an exercise to begin by itself, and who may change what it will send."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.accounts.write_rules import WRITE_RULES
from directory.errors import InvalidInput
from directory.exercises.service import preparation, running
from directory.extensions import db
from directory.models import AuditEvent, Exercise
from directory.transaction import committing
from directory.vocabulary import ExerciseState, InjectKind, Role
from tests import factories
from tests.consultations.conftest import NETWORK
from tests.exercises.conftest import MINUTES, NOON, Play, add, change, make_play, work
from tests.exercises.test_scenario import FORM, INJECT, address, letters
from tests.html import parse
from tests.people import signed_in

MISSED = "Its time has passed"
GONE = "has no access any more"
LATER = {"starts_at": (NOON + 60 * MINUTES).isoformat()[:16], "minutes": "60"}


def show(site: Flask, play: Play, who: str = "leader") -> str:
    return parse(play.client(site, who).get(address(play))).one("main").text


@pytest.mark.parametrize(
    "endpoint",
    [
        "exercise_preparation.new",
        "exercise_preparation.edit",
        "exercise_preparation.discard",
        "exercise_preparation.add_inject",
        "exercise_preparation.remove_inject",
        "exercise_lines.new",
        "exercise_lines.edit",
        "exercise_tabletop.remove_participants",
        "exercises.start",
    ],
)
def test_what_decides_what_is_sent_or_deletes_asks_for_a_recent_factor(endpoint: str) -> None:
    assert WRITE_RULES[endpoint].recent_factor


@pytest.mark.parametrize("worked", [True, False])
def test_an_exercise_whose_time_came_while_it_was_not_ready_never_begins_by_itself(site: Flask, worked: bool) -> None:
    play = make_play()
    if worked:
        work(NOON)

    with time_machine.travel(NOON + 5 * MINUTES, tick=False):
        inject = INJECT | {"from_key": play.desks["KG"], "to_key": play.desks["KZ"]}
        stored = play.client(site, "leader").post(address(play, "/injects/new"), data=inject).status_code
    work(NOON + 6 * MINUTES)

    assert (stored, len(play.injects)) == (303, 1)
    assert (play.exercise.state, letters(play)) == (ExerciseState.PREPARED, set())
    with time_machine.travel(NOON + 7 * MINUTES, tick=False):
        assert MISSED in show(site, play)


def test_an_exercise_that_missed_its_time_begins_at_another_that_is_chosen(site: Flask) -> None:
    play = make_play()
    work(NOON)
    add(play, 1, InjectKind.NEWS)
    with time_machine.travel(NOON + MINUTES, tick=False):
        data = (
            FORM
            | LATER
            | {"level": "2", "desks": list(play.desks.values()), "seen": preparation.version_of(play.exercise)}
        )
        assert play.client(site, "leader").post(address(play, "/edit"), data=data).status_code == 303
        assert MISSED not in show(site, play)

    work(NOON + 4 * 60 * MINUTES)
    missed_again = play.exercise.state
    with time_machine.travel(NOON + 5 * 60 * MINUTES, tick=False), committing():
        running.start(play.viewer("leader"), play.exercise)

    assert (missed_again, play.exercise.state) == (ExerciseState.PREPARED, ExerciseState.RUNNING)


def test_an_exercise_does_not_begin_without_the_access_of_whoever_prepared_it(site: Flask, play: Play) -> None:
    with committing():
        play.account("leader").active = False

    work(NOON)

    assert (play.exercise.state, letters(play)) == (ExerciseState.PREPARED, set())
    with time_machine.travel(NOON, tick=False):
        told = show(site, play, "second leader")
    assert GONE in told
    assert MISSED in told
    with time_machine.travel(NOON, tick=False), pytest.raises(InvalidInput), committing():
        running.start_now(play.exercise, None)


@pytest.mark.parametrize("by", ["change", "start"])
def test_another_who_runs_exercises_takes_it_over(site: Flask, play: Play, by: str) -> None:
    with committing():
        play.account("leader").active = False

    with time_machine.travel(NOON - 10 * MINUTES, tick=False), committing():
        if by == "change":
            change(play, "second leader")
        else:
            running.start(play.viewer("second leader"), play.exercise)
    work(NOON)

    assert play.exercise.creator_id == play.numbers["second leader"]
    assert play.exercise.state == ExerciseState.RUNNING
    assert GONE not in show(site, play, "second leader")


def test_a_change_by_another_leaves_it_with_whoever_prepared_it(play: Play) -> None:
    with time_machine.travel(NOON - 10 * MINUTES, tick=False), committing():
        change(play, "second leader")

    assert play.exercise.creator_id == play.numbers["leader"]


def test_its_page_names_who_prepared_it_to_those_who_run_exercises_alone(site: Flask, play: Play) -> None:
    play.start()

    named = {who: "Prepared by" in show(site, play, who) for who in ("leader", "second leader", "KG")}

    assert named == {"leader": True, "second leader": True, "KG": False}
    assert play.account("leader").name in show(site, play, "second leader")


def test_deleting_it_asks_first(site: Flask, play: Play) -> None:
    leader = play.client(site, "leader")

    asked = parse(leader.get(address(play, "/discard")))
    is_there = db.session.get(Exercise, play.exercise_id) is not None
    deleted = leader.post(address(play, "/discard")).status_code

    db.session.rollback()
    assert is_there
    assert "Delete the exercise" in asked.one("main form button").text
    assert (deleted, db.session.get(Exercise, play.exercise_id)) == (303, None)


def test_missing_its_time_is_recorded_once(site: Flask) -> None:
    play = make_play()

    work(NOON)
    work(NOON + MINUTES)

    acts = select(AuditEvent.action).where(AuditEvent.key == play.exercise.public_id).order_by(AuditEvent.id)
    assert db.session.scalars(acts).all() == ["prepare_exercise", "miss_exercise"]


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_time_that_has_no_instant_is_refused(site: Flask, typed: str) -> None:
    play = make_play()
    administrator = signed_in(site, factories.account(Role.ADMINISTRATOR, jurisdiction_key="KG"))
    values = FORM | {"level": "2", "starts_at": typed, "desks": list(play.desks.values())}

    answers = {
        address: administrator.post(f"/en/{address}", data=values | {"due_at": typed, "called_at": typed}).status_code
        for address in (
            f"exercises/new?network={NETWORK}",
            f"exercises/lines/new?network={NETWORK}",
            "verification/reachability/new",
            "verification/reachability/call",
        )
    }

    assert 500 not in answers.values()
    assert answers[f"exercises/new?network={NETWORK}"] == 422
