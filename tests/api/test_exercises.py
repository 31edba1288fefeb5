"""Exercises over the API: for those whom they concern, and as on their pages."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from directory.extensions import db
from directory.transaction import committing
from directory.vocabulary import ExerciseLevel, ExerciseState
from tests.api.programs import Program
from tests.consultations.conftest import site, written
from tests.exercises.conftest import NOON, Play, make_play, work

__all__ = ["site", "written"]


@pytest.fixture
def play(site: Flask) -> Play:
    """Return prepared tests of all lines; no desk has a line, so that only its duty is tested."""
    return make_play(level=ExerciseLevel.LINES, ends_at=NOON + timedelta(days=1))


def program(site: Flask, play: Play, who: str) -> Program:
    with time_machine.travel(NOON, tick=False):
        return Program(site, play.account(who))


def address(play: Play, step: str = "") -> str:
    return f"exercises/{play.exercise.public_id}{step}"


def test_it_is_started_and_stopped_by_who_runs_it(site: Flask, play: Play) -> None:
    leader = program(site, play, "leader")
    with time_machine.travel(NOON, tick=False):
        before = leader.get(address(play)).get_json()

        started = leader.write("POST", address(play, "/start"), of=address(play))
        again = leader.write("POST", address(play, "/start"), of=address(play))
        stopped = leader.write("POST", address(play, "/stop"), of=address(play))

    assert (before["state"], before["report"], before["is_run"]) == ("prepared", None, True)
    assert (started.status_code, started.get_json()["state"], again.status_code) == (200, "running", 422)
    assert (stopped.status_code, stopped.get_json()["state"]) == (200, "stopped")
    assert stopped.headers["ETag"] == leader.version(address(play))
    [desks, *_sums] = stopped.get_json()["report"]["tables"]
    assert {row["key"]: row["values"]["Tests not made"] for row in desks["rows"]} == {
        **dict.fromkeys(play.desks.values(), 1),
        "total": 3,
    }


def test_a_write_names_the_version_that_it_was_made_for(site: Flask, play: Play) -> None:
    leader = program(site, play, "leader")

    with time_machine.travel(NOON, tick=False):
        statuses = [leader.ask("POST", address(play, "/start"), None, tag).status_code for tag in ("", '"other"')]

    db.session.rollback()
    assert (statuses, play.exercise.state) == ([428, 412], ExerciseState.PREPARED)


def test_stopping_needs_no_version(site: Flask, play: Play) -> None:
    work(NOON)
    leader = program(site, play, "leader")

    with time_machine.travel(NOON, tick=False):
        stopped = leader.ask("POST", address(play, "/stop"), None, "")

    assert (stopped.status_code, stopped.get_json()["state"]) == (200, "stopped")


def test_a_program_takes_nothing_over(site: Flask, play: Play) -> None:
    other = program(site, play, "second leader")
    with committing():
        play.account("leader").active = False

    with time_machine.travel(NOON, tick=False):
        refused = other.write("POST", address(play, "/start"), of=address(play))

    db.session.rollback()
    assert (refused.status_code, play.exercise.state) == (422, ExerciseState.PREPARED)


def test_each_reader_reads_of_the_desks_that_they_may_name(site: Flask, play: Play) -> None:
    work(NOON)

    with time_machine.travel(NOON, tick=False):
        read = {who: program(site, play, who).get(address(play)).get_json() for who in ("leader", "KG")}
        listed = program(site, play, "KG").get("exercises").get_json()

    desks = {who: {one["id"] for one in shown["desks"]} for who, shown in read.items()}
    assert desks == {"leader": set(play.desks.values()), "KG": {play.desks["KG"]}}
    assert {who: shown["report"]["is_whole"] for who, shown in read.items()} == {"leader": True, "KG": False}
    assert play.exercise.public_id in [one["id"] for one in listed["items"]]
    other = [f"Office {state} " for state in ("KZ", "AM")]
    assert not any(name in str(read["KG"]) for name in other)


@pytest.mark.parametrize("who", ["KG", "coordinator of KG", "other network", "outsider"])
def test_nobody_else_starts_or_stops_it(site: Flask, play: Play, who: str) -> None:
    other = program(site, play, who)

    with time_machine.travel(NOON, tick=False):
        statuses = {other.ask("POST", address(play, step), None, '"x"').status_code for step in ("/start", "/stop")}

    db.session.rollback()
    assert statuses <= {403, 404}
    assert play.exercise.state == ExerciseState.PREPARED


@pytest.mark.parametrize("who", ["other network", "outsider"])
def test_whom_it_does_not_concern_finds_nothing(site: Flask, play: Play, who: str) -> None:
    work(NOON)

    with time_machine.travel(NOON, tick=False):
        other = program(site, play, who)
        found, listed = other.get(address(play)), other.get("exercises")

    assert found.status_code == 404
    assert play.exercise.public_id not in listed.text


@pytest.mark.parametrize("path", ["exercises", "exercises/x"])
def test_without_a_token_nothing_is_read(site: Flask, path: str) -> None:
    assert site.test_client().get(f"/api/v1/{path}").status_code == 401
