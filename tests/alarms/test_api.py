"""Alarms over the API: a person reads their own ways and what waits, and acknowledges it."""

import pytest
import time_machine
from flask import Flask

from directory import clock
from directory.alarms.queries import list_alarms
from directory.alarms.service import raise_alarm
from directory.extensions import db
from directory.transaction import committing
from directory.vocabulary import AlarmEnd, AlarmOccasion
from tests import factories
from tests.alarms.conftest import MINUTES, NIGHT, alarms_of, ask, at_night, work
from tests.alarms.gateway import Gateway
from tests.api.programs import Program
from tests.consultations.conftest import Scene


@pytest.fixture
def program(gateways_app: Flask, scene: Scene) -> Program:
    """Return the program of the member on duty."""
    with at_night():
        return Program(gateways_app, scene.people["member"])


def test_a_person_reads_their_ways_and_what_waits_and_nothing_of_it(scene: Scene, program: Program) -> None:
    made = ask(scene)
    work(NIGHT)

    with at_night():
        answer = program.get("alarms")

    [alarm] = alarms_of(made)
    assert answer.get_json() == {
        "ways": [
            {
                "kind": kind,
                "name": name,
                "wait_minutes": wait,
                "is_proven": True,
                "proven_until": "2026-12-25T02:00:00+00:00",
            }
            for kind, name, wait in (("sms", "SMS: …011", 3), ("voice", "Automatic phone call: …012", 2))
        ],
        "missing_ways": 0,
        "waiting": [
            {
                "number": alarm.number,
                "is_exercise": False,
                "raised_at": "2026-11-26T02:00:00+00:00",
                "acknowledge_by": "2026-11-26T02:05:00+00:00",
                "end": "",
                "ended_at": None,
            }
        ],
    }


def test_an_alarm_is_acknowledged_once_and_stays_as_it_is(scene: Scene, gateway: Gateway, program: Program) -> None:
    made = ask(scene)
    work(NIGHT)
    number = alarms_of(made)[0].number
    with at_night():
        first = program.ask("POST", f"alarms/{number}/acknowledge")
    with time_machine.travel(NIGHT + 2 * MINUTES, tick=False):
        again = program.ask("POST", f"alarms/{number}/acknowledge")
        left = program.get("alarms").get_json()["waiting"]
    work(NIGHT + 10 * MINUTES)

    db.session.expire_all()
    assert (first.status_code, first.get_json()["end"]) == (200, AlarmEnd.ACKNOWLEDGED)
    assert first.get_json() == again.get_json()
    assert (made.acknowledged_at, left) == (NIGHT + MINUTES, [])
    assert gateway.recipients == ["+33100000011"]


@pytest.mark.parametrize("who", ["deputy", "asker", "coordinator there"])
def test_nobody_reads_or_acknowledges_an_alarm_of_another_person(scene: Scene, gateways_app: Flask, who: str) -> None:
    made = ask(scene)
    work(NIGHT)
    number = alarms_of(made)[0].number
    with at_night():
        other = Program(gateways_app, scene.people[who])
        refused = other.ask("POST", f"alarms/{number}/acknowledge")
        unknown = other.ask("POST", f"alarms/{(int(number) + 1) % 1_000_000:06}/acknowledge")
        read = other.get("alarms").get_json()

    db.session.expire_all()
    assert [one.status_code for one in (refused, unknown)] == [404, 404]
    assert refused.get_json()["detail"] == unknown.get_json()["detail"]
    assert read["waiting"] == []
    assert alarms_of(made)[0].ended_at is None


def test_a_trial_is_acknowledged_by_its_message_alone(scene: Scene, program: Program) -> None:
    with time_machine.travel(NIGHT, tick=False), committing():
        trial = raise_alarm(scene.people["member"], AlarmOccasion.TRIAL, clock.now())
    assert trial is not None
    with at_night():
        answer = program.ask("POST", f"alarms/{trial.number}/acknowledge")
        waiting = program.get("alarms").get_json()["waiting"]

    assert (answer.status_code, waiting) == (404, [])
    assert list_alarms(scene.people["member"], 1)[0].ended_at is None


@pytest.mark.parametrize(("method", "address"), [("GET", "alarms"), ("POST", "alarms/123456/acknowledge")])
def test_a_token_is_needed(gateways_app: Flask, method: str, address: str) -> None:
    assert gateways_app.test_client().open(f"/api/v1/{address}", method=method).status_code == 401


def test_a_token_that_only_reads_acknowledges_nothing(scene: Scene, gateways_app: Flask) -> None:
    made = ask(scene)
    with at_night():
        reader = Program(gateways_app, scene.people["member"], "read")
        answer = reader.ask("POST", f"alarms/{alarms_of(made)[0].number}/acknowledge")

    db.session.expire_all()
    assert (answer.status_code, alarms_of(made)[0].ended_at) == (403, None)


def test_without_a_way_the_program_is_told_what_is_missing(gateways_app: Flask, scene: Scene) -> None:
    person = factories.account(jurisdiction_key="KG")

    assert Program(gateways_app, person).get("alarms").get_json() == {"ways": [], "missing_ways": 2, "waiting": []}
