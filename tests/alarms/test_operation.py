"""Administrators see which gateways are set up and which fail, and are written to once."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from directory.alarms.addresses import seal_address
from directory.alarms.queries import count_failing_gateways
from directory.alarms.ways import remove
from directory.extensions import db
from directory.jobs.schedule import drop_unused_gateways
from directory.models import AlarmGateway, AlarmWay, Mail
from directory.operation.alerts import mail_alerts
from directory.tokens import public_id
from directory.transaction import committing
from tests import factories
from tests.alarms.conftest import NIGHT, ask, work
from tests.alarms.gateway import Gateway
from tests.alarms.subscriptions import AUTH, P256DH
from tests.consultations.conftest import Scene
from tests.people import signed_in


def test_a_gateway_that_fails_is_named_and_the_letter_tells_of_it(
    scene: Scene, gateway: Gateway, gateways_app: Flask
) -> None:
    gateway.status = 503
    ask(scene)
    work(NIGHT)

    mail_alerts()

    page = signed_in(gateways_app, scene.people["administrator"]).get("/en/operation").text
    assert "A gateway for alarms fails" in page
    assert "Gateways that are set up: SMS and Automatic phone call" in page
    assert page.count("This gateway fails. Alarms go on by the next way at once.") == 2
    assert db.session.scalars(select(Mail.letter).where(Mail.letter == "alert_gateways")).all() == ["alert_gateways"]


def test_a_gateway_that_takes_a_message_again_is_well(scene: Scene, gateway: Gateway) -> None:
    gateway.status = 503
    ask(scene)
    work(NIGHT)
    gateway.status = 200
    ask(scene)

    work(NIGHT.replace(minute=2))

    assert "sms" not in set(db.session.scalars(select(AlarmGateway.name)))


def fail(scene: Scene, gateway: Gateway, name: str) -> None:
    """Add a failing gateway of this name, and a device at the push service of the tests."""
    factories.add(AlarmGateway(name=name, failing_since=NIGHT, retry_at=NIGHT, fault="503"))
    way = AlarmWay(public_id=public_id(), account_id=scene.people["asker"].id, kind="push", position=0, wait_minutes=3)
    seal_address(way, json.dumps([f"http://{gateway.address}/push", P256DH, AUTH]))
    factories.add(way)


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("sms", True),
        ("messenger", False),
        ("push 127.0.0.1", True),
        ("push fcm.googleapis.com", False),
        ("push 127.0.0.1" + "x" * 106, False),
    ],
)
def test_a_failing_gateway_that_no_way_uses_is_forgotten(
    scene: Scene, gateway: Gateway, name: str, stays: bool
) -> None:
    fail(scene, gateway, name)

    drop_unused_gateways()

    assert db.session.scalars(select(AlarmGateway.name)).all() == [name] * stays


def test_a_failing_gateway_whose_last_way_is_removed_is_forgotten(scene: Scene, gateway: Gateway) -> None:
    fail(scene, gateway, "push 127.0.0.1")
    with committing():
        for way in db.session.scalars(select(AlarmWay).where(AlarmWay.kind == "push")):
            remove(way)

    drop_unused_gateways()

    assert count_failing_gateways() == 0
