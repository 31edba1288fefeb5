"""Alarms on PostgreSQL: two workers at once hand over each message once, and an acknowledgement ends the rest."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
import time_machine
from flask import Flask

from directory import clock
from directory.alarms import delivery
from directory.alarms.service import acknowledge
from directory.extensions import db
from directory.transaction import committing
from directory.vocabulary import AlarmEnd
from tests.alarms.conftest import MINUTES, NIGHT, SMS, add_way, alarms_of, ask
from tests.alarms.gateway import Gateway
from tests.consultations.conftest import make_scene

QUESTIONS = 12


@pytest.mark.xdist_group("postgresql")
def test_two_workers_hand_over_each_message_once(
    postgresql_app: Flask, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(postgresql_app.config["SETTINGS"], alarm_sms_url=gateway.url(SMS))
    monkeypatch.setitem(postgresql_app.config, "SETTINGS", settings)
    scene, start = make_scene(), Barrier(2)
    for who in ("member", "deputy", "head"):
        add_way(scene, who, SMS, f"+3310000009{len(who)}", 0, 3)
    made = [ask(scene) for _ in range(QUESTIONS)]
    gateway.requests.clear()

    def run() -> None:
        with postgresql_app.app_context():
            start.wait()
            delivery.send_due(clock.now())

    with time_machine.travel(NIGHT, tick=False), ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(run) for _ in range(2)]:
            done.result()
    numbers = [one["message"].split("Alarm ")[1][:6] for one in gateway.messages]
    assert sorted(numbers) == sorted(alarm.number for one in made for alarm in alarms_of(one))

    with time_machine.travel(NIGHT + MINUTES, tick=False), committing():
        acknowledge(alarms_of(made[0])[0].attempts[0], clock.now())
    db.session.rollback()
    ends = sorted(alarm.end for alarm in alarms_of(made[0]))
    assert ends == [AlarmEnd.ACKNOWLEDGED, AlarmEnd.NOT_NEEDED, AlarmEnd.NOT_NEEDED]
