"""Alarms of exercises: each message says that it is an exercise, and nothing else of what waits."""

import time_machine
from flask import Flask
from sqlalchemy import select

from directory.alarms.service import token_of
from directory.extensions import db
from directory.models import Mail
from directory.outbox.messages import message_of
from directory.vocabulary import AlarmWayKind
from tests.alarms.conftest import MINUTES, NIGHT, add_way, alarms_of, ask, gateway, gateways_app, scene, work
from tests.alarms.gateway import Gateway
from tests.consultations.conftest import Scene
from tests.exercises.conftest import running
from tests.html import parse
from tests.people import signed_in

__all__ = ["gateway", "gateways_app", "scene"]


def test_each_message_names_the_exercise_and_that_of_a_real_alarm_does_not(
    gateways_app: Flask, scene: Scene, gateway: Gateway
) -> None:
    add_way(scene, "member", AlarmWayKind.MAIL, "", position=2, wait=2)
    with time_machine.travel(NIGHT, tick=False):
        made = scene.ask(exercise_id=running(scene).id, urgency="urgent")
    for minute in range(0, 8, 2):
        work(NIGHT + minute * MINUTES)
    texts = {one["message"].split(". ")[0] for one in gateway.messages}
    letter = db.session.scalars(select(Mail).where(Mail.letter == "alarm")).one()
    with gateways_app.test_request_context("/en/"):
        subject = message_of(letter, gateways_app.config["SETTINGS"])["Subject"]
    gateway.requests.clear()

    ask(scene)
    work(NIGHT)

    assert {one.is_exercise for one in alarms_of(made)} == {True}
    assert texts == {"EXERCISE: something waits at Counterpart"}
    assert subject == f"EXERCISE: URGENT: Alarm {letter.values['number']}"
    assert {one["message"].split(". ")[0] for one in gateway.messages} == {"Something waits at Counterpart"}


def test_each_page_about_it_names_the_exercise_and_no_page_of_a_real_one_does(
    gateways_app: Flask, scene: Scene
) -> None:
    with time_machine.travel(NIGHT, tick=False):
        made = {False: ask(scene)}
        made[True] = scene.ask(exercise_id=running(scene).id, urgency="urgent")
        member = signed_in(gateways_app, scene.people["member"])
    marks = {}

    for is_exercise, one in made.items():
        [alarm] = alarms_of(one)
        link = f"/en/alarms/{token_of(alarm.attempts[0])}"
        with time_machine.travel(NIGHT + MINUTES, tick=False):
            rows = parse(member.get("/en/account/alarms")).all("ul.rows h3")
            part = parse(member.get(f"/en/consultations/{one.public_id}")).one("[aria-labelledby=alarms] h3")
            behind = parse(gateways_app.test_client().get(link))
        [own] = [row for row in rows if alarm.number in row.text]
        marks[is_exercise] = ["exercise" in own.text, "exercise" in part.text, bool(behind.all(".exercise-band"))]

    assert marks == {True: [True] * 3, False: [False] * 3}
