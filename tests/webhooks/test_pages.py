"""The page of a person's own webhooks."""

import socket
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.accounts.attempt_limits import LIMITS
from directory.extensions import db
from directory.jobs.schedule import drop_old_deliveries
from directory.models import Account, ApiToken, AuditEvent, Mail, Webhook
from directory.transaction import committing
from directory.webhooks import service
from directory.webhooks.encryption import open_secrets, open_url
from directory.webhooks.queries import list_of
from directory.webhooks.transport import NOT_USABLE
from tests.consultations.conftest import Scene
from tests.html import parse
from tests.people import signed_in
from tests.webhooks.conftest import DAY, START, add_webhook, ask, deliveries_of, make_token, work
from tests.webhooks.receiver import HOST, URL, Receiver

OWN = "/en/account/webhooks"
ACTS = ("secret", "test", "enable", "remove")


@pytest.fixture
def person(scene: Scene) -> Account:
    return scene.people["asker"]


@pytest.fixture
def client(written: Flask, person: Account) -> FlaskClient:
    return signed_in(written, person)


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the network addresses of every host, to be changed by a test."""
    found = ["93.184.215.14"]
    answer = lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in found]  # noqa: E731
    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return found


def letters_to(person: Account) -> list[str]:
    return list(db.session.scalars(select(Mail.letter).where(Mail.address == person.email).order_by(Mail.id)))


def test_without_a_token_the_page_leads_to_one(client: FlaskClient) -> None:
    page = parse(client.get(OWN)).one("main")

    assert "/en/account/tokens/new" in page.links
    assert f"{OWN}/new" not in page.links


def test_a_webhook_is_added_its_secret_shown_once_and_its_owner_told(
    client: FlaskClient, person: Account, addresses: list[str]
) -> None:
    token = make_token(person)

    made = client.post(f"{OWN}/new", data={"url": URL, "token": token.public_id})
    later = client.get(OWN)

    [webhook] = list_of(person.id)
    [secret] = open_secrets(webhook)
    assert (made.status_code, open_url(webhook), webhook.token_id) == (200, URL, token.id)
    assert secret in made.text
    assert secret not in later.text
    assert letters_to(person)[-1] == "webhook_added"
    acts = select(AuditEvent.action).where(AuditEvent.actor_id == person.id).order_by(AuditEvent.id.desc())
    assert db.session.scalar(acts.limit(1)) == "webhook_added"


def test_the_page_shows_the_address_without_its_query(client: FlaskClient, person: Account) -> None:
    add_webhook(person)

    page = client.get(OWN)

    assert f"https://{HOST}/hook?…" in page.text
    assert "quokka" not in page.text


@pytest.mark.parametrize(
    "url",
    [
        f"http://{HOST}/hook",
        f"https://{HOST}:8443/hook",
        f"https://user@{HOST}/hook",
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://0x7f.1/hook",
        "https://169.254.169.254/latest",
        "https://localhost/hook",
        "ftp://receiver.example.org/",
        "no address",
    ],
)
def test_an_address_that_is_not_https_or_not_outside_is_refused_and_kept_in_the_form(
    client: FlaskClient, person: Account, url: str
) -> None:
    token = make_token(person)

    answer = client.post(f"{OWN}/new", data={"url": url, "token": token.public_id})

    page = parse(answer)
    assert (answer.status_code, list_of(person.id)) == (422, [])
    assert str(NOT_USABLE) in page.one("main").text
    assert page.one("input[name=url]")["value"] == url


def test_a_name_of_an_inside_host_is_refused_like_a_name_that_nobody_knows(
    client: FlaskClient, person: Account, addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {"url": URL, "token": make_token(person).public_id}
    addresses[:] = ["93.184.215.14", "10.0.0.1"]
    inside = client.post(f"{OWN}/new", data=sent)

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    nowhere = client.post(f"{OWN}/new", data=sent)

    assert inside.status_code == nowhere.status_code == 422
    assert parse(inside).one("main").text == parse(nowhere).one("main").text


def test_the_same_address_is_not_added_twice(client: FlaskClient, person: Account, addresses: list[str]) -> None:
    sent = {"url": URL, "token": make_token(person).public_id}
    client.post(f"{OWN}/new", data=sent)

    again = client.post(f"{OWN}/new", data=sent)

    assert (again.status_code, len(list_of(person.id))) == (422, 1)
    assert str(service.TWICE) in again.text


def test_a_person_has_a_few_webhooks_at_most(client: FlaskClient, person: Account, addresses: list[str]) -> None:
    for number in range(service.MOST_WEBHOOKS):
        add_webhook(person, f"{URL}{number}")

    answer = client.post(f"{OWN}/new", data={"url": URL, "token": make_token(person).public_id})

    assert (answer.status_code, len(list_of(person.id))) == (422, service.MOST_WEBHOOKS)


def of_another(person: Account, scene: Scene) -> str:
    return make_token(scene.people["member"]).public_id


def revoked(person: Account, _scene: Scene) -> str:
    token = make_token(person)
    make_token(person)
    with committing():
        db.session.get_one(ApiToken, token.id).revoked_at = clock.now()
    return token.public_id


@pytest.mark.parametrize("of", [of_another, revoked])
def test_a_webhook_belongs_to_a_working_token_of_its_person(
    client: FlaskClient, person: Account, scene: Scene, addresses: list[str], of: Callable[[Account, Scene], str]
) -> None:
    make_token(person)

    answer = client.post(f"{OWN}/new", data={"url": URL, "token": of(person, scene)})

    assert (answer.status_code, list_of(person.id)) == (422, [])


@pytest.mark.parametrize("address", ["new", "{}/secret"])
def test_a_session_without_a_recent_factor_adds_nothing_and_reads_no_secret(
    client: FlaskClient, person: Account, addresses: list[str], address: str
) -> None:
    webhook, _ = add_webhook(person, "https://receiver.example.org/first")
    before, token = webhook.sealed_secret, make_token(person).public_id
    with time_machine.travel(clock.now() + 16 * (DAY / 24 / 60), tick=False):
        answer = client.post(f"{OWN}/{address.format(webhook.public_id)}", data={"url": URL, "token": token})

    db.session.expire_all()
    assert (answer.status_code, "/confirm" in answer.location) == (303, True)
    assert [one.sealed_secret for one in list_of(person.id)] == [before]


def test_the_secret_is_renewed_once_a_day_and_its_owner_told(client: FlaskClient, person: Account) -> None:
    webhook, former = add_webhook(person)

    answer = client.post(f"{OWN}/{webhook.public_id}/secret")
    again = client.post(f"{OWN}/{webhook.public_id}/secret")

    db.session.expire_all()
    present, still = open_secrets(webhook)
    assert (answer.status_code, again.status_code, still) == (200, 422, former)
    assert present in answer.text
    assert str(service.STILL_TWO) in again.text
    assert letters_to(person)[-1] == "webhook_secret_renewed"


def test_the_owner_need_not_wait_after_somebody_else_renewed_the_secret(client: FlaskClient, person: Account) -> None:
    webhook, _first = add_webhook(person)
    with committing():
        service.renew_secret(webhook, clock.now())
    assert "End the former secret at once" in client.get(f"{OWN}/{webhook.public_id}/secret").text

    answer = client.post(f"{OWN}/{webhook.public_id}/secret", data={"ends_former": "y"})

    db.session.expire_all()
    [only] = open_secrets(webhook)
    assert (answer.status_code, only in answer.text) == (200, True)


def test_a_test_is_sent_and_its_answer_shown(client: FlaskClient, person: Account, receiver: Receiver) -> None:
    webhook, secret = add_webhook(person)
    for _press in range(2):
        answer = client.post(f"{OWN}/{webhook.public_id}/test")
    at = clock.now()
    work(receiver.sender(), at)

    page = parse(client.get(OWN)).one("main").text
    with time_machine.travel(at, tick=False):
        [content] = [one.verified(secret) for one in receiver.received]
    assert (answer.status_code, content["type"]) == (303, "webhook.test")
    assert content["data"] == {"kind": "webhook", "id": webhook.public_id, "is_exercise": False}
    assert "accepted, answer 200" in page
    assert receiver.received[0].id in page


def test_a_disabled_webhook_says_so_and_is_turned_on_again(client: FlaskClient, person: Account) -> None:
    webhook, _ = add_webhook(person)
    with committing():
        service.disable(webhook, START)
    before = client.get(OWN).text
    refused = client.post(f"{OWN}/{webhook.public_id}/test")

    answer = client.post(f"{OWN}/{webhook.public_id}/enable")

    db.session.expire_all()
    assert "Its receiver failed for too long." in before
    assert (refused.status_code, answer.status_code, webhook.disabled_at) == (400, 303, None)
    assert deliveries_of(webhook) == []


def test_a_webhook_is_removed_with_its_deliveries(client: FlaskClient, scene: Scene, person: Account) -> None:
    webhook, _ = add_webhook(person)
    with committing():
        service.send_test(webhook, clock.now())

    answer = client.post(f"{OWN}/{webhook.public_id}/remove")

    db.session.expire_all()
    assert (answer.status_code, list_of(person.id)) == (303, [])
    assert letters_to(person)[-1] == "webhook_removed"


@pytest.mark.parametrize("act", ACTS)
def test_another_persons_webhook_is_not_there(client: FlaskClient, scene: Scene, act: str) -> None:
    webhook, _ = add_webhook(scene.people["colleague"])
    before = webhook.sealed_secret

    answer = client.post(f"{OWN}/{webhook.public_id}/{act}")
    unknown = client.post(f"{OWN}/{'x' * 16}/{act}")

    db.session.expire_all()
    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert (db.session.get_one(Webhook, webhook.id).sealed_secret, deliveries_of(webhook)) == (before, [])
    assert HOST not in client.get(OWN).text


def test_a_webhook_whose_token_works_no_more_says_so(client: FlaskClient, person: Account) -> None:
    webhook, _ = add_webhook(person)
    with committing():
        webhook.token.revoked_at = clock.now()

    page = parse(client.get(OWN)).one("main").text

    assert "Its token works no more" in page


def test_tests_are_limited(client: FlaskClient, person: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "webhook_test", "1 per hour")  # type: ignore[arg-type]
    webhook, _ = add_webhook(person)
    client.post(f"{OWN}/{webhook.public_id}/test")

    answer = client.post(f"{OWN}/{webhook.public_id}/test")

    assert answer.status_code == 429


def test_a_visitor_is_asked_to_sign_in(written: Flask) -> None:
    answer = written.test_client().get(OWN)

    assert (answer.status_code, "/sign-in" in answer.location) == (303, True)


def test_the_worker_deletes_old_deliveries(scene: Scene, receiver: Receiver, person: Account) -> None:
    webhook, _ = add_webhook(person)
    ask(scene)
    work(receiver.sender(), START)

    with time_machine.travel(START + service.RETENTION + DAY, tick=False):
        drop_old_deliveries()

    db.session.rollback()
    assert deliveries_of(webhook) == []
