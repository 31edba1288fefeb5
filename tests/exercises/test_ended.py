"""The one letter at the end of an exercise: what it says to whom, and that its link opens."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import ConsultationSeat, Mail
from directory.vocabulary import ConsultationSide
from tests import factories
from tests.exercises.conftest import MINUTES, NOON, Play, add, make_play, make_tabletop, work
from tests.exercises.test_lines import TESTS, lines, run_week
from tests.exercises.test_lines import work as work_on_tests
from tests.exercises.test_report import END, act, ask
from tests.exercises.test_scenario import asked_in, letters

__all__ = ["lines"]
ENDED, MISSED, WITHOUT_LINK = "exercise_ended", "exercise_missed", "exercise_ended_for_guests"


def ends(play: Play) -> dict[str, str]:
    """Return which letter at the end each person got."""
    db.session.rollback()
    return {who: letter for letter, who in letters(play, "ended")}


@pytest.fixture
def asked(site: Flask) -> Play:
    """Return an exercise that runs: KG asked KZ at noon, and the outsider was brought in."""
    play = make_play()
    add(play, 0, asked="KZ")
    play.start()
    work(NOON)
    made = ask(play, 0, 1)
    since = NOON + 2 * MINUTES
    seat = {"side": ConsultationSide.ASKED, "account_id": play.numbers["outsider"], "since": since}
    factories.add(ConsultationSeat(consultation_id=made.id, **seat))
    return play


def test_every_link_of_the_letters_opens(site: Flask, asked: Play) -> None:
    work(END)

    own = Mail.key.startswith(f"exercise:{asked.exercise.public_id}:ended")
    sent = {mail.address: mail.values.get("path", "") for mail in db.session.scalars(select(Mail).where(own))}
    paths = {who: sent[asked.account(who).email] for who in ends(asked)}
    opened = {who: asked.client(site, who).get(f"/en/{path}").status_code for who, path in paths.items() if path}

    assert opened == dict.fromkeys(asked.desks, 200)


def test_who_was_brought_into_a_consultation_is_told_without_a_link(site: Flask, asked: Play) -> None:
    work(END)

    assert ends(asked)["outsider"] == WITHOUT_LINK
    assert asked.client(site, "outsider").get(f"/en/exercises/{asked.exercise.public_id}").status_code == 404


def test_a_desk_that_acknowledged_nothing_is_told_that_it_missed_the_exercise(asked: Play) -> None:
    work(END)

    assert ends(asked) == {"KG": ENDED, "KZ": MISSED, "AM": ENDED, "outsider": WITHOUT_LINK}


def test_a_desk_that_acknowledged_late_has_not_missed_it(asked: Play) -> None:
    act(asked, asked_in(asked)[0], "KZ", acknowledged=110)

    work(END)

    assert ends(asked)["KZ"] == ENDED


def test_a_desk_whose_time_was_not_over_has_not_missed_it(asked: Play) -> None:
    asked.stop(NOON + 3 * MINUTES)

    assert ends(asked)["KZ"] == ENDED


def test_a_desk_that_answered_no_test_of_its_lines_is_told(lines: Play) -> None:
    work_on_tests(NOON)
    run_week(lines, silent=[("KZ", way) for way in TESTS])

    assert ends(lines) == {"KG": ENDED, "KZ": MISSED, "AM": ENDED}


def test_nobody_misses_a_tabletop(site: Flask) -> None:
    play = make_tabletop()
    play.start()
    with time_machine.travel(END, tick=False):
        work(END)

    assert set(ends(play).values()) == {ENDED}
