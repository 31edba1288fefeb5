"""Administrators see which gateways are set up and which fail, and are written to once."""

from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import AlarmGateway, Mail
from directory.operation.alerts import mail_alerts
from tests.alarms.conftest import NIGHT, ask, work
from tests.alarms.gateway import Gateway
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
