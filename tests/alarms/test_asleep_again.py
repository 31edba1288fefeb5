"""The button of an alarm says that a person is awake. Until somebody opens the question, the chain goes on."""

from datetime import datetime

import time_machine
from flask import Flask

from directory import clock
from directory.alarms.service import acknowledge
from directory.consultations.service.escalation import OPENED_WITHIN
from directory.models import Alarm, Consultation
from directory.transaction import committing
from tests.alarms.conftest import MINUTES, NIGHT, alarms_of, ask, work
from tests.alarms.gateway import Gateway
from tests.consultations.conftest import Scene, letters_of
from tests.html import parse
from tests.people import signed_in

PRESSED = NIGHT + MINUTES


def press(alarm: Alarm, at: datetime = PRESSED) -> None:
    with time_machine.travel(at, tick=False), committing():
        assert acknowledge(alarm.attempts[0], clock.now())


def pressed(scene: Scene) -> Consultation:
    made = ask(scene)
    work(NIGHT)
    press(alarms_of(made)[0])
    return made


def page_of(app: Flask, scene: Scene, who: str, made: Consultation, at: datetime) -> str:
    with time_machine.travel(at, tick=False):
        return parse(signed_in(app, scene.people[who]).get(f"/en/consultations/{made.public_id}")).one("main").text


def test_the_asker_reads_that_a_person_was_reached_and_never_that_the_question_was_read(
    gateways_app: Flask, scene: Scene
) -> None:
    made = pressed(scene)

    told = {letter for letter, address in letters_of(made) if address == scene.people["asker"].email}
    page = page_of(gateways_app, scene, "asker", made, PRESSED + MINUTES)

    assert told == {"consultation_reached"}
    assert "was reached and is looking at the question" in page
    assert "Nobody of the desk has opened it yet." in page
    assert "acknowledged the question" not in page


def test_whoever_falls_asleep_again_is_woken_again_then_the_next_of_the_chain(scene: Scene, gateway: Gateway) -> None:
    made = pressed(scene)

    work(PRESSED + OPENED_WITHIN - MINUTES)
    assert gateway.recipients == ["+33100000011"]
    work(PRESSED + OPENED_WITHIN)
    assert gateway.recipients[1:] == ["+33100000011"]
    assert "consultation_unopened" in {letter for letter, _address in letters_of(made)}
    work(PRESSED + OPENED_WITHIN + 5 * MINUTES)
    assert gateway.recipients[-1] == "+33100000021"


def test_who_presses_again_without_opening_has_the_next_of_the_chain_woken(scene: Scene, gateway: Gateway) -> None:
    made = pressed(scene)
    work(PRESSED + OPENED_WITHIN)

    press(alarms_of(made)[1], PRESSED + OPENED_WITHIN + MINUTES)
    work(PRESSED + 2 * OPENED_WITHIN)
    assert gateway.recipients == ["+33100000011"] * 2
    work(PRESSED + 2 * OPENED_WITHIN + MINUTES)

    assert gateway.recipients[2:] == ["+33100000021"]
    assert made.acknowledged_at == PRESSED


def test_once_the_question_is_opened_nobody_is_woken_any_more(
    gateways_app: Flask, scene: Scene, gateway: Gateway
) -> None:
    made = pressed(scene)
    page_of(gateways_app, scene, "member", made, PRESSED + MINUTES)

    for minute in range(0, 60, 5):
        work(PRESSED + minute * MINUTES)

    assert gateway.recipients == ["+33100000011"]
    assert "Nobody of the desk has opened it yet." not in page_of(gateways_app, scene, "asker", made, PRESSED + MINUTES)
