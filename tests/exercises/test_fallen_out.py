"""Desks that left the network, ended or lost their people after an exercise was prepared take no part in it."""

from collections.abc import Callable

import pytest
import time_machine
from flask import Flask

from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import DeskMember, FocalPoint
from directory.transaction import committing
from directory.vocabulary import ExerciseState, InjectKind, ReachabilityOutcome
from tests.exercises.conftest import MINUTES, NOON, Play, add, make_play, work
from tests.exercises.test_lines import END, held_in, lines
from tests.exercises.test_lines import work as work_on_tests
from tests.exercises.test_report import ask
from tests.exercises.test_scenario import address, letters
from tests.html import parse

__all__ = ["lines"]
FELL_OUT = "take no part, and nothing is sent to them"


def leave(play: Play, state: str) -> None:
    db.session.get_one(FocalPoint, play.desks[state]).network_key = "ejn"


def end(play: Play, state: str) -> None:
    db.session.get_one(FocalPoint, play.desks[state]).status = "closed"


def lose_people(play: Play, state: str) -> None:
    for one in db.session.query(DeskMember).where(DeskMember.focal_point_key == play.desks[state]):
        db.session.delete(one)


WAYS = [leave, end, lose_people]


@pytest.mark.parametrize("fall_out", WAYS)
def test_a_desk_that_fell_out_is_sent_nothing_and_named(site: Flask, fall_out: Callable[[Play, str], None]) -> None:
    play = make_play()
    add(play, 0, asked="KZ")
    add(play, 0, InjectKind.NEWS, who="")
    with committing():
        fall_out(play, "KZ")

    work(NOON)
    with pytest.raises(InvalidInput):
        ask(play, 0, 1)
    with time_machine.travel(NOON + MINUTES, tick=False):
        shown = parse(play.client(site, "leader").get(address(play))).one("main").text
        play.stop(NOON + 2 * MINUTES)

    assert {who for _letter, who in letters(play)} == {"KG", "AM"}
    assert FELL_OUT in shown


def test_an_exercise_with_fewer_than_two_desks_left_does_not_begin(play: Play) -> None:
    with committing():
        leave(play, "KZ")
        end(play, "AM")

    work(NOON)

    assert play.exercise.state == ExerciseState.PREPARED


@pytest.mark.parametrize("is_begun", [True, False])
@pytest.mark.parametrize("fall_out", [leave, end])
def test_no_line_of_a_desk_that_fell_out_is_tested(
    lines: Play, fall_out: Callable[[Play, str], None], is_begun: bool
) -> None:
    if is_begun:
        work_on_tests(NOON)
    with committing():
        fall_out(lines, "KZ")
    work_on_tests(NOON)
    work_on_tests(END)

    tested = [one.outcome for one in held_in(lines, "KZ")]
    assert set(tested) == ({ReachabilityOutcome.CANCELLED} if is_begun else set())
