"""A person adds a device, tries it and acknowledges on it; a push service of the tests' own reads what was sent."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from playwright.sync_api import Page, expect

from directory import clock
from directory.alarms import delivery
from directory.alarms.push import public_key
from directory.alarms.queries import list_alarms
from directory.alarms.service import token_of
from directory.extensions import db
from directory.models import Account, Alarm
from directory.vocabulary import Role
from tests import factories, people
from tests.alarms.gateway import Gateway, serving
from tests.browser.checks import faults_of_pages
from tests.browser.conftest import NARROW, PHONE, WIDE, NewPage, sign_in
from tests.conftest import Server, copy_of, make_app

AUTH = b"sixteen bytes it"
WHOLE = slice(None)
BUTTON = "I am awake and look at it"
# Chromium of the tests has no push service: the page is given one, whose address ends in the key that it was given.
STUB = """([service, p256dh, auth]) => {
  const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const inAddress = (text) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  Notification.requestPermission = async () => window.answered || 'granted';
  PushManager.prototype.subscribe = async ({ applicationServerKey }) =>
    ({ endpoint: `${service}/${inAddress(base64(applicationServerKey))}`, keys: { p256dh, auth } });
}"""


def _base64(sent: bytes) -> str:
    return urlsafe_b64encode(sent).decode().rstrip("=")


@pytest.fixture(scope="module")
def push_service() -> Iterator[Gateway]:
    with serving(Gateway(status=201)) as found:
        yield found


@pytest.fixture(scope="module")
def server(few_states: Path, tmp_path_factory: pytest.TempPathFactory, push_service: Gateway) -> Iterator[Server]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("alarms")), workers=1)
    server.environment["PUSH_SERVICES"] = f"http://{push_service.address}"
    server.environment["ALARM_SMS_URL"] = push_service.url()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def worker(server: Server, push_service: Gateway) -> Iterator[Flask]:
    """Return an app over the site, in which a test does the work of the worker."""
    app = make_app(server.folder, site_address=server.by_name, push_services=(f"http://{push_service.address}",))
    with app.app_context():
        yield app


def cookie_of(app: Flask, account: Account) -> str:
    client = app.test_client()
    people.sign_in(client, account)
    return people.cookie_of(client)


def latest_alarm(account: Account) -> Alarm:
    db.session.rollback()
    [alarm] = list_alarms(account, 1)
    return alarm


def stub(page: Page, service: Gateway, key: EllipticCurvePrivateKey) -> None:
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    given = json.dumps([f"http://{service.address}/push", _base64(point), _base64(AUTH)])
    page.add_init_script(f"({STUB})({given})")


def test_a_device_is_added_tried_and_proven_and_the_push_service_learns_nothing(
    server: Server, worker: Flask, push_service: Gateway, page: Page
) -> None:
    push_service.requests.clear()
    account = factories.account(Role.PRACTITIONER, jurisdiction_key="AM")
    key = generate_private_key(SECP256R1())
    stub(page, push_service, key)
    sign_in(page.context, cookie_of(worker, account))

    page.goto(f"{server.by_name}/en/account/alarms/add/push")
    page.get_by_label("Name of the device").fill("Phone of the test")
    page.get_by_role("button", name="Add this device").click()
    page.wait_for_url("**/account/alarms")
    expect(page.locator("ol.own")).to_contain_text("Notification on a device: Phone of the test not proven")
    page.get_by_role("button", name="Try it").click()
    page.wait_for_url("**/account/alarms?tried=1")
    alarm = latest_alarm(account)
    delivery.send_due(clock.now())

    [(path, _headers, body)] = push_service.requests
    link = f"{server.by_name}/en/alarms/{token_of(alarm.attempts[0])}"
    assert path == f"/push/{public_key(worker.config['SETTINGS'])}"
    assert json.loads(http_ece.decrypt(body, private_key=key, auth_secret=AUTH)) == {
        "title": "Counterpart",
        "body": f"Counterpart: a trial that you asked for. Alarm {alarm.number}.",
        "link": link,
    }

    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.locator("main")).to_contain_text("The way is proven for 30 days.")
    sign_in(page.context, cookie_of(worker, account))
    page.goto(f"{server.by_name}/en/account/alarms")
    expect(page.locator("ol.own")).to_contain_text("valid until")


def test_the_service_worker_shows_what_was_pushed_and_keeps_nothing(server: Server, page: Page) -> None:
    page.goto(f"{server.by_name}/en/offline")
    page.evaluate("navigator.serviceWorker.register('/service-worker.js').then(() => navigator.serviceWorker.ready)")
    tools, known = page.context.new_cdp_session(page), list[str]()
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known.extend(one["registrationId"] for one in event["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    [worker] = page.context.service_workers
    # Chromium of the tests shows no notifications.
    worker.evaluate("() => { self.registration.showNotification = async (...shown) => { self.shown = shown; }; }")
    link = f"{server.by_name}/en/alarms/token"
    message = {"title": "Counterpart", "body": "Alarm 123456.", "link": link}

    sent = {"origin": server.by_name, "registrationId": known[0], "data": json.dumps(message)}
    tools.send("ServiceWorker.deliverPushMessage", sent)

    title, shown = worker.evaluate(
        "async () => { while (!self.shown) await new Promise((done) => setTimeout(done, 10)); return self.shown; }"
    )
    assert (title, shown["body"], shown["data"], shown["requireInteraction"]) == (
        "Counterpart",
        "Alarm 123456.",
        link,
        True,
    )
    assert worker.evaluate("async () => (await (await caches.open('kept')).keys()).length") == 0


def test_who_blocks_notifications_is_told_and_nothing_is_lost(
    server: Server, worker: Flask, push_service: Gateway, page: Page
) -> None:
    stub(page, push_service, generate_private_key(SECP256R1()))
    sign_in(page.context, cookie_of(worker, factories.account(Role.PRACTITIONER, jurisdiction_key="AM")))
    page.goto(f"{server.by_name}/en/account/alarms/add/push")
    page.evaluate("window.answered = 'denied'")

    page.get_by_label("Name of the device").fill("Phone of the test")
    page.get_by_role("button", name="Add this device").click()

    expect(page.locator("main form [role=status]")).to_contain_text("Notifications of this site are blocked")
    expect(page.get_by_label("Name of the device")).to_have_value("Phone of the test")


def test_without_script_the_page_says_that_a_device_cannot_be_added(
    server: Server, worker: Flask, new_page: NewPage
) -> None:
    account = factories.account(Role.PRACTITIONER, jurisdiction_key="AM")
    page = new_page(PHONE, cookie_of(worker, account), java_script_enabled=False)

    page.goto(f"{server.by_name}/en/account/alarms/add/push")

    expect(page.locator("[data-without]")).to_be_visible()
    expect(page.get_by_role("button", name="Add this device")).to_be_hidden()


@pytest.mark.long
@pytest.mark.parametrize(("language", "size"), [("ar", NARROW), ("ru", NARROW), ("ky", PHONE), ("en", WIDE)])
def test_the_pages_of_alarms_are_accessible_and_fit_320_pixels(
    server: Server, worker: Flask, new_page: NewPage, language: str, size: tuple[int, int]
) -> None:
    account = factories.account(Role.PRACTITIONER, jurisdiction_key="AM")
    page = new_page(size, cookie_of(worker, account))
    own = f"{server.by_name}/{language}/account/alarms"
    for kind in ("mail", "sms"):
        page.goto(f"{own}/add/{kind}")
        if kind == "sms":
            page.locator("#phone").fill("+37410123456")
        page.locator("main form.form button").click()
    page.locator("ol.own .row form:first-child button").first.click()
    page.wait_for_url("**?tried=1")
    wait = f"{server.by_name}{page.locator('ol.own a').first.get_attribute('href')}"
    [attempt] = latest_alarm(account).attempts

    link = f"{server.by_name}/{language}/alarms/{token_of(attempt)}"
    found = faults_of_pages(page, [own, f"{own}/add/push", f"{own}/add/sms", f"{own}/add/mail", wait, link], WHOLE)
    page.goto(link)
    page.locator("main form button").press("Enter")
    page.wait_for_load_state()
    expect(page.locator("main [role=status]")).to_be_visible()

    assert found | faults_of_pages(page, [link], WHOLE) == {}
