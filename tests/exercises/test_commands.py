"""The commands with which an operator starts an exercise and prints its report."""

import json
from datetime import timedelta

import pytest
import time_machine
from click.testing import Result
from flask import Flask

from directory.extensions import db
from directory.vocabulary import ExerciseLevel, ExerciseState
from tests.exercises.conftest import NOON, Play, make_play, work


@pytest.fixture
def play(site: Flask) -> Play:
    """Return prepared tests of all lines; no desk has a line, so that only its duty is tested."""
    return make_play(level=ExerciseLevel.LINES, ends_at=NOON + timedelta(days=1))


def run(site: Flask, *arguments: str) -> Result:
    with time_machine.travel(NOON, tick=False):
        result = site.test_cli_runner().invoke(args=["exercises", *arguments])
    db.session.rollback()
    return result


def test_it_is_started_once(site: Flask, play: Play) -> None:
    results = [run(site, "start", play.exercise.public_id) for _ in range(2)]

    assert [one.exit_code for one in results] == [0, 1]
    assert results[1].stderr == "The exercise has begun already.\n"
    assert play.exercise.state == ExerciseState.RUNNING


@pytest.mark.parametrize("ending", ["text", "csv", "json"])
def test_the_report_is_printed(site: Flask, play: Play, ending: str) -> None:
    work(NOON)

    result = run(site, "report", play.exercise.public_id, "--format", ending)

    assert result.exit_code == 0, result.stderr
    assert all(f"Office {state} " in result.stdout for state in play.desks)
    if ending == "json":
        assert json.loads(result.stdout)["tables"][0]["code"] == "desks"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["report", "{key}"], "The exercise has not begun."),
        (["report", "none"], "There is no such exercise"),
        (["start", "none"], "There is no such exercise."),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(site: Flask, play: Play, arguments: list[str], told: str) -> None:
    result = run(site, *[one.format(key=play.exercise.public_id) for one in arguments])

    assert result.exit_code == 1
    assert result.stderr.startswith(told)
    assert len(result.stderr.splitlines()) == 1


def test_a_table_that_is_not_there_is_told_with_those_that_are(site: Flask, play: Play) -> None:
    work(NOON)

    result = run(site, "report", play.exercise.public_id, "--format", "csv", "--table", "none")

    assert result.exit_code == 1
    assert "desks" in result.stderr
