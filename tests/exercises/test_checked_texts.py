"""Texts of exercises are looked through for personal data: what looks like it is refused until the writer confirms."""

from collections.abc import Mapping

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from directory.exercises.queries.findings import list_findings
from directory.exercises.service.preparation import version_of
from directory.extensions import db
from directory.models import Exercise
from tests.consultations.conftest import NETWORK
from tests.exercises import test_lines, test_scenario
from tests.exercises.conftest import NOON, Play, add, make_play, make_tabletop
from tests.exercises.test_scenario import address
from tests.exercises.test_tabletop import evaluate, stored
from tests.html import parse

SUSPECT = "The witness was born on 12.03.1988."
NEW, NEW_LINES = f"/en/exercises/new?network={NETWORK}", f"/en/exercises/lines/new?network={NETWORK}"
WRITTEN = [
    (NEW, test_scenario.FORM, "title"),
    (NEW, test_scenario.FORM, "scenario"),
    (NEW_LINES, test_lines.FORM, "title"),
    ("/edit", test_scenario.FORM, "scenario"),
    ("/injects/new", test_scenario.INJECT, "text"),
    ("/injects/new", test_scenario.INJECT, "expected"),
    ("/findings", {}, "text"),
]


def kept(play: Play) -> tuple[object, ...]:
    """Return what writing changes: how many exercises, injects and findings there are, and the scenario."""
    db.session.rollback()
    exercises = db.session.scalar(select(func.count(Exercise.id)))
    return exercises, len(play.injects), len(list_findings(play.exercise)), play.exercise.scenario


@pytest.mark.parametrize(("page", "form", "field"), WRITTEN)
def test_a_text_that_looks_like_personal_data_is_stored_only_if_the_writer_confirms_it(
    site: Flask, page: str, form: Mapping[str, str], field: str
) -> None:
    play = make_play()
    if page == "/findings":
        add(play, 5)
        play.start()
    desks = list(play.desks.values())
    chosen = {"desks": desks, "from_key": desks[0], "to_key": desks[1], "seen": version_of(play.exercise)}
    data = form | chosen | {field: SUSPECT}
    url, before = page if page.startswith("/en/") else address(play, page), kept(play)

    with time_machine.travel(NOON, tick=False):
        leader = play.client(site, "leader")
        refused = leader.post(url, data=data)
        after_refusal = kept(play)
        confirmed = leader.post(url, data=data | {"as_it_is": "y"})

    shown = parse(refused)
    assert (refused.status_code, after_refusal) == (422, before)
    assert "#as_it_is" in shown.one("section[role=alert]").links
    assert "12.03.1988" in [one.text for one in shown.all(".notice bdi")]
    assert SUSPECT in [shown.one(f"[name={field}]")["value"], *(one.typed for one in shown.all("textarea"))]
    assert (confirmed.status_code, kept(play) != before) == (303, True)


def test_what_the_form_held_before_is_not_asked_about_again(site: Flask) -> None:
    play = make_play(scenario=SUSPECT)
    data = test_scenario.FORM | {"scenario": SUSPECT, "title": "Morning", "desks": list(play.desks.values())}
    data |= {"seen": version_of(play.exercise)}

    with time_machine.travel(NOON, tick=False):
        answer = play.client(site, "leader").post(address(play, "/edit"), data=data)

    db.session.rollback()
    assert (answer.status_code, play.exercise.title) == (303, "Morning")


def test_remarks_of_evaluators_are_looked_through_once(site: Flask) -> None:
    play = make_tabletop()
    play.start()
    leader = play.client(site, "leader")

    refused = evaluate(play, leader, observation_0="met", remark_0=SUSPECT)
    after_refusal = stored(play)
    confirmed = evaluate(play, leader, observation_0="met", remark_0=SUSPECT, as_it_is="y")
    later = evaluate(play, leader, observation_0="met", remark_0=SUSPECT, observation_1="partly", remark_1="Late.")

    assert (refused.status_code, after_refusal) == (422, set())
    assert (confirmed.status_code, later.status_code) == (303, 303)
    assert stored(play) == {(0, "met", SUSPECT), (1, "partly", "Late.")}
