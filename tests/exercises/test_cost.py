"""What a report costs does not grow with what was asked, and the texts of which a paper is made have a limit."""

from itertools import count

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine, event

from directory.exercises.queries.results import list_results
from directory.extensions import db
from tests.exercises.conftest import MINUTES, NOON, Play, add, make_play, make_tabletop, work
from tests.exercises.test_report import END, ask
from tests.exercises.test_scenario import INJECT, address
from tests.exercises.test_tabletop import evaluate, stored

TOO_LONG = "A wombat. " * 301


def asked(questions: int) -> Play:
    """Return an exercise that is over, in which so many questions were asked."""
    play = make_play()
    for minute in range(questions):
        add(play, minute, asked="KZ")
    play.start()
    work(NOON + questions * MINUTES)
    for place in range(questions):
        ask(play, place, questions + 1)
    work(END)
    return play


def statements(play: Play) -> int:
    """Return how many SQL statements it takes to read what became of the questions."""
    db.session.expunge_all()
    exercise, seen = play.exercise, count()

    def note(*_told: object) -> None:
        next(seen)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        list_results(exercise)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return next(seen)


def test_the_statements_of_a_report_do_not_grow_with_the_questions(site: Flask) -> None:
    few, many = asked(1), asked(8)

    assert statements(many) == statements(few)
    assert len(list_results(many.exercise)) == 8


@pytest.mark.parametrize("field", ["text", "expected"])
def test_an_inject_of_more_than_a_page_is_refused(site: Flask, field: str) -> None:
    play = make_play()
    data = INJECT | {"from_key": play.desks["KG"], "to_key": play.desks["KZ"], field: TOO_LONG}

    with time_machine.travel(NOON, tick=False):
        answer = play.client(site, "leader").post(address(play, "/injects/new"), data=data)

    assert (answer.status_code, play.injects) == (422, [])


def test_a_remark_of_more_than_a_page_is_refused(site: Flask) -> None:
    play = make_tabletop()
    play.start()

    answer = evaluate(play, play.client(site, "leader"), observation_0="met", remark_0=TOO_LONG)

    assert (answer.status_code, stored(play)) == (422, set())
