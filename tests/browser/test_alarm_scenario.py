"""A night by the clock: a push and an SMS unanswered, the deputy's call acknowledged by the page with one button."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import http_ece
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from flask import Flask
from playwright.sync_api import Page, expect

from directory import clock
from directory.alarms import delivery
from directory.alarms.queries import list_about, list_ways
from directory.alarms.service import token_of
from directory.extensions import db
from directory.jobs.schedule import end_overdue_alarms, escalate_consultations
from directory.models import DeskRota, Shift
from directory.transaction import committing
from directory.vocabulary import AlarmOccasion
from tests import factories
from tests.alarms.conftest import MINUTES, SMS, VOICE, add_way
from tests.alarms.gateway import Gateway, serving
from tests.browser.conftest import NewPage
from tests.browser.test_alarms import AUTH, BUTTON, cookie_of, latest_alarm, stub
from tests.conftest import Server, copy_of, make_app
from tests.consultations.conftest import Scene, make_scene


@pytest.fixture(scope="module")
def push_service() -> Iterator[Gateway]:
    with serving(Gateway(status=201)) as found:
        yield found


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with serving(Gateway()) as found:
        yield found


@pytest.fixture(scope="module")
def server(few_treaties: Path, tmp_path_factory: pytest.TempPathFactory, push_service: Gateway) -> Iterator[Server]:
    server = Server(copy_of(few_treaties, tmp_path_factory.mktemp("night") / "data"), workers=1)
    server.environment["PUSH_SERVICES"] = f"http://{push_service.address}"
    server.start()
    yield server
    server.stop()


@pytest.fixture
def worker(server: Server, push_service: Gateway, gateway: Gateway) -> Iterator[Flask]:
    """Return an app over the site, in which the test does the work of the worker."""
    app = make_app(
        server.folder,
        site_address=server.by_name,
        push_services=(f"http://{push_service.address}",),
        alarm_sms_url=gateway.url(SMS),
        alarm_voice_url=gateway.url(VOICE),
    )
    with app.app_context():
        yield app


def work(at: datetime) -> None:
    """Do what the worker does of alarms and reminders at this time."""
    with time_machine.travel(at, tick=False):
        delivery.send_due(clock.now())
        end_overdue_alarms()
        escalate_consultations()
        delivery.send_due(clock.now())
    db.session.rollback()


def add_device(page: Page, server: Server) -> None:
    page.goto(f"{server.by_name}/en/account/alarms/add/push")
    page.get_by_label("Name of the device").fill("Duty phone")
    page.get_by_role("button", name="Add this device").click()
    page.wait_for_url("**/account/alarms")
    page.get_by_role("button", name="Try it").click()
    page.wait_for_url("**/account/alarms?tried=1")


def staff(scene: Scene, asked_at: datetime) -> None:
    """Put the member on duty, with an SMS after the device; deputy and everybody else of the desk can be called."""
    factories.add(DeskRota(focal_point_key=scene.desk, zone="Europe/Paris", version=1))
    duty = {"starts_at": asked_at - 60 * MINUTES, "ends_at": asked_at + 600 * MINUTES}
    factories.add(Shift(focal_point_key=scene.desk, account_id=scene.people["member"].id, **duty))
    with committing():
        [device] = list_ways(scene.people["member"].id)
        device.wait_minutes = 3
    for who, kind, phone, place in (
        ("member", SMS, "+33100000011", 1),
        ("deputy", VOICE, "+33100000022", 0),
        ("head", VOICE, "+33100000032", 0),
        ("coordinator there", VOICE, "+33100000042", 0),
        ("member of the other desk", VOICE, "+33100000052", 0),
    ):
        way = add_way(scene, who, kind, phone, place, 2)
        with committing():
            db.session.merge(way).proven_at = asked_at - timedelta(days=1)


def test_a_night_from_the_question_to_the_acknowledgement(
    server: Server, worker: Flask, push_service: Gateway, gateway: Gateway, page: Page, new_page: NewPage
) -> None:
    scene = make_scene()
    member, deputy, asker = (scene.people[who] for who in ("member", "deputy", "asker"))
    key = generate_private_key(SECP256R1())
    stub(page, push_service, key)
    page.context.add_cookies(
        [{"name": "__Host-session", "value": cookie_of(worker, member), "url": "https://localhost"}]
    )
    add_device(page, server)
    delivery.send_due(clock.now())
    page.goto(f"{server.by_name}/en/alarms/{token_of(latest_alarm(member).attempts[0])}")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.locator("main")).to_contain_text("The way is proven for 30 days.")
    push_service.requests.clear()
    # The site runs by the true clock: the night began nine minutes ago.
    asked_at = clock.now() - 9 * MINUTES
    staff(scene, asked_at)

    with time_machine.travel(asked_at, tick=False):
        made = scene.ask(urgency="urgent")
    work(asked_at)
    pushed = len(push_service.requests)
    assert (pushed, gateway.recipients) == (1, [])
    work(asked_at + 3 * MINUTES)
    assert gateway.recipients == ["+33100000011"]
    work(asked_at + 5 * MINUTES)
    assert gateway.recipients[1:] == ["+33100000022"]

    [(_path, _headers, body)] = push_service.requests
    message = json.loads(http_ece.decrypt(body, private_key=key, auth_secret=AUTH))
    first, second = list_about(AlarmOccasion.CONSULTATION, made.public_id)
    assert message["body"] == f"Something waits at Counterpart. Alarm {first.number}."
    assert gateway.messages[-1]["message"] == f"Something waits at Counterpart. Alarm {second.number}."

    at_home = new_page(cookie=cookie_of(worker, deputy))
    at_home.goto(f"{server.by_name}/en/account/alarms")
    at_home.get_by_role("link", name="The call reached me: acknowledge").click()
    expect(at_home.locator("main form button")).to_have_count(1)
    at_home.get_by_role("button", name=BUTTON).click()
    expect(at_home.locator("main [role=status]")).to_contain_text("Acknowledged:")
    # Before the desk is woken again because nobody has opened the question.
    work(asked_at + 20 * MINUTES)

    asking = new_page(cookie=cookie_of(worker, asker))
    asking.goto(f"{server.by_name}/en/consultations/{made.public_id}")
    expect(asking.locator("main")).to_contain_text("done:")
    expect(asking.locator("main")).not_to_contain_text("Alarms about this question")
    at_home.goto(f"{server.by_name}/en/consultations/{made.public_id}")
    told = at_home.locator("[aria-labelledby=alarms] .rows > li")
    expect(told).to_have_count(2)
    expect(told.nth(0)).to_contain_text("Notification on a device · handed over to the gateway")
    expect(told.nth(0)).to_contain_text("SMS · handed over to the gateway")
    expect(told.nth(0)).to_contain_text("not acknowledged")
    expect(told.nth(1)).to_contain_text("Automatic phone call · handed over to the gateway")
    expect(told.nth(1).locator("ol b")).to_have_text("acknowledged")
    assert (len(push_service.requests), gateway.recipients) == (1, ["+33100000011", "+33100000022"])
