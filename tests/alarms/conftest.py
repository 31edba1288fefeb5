"""What tests of alarms share: a gateway, an app that uses it, and a desk at night whose staff have ways."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, update

from directory import clock
from directory.alarms import delivery
from directory.alarms.addresses import hint_of, seal_address
from directory.alarms.queries import list_about
from directory.extensions import db
from directory.jobs.schedule import end_overdue_alarms, escalate_consultations
from directory.models import Alarm, AlarmGateway, AlarmWay, Consultation, DeskRota, Shift
from directory.tokens import public_id
from directory.transaction import committing
from directory.vocabulary import AlarmOccasion
from tests import factories
from tests.alarms.gateway import Gateway, serving
from tests.conftest import copy_of, make_app
from tests.consultations.conftest import Scene, make_scene

# A Thursday, three o'clock at night in Paris.
NIGHT = datetime(2026, 11, 26, 2, tzinfo=UTC)
MINUTES = timedelta(minutes=1)
SMS, VOICE = "sms", "voice"
# A push service at which nothing listens: TCP port 1.
CLOSED = "http://127.0.0.1:1"
REPLY_PASSWORD = "a password that only the gateway knows"


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    with serving(Gateway()) as found:
        yield found


@pytest.fixture(scope="module")
def gateways_app(few_treaties: Path, tmp_path_factory: pytest.TempPathFactory, gateway: Gateway) -> Flask:
    data = copy_of(few_treaties, tmp_path_factory.mktemp("alarms") / "data")
    urls = {"alarm_sms_url": gateway.url(SMS), "alarm_voice_url": gateway.url(VOICE)}
    services = (f"http://{gateway.address}", CLOSED)
    app = make_app(data, **urls, alarm_reply_password=REPLY_PASSWORD, push_services=services)
    app.extensions["after_commit"].clear()
    return app


@pytest.fixture
def scene(gateways_app: Flask, gateway: Gateway) -> Iterator[Scene]:
    """Return a scene with the member on duty at night; member, deputy and head have an SMS and a call as their ways."""
    gateway.requests.clear()
    gateway.status = 200
    with gateways_app.app_context():
        with committing():
            db.session.execute(update(Consultation).values(next_step_at=None))
            db.session.execute(update(Alarm).values(ended_at=NIGHT))
            db.session.execute(delete(AlarmGateway))
        scene = make_scene()
        factories.add(DeskRota(focal_point_key=scene.desk, zone="Europe/Paris", version=1))
        duty = {"starts_at": NIGHT - 60 * MINUTES, "ends_at": NIGHT + 600 * MINUTES}
        factories.add(Shift(focal_point_key=scene.desk, account_id=scene.people["member"].id, **duty))
        for who, number in (("member", 1), ("deputy", 2), ("head", 3), ("coordinator there", 4)):
            add_way(scene, who, SMS, f"+331000000{number}1", position=0, wait=3)
            add_way(scene, who, VOICE, f"+331000000{number}2", position=1, wait=2)
        yield scene
        db.session.rollback()


def add_way(scene: Scene, who: str, kind: str, phone: str, position: int, wait: int, proven: bool = True) -> AlarmWay:
    way = AlarmWay(public_id=public_id(), account_id=scene.people[who].id, kind=kind, position=position)
    way.wait_minutes, way.hint = wait, hint_of(phone)
    way.proven_at = NIGHT - timedelta(days=1) if proven else None
    seal_address(way, phone)
    factories.add(way)
    return way


def ask(scene: Scene, urgency: str = "urgent") -> Consultation:
    with time_machine.travel(NIGHT, tick=False):
        return scene.ask(urgency=urgency)


def at_night() -> Any:
    """Return a block in which it is a minute after NIGHT."""
    return time_machine.travel(NIGHT + MINUTES, tick=False)


def work(at: datetime) -> None:
    """Do what the worker does of alarms and reminders at this time."""
    with time_machine.travel(at, tick=False):
        delivery.send_due(clock.now())
        end_overdue_alarms()
        escalate_consultations()
        delivery.send_due(clock.now())
    db.session.rollback()


def alarms_of(made: Consultation) -> list[Alarm]:
    return list_about(AlarmOccasion.CONSULTATION, made.public_id)
