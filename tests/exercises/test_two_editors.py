"""Two people change one exercise at the same time: the later one is told, and neither loses a word."""

import pytest
import time_machine
from flask import Flask

from directory.extensions import db
from directory.vocabulary import ExerciseLevel
from tests.exercises import test_lines, test_scenario
from tests.exercises.conftest import NOON, Play, make_play
from tests.exercises.test_scenario import address
from tests.html import parse

MEANWHILE = "This exercise was changed meanwhile."
FORMS = (
    ("/edit", ExerciseLevel.SCENARIO, test_scenario.FORM | {"level": "2"}),
    ("/lines", ExerciseLevel.LINES, test_lines.FORM),
)


@pytest.mark.parametrize(("part", "level", "form"), FORMS)
def test_the_later_of_two_who_change_an_exercise_is_told_and_may_save_again(
    site: Flask, part: str, level: ExerciseLevel, form: dict[str, str]
) -> None:
    play = make_play(level=level)
    page, desks = address(play, part), {"desks": list(play.desks.values())}
    with time_machine.travel(NOON, tick=False):
        one, other = play.client(site, "leader"), play.client(site, "second leader")
        shown = parse(one.get(page)).one("[name=seen]")["value"]
        first = one.post(page, data=form | desks | {"title": "First", "seen": shown})
        second = other.post(page, data=form | desks | {"title": "Second", "seen": shown})
        refused, stored = parse(second), title(play)
        again = other.post(page, data=form | desks | {"title": "Second", "seen": refused.one("[name=seen]")["value"]})

    assert (first.status_code, second.status_code, stored) == (303, 422, "First")
    assert MEANWHILE in refused.one("section[role=alert]").text
    assert refused.one("[name=title]")["value"] == "Second"
    assert (again.status_code, title(play)) == (303, "Second")


def title(play: Play) -> str:
    db.session.rollback()
    return play.exercise.title
