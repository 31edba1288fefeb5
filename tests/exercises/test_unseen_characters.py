"""Texts of exercises have visible characters only, and commands print no others."""

from collections.abc import Mapping

import pytest
import time_machine
from flask import Flask

from directory.exercises.service.preparation import version_of
from directory.transaction import committing
from directory.vocabulary import ExerciseLevel
from tests.exercises import test_scenario
from tests.exercises.conftest import NOON, add, make_play, make_tabletop, work
from tests.exercises.test_checked_texts import NEW, WRITTEN, kept
from tests.exercises.test_scenario import address
from tests.exercises.test_tabletop import evaluate, stored
from tests.html import parse

UNSEEN = {"escape": "\x1b[2J", "zero width": "\u200b", "direction": "\u202e"}
TOLD = "Leave out characters that cannot be seen."


@pytest.mark.parametrize(("page", "form", "field"), WRITTEN)
def test_a_text_with_characters_that_cannot_be_seen_is_refused(
    site: Flask, page: str, form: Mapping[str, str], field: str
) -> None:
    play = make_play()
    if page == "/findings":
        add(play, 5)
        play.start()
    desks = list(play.desks.values())
    data = form | {"desks": desks, "from_key": desks[0], "to_key": desks[1], "seen": version_of(play.exercise)}
    url, before = page if page.startswith("/en/") else address(play, page), kept(play)

    with time_machine.travel(NOON, tick=False):
        leader = play.client(site, "leader")
        answers = [leader.post(url, data=data | {field: f"Night{odd} of"}) for odd in UNSEEN.values()]

    assert [one.status_code for one in answers] == [422] * len(UNSEEN)
    assert all(TOLD in parse(one).one("section[role=alert]").text for one in answers)
    assert kept(play) == before


def test_the_joiners_of_a_script_and_the_tabs_of_a_pasted_table_are_taken(site: Flask) -> None:
    play = make_play()
    texts = {"title": "شب\u200cهای نمبت", "scenario": "22:00\tA call.\r\n22:30\tA question."}

    with time_machine.travel(NOON, tick=False):
        data = test_scenario.FORM | texts | {"desks": list(play.desks.values())}
        answer = play.client(site, "leader").post(NEW, data=data)

    assert answer.status_code == 303


@pytest.mark.parametrize("field", ["text", "expected"])
def test_an_inject_of_a_tabletop_is_refused_too(site: Flask, field: str) -> None:
    play = make_tabletop()
    data = {"minutes": "5", "text": "A call.", "expected": "An answer.", "written_in": "en"}

    with time_machine.travel(NOON, tick=False):
        page = address(play, "/injects/new")
        answer = play.client(site, "leader").post(page, data=data | {field: "A\x1b[2J call."})

    assert (answer.status_code, len(play.injects)) == (422, 3)


def test_a_remark_of_an_evaluator_is_refused_too(site: Flask) -> None:
    play = make_tabletop()
    play.start()

    answer = evaluate(play, play.client(site, "leader"), observation_0="met", remark_0="Late\x1b[2J.")

    assert (answer.status_code, stored(play)) == (422, set())


@pytest.mark.parametrize("ending", ["text", "csv", "json"])
def test_a_title_that_was_stored_before_is_printed_without_them(
    site: Flask, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    play = make_play(level=ExerciseLevel.LINES)
    with committing():
        play.exercise.title = "Night\x1b]0;taken\x07\u202e of"
    work(NOON)
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)

    result = site.test_cli_runner().invoke(args=["exercises", "report", play.exercise.public_id, "--format", ending])

    assert result.exit_code == 0, result.stderr
    assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout)
