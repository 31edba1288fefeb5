"""Webhooks over the API: what the pages do, and nothing of another person's."""

import socket
from typing import Any

import pytest
from flask import Flask

from directory import clock
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Account
from directory.people.queries import api_tokens
from directory.people.service import api_tokens as tokens
from directory.transaction import committing
from directory.webhooks import service
from directory.webhooks.encryption import open_secrets, open_url
from directory.webhooks.queries import list_of
from tests.api.programs import Program
from tests.consultations.conftest import Scene
from tests.webhooks.conftest import MINUTE, START, add_webhook, ask, work
from tests.webhooks.receiver import HOST, URL, Receiver

SHOWN = f"https://{HOST}/hook?…"


@pytest.fixture(autouse=True)
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the receiver an address of the public internet."""
    real, found = socket.getaddrinfo, [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]

    def look_up(host: str, *given: Any, **named: Any) -> Any:
        return found if host == HOST else real(host, *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.fixture
def person(scene: Scene) -> Account:
    return scene.people["asker"]


@pytest.fixture
def program(written: Flask, person: Account) -> Program:
    return Program(written, person)


def test_a_program_adds_a_webhook_of_its_own_token_and_reads_its_secret_once(program: Program, person: Account) -> None:
    made = program.ask("POST", "webhooks", {"url": URL})
    listed = program.get("webhooks").get_json()

    [webhook] = list_of(person.id)
    assert (made.status_code, made.get_json()["secret"]) == (201, open_secrets(webhook)[0])
    assert (open_url(webhook), [webhook.token]) == (URL, api_tokens.list_working(person))
    assert made.headers["Location"].endswith(f"/api/v1/webhooks/{webhook.public_id}")
    assert listed["items"] == [
        {
            "id": webhook.public_id,
            "url": SHOWN,
            "is_on": True,
            "disabled_at": None,
            "former_secret_until": None,
            "created_at": webhook.created_at.isoformat(),
        }
    ]


def test_a_request_that_is_repeated_adds_once_and_shows_no_secret_again(program: Program, person: Account) -> None:
    first = program.ask("POST", "webhooks", {"url": URL}, Idempotency_Key="one")
    second = program.ask("POST", "webhooks", {"url": URL}, Idempotency_Key="one")

    assert (first.get_json()["id"], len(list_of(person.id))) == (second.get_json()["id"], 1)
    assert second.get_json()["secret"] is None


@pytest.mark.parametrize("url", [f"http://{HOST}/", f"https://{HOST}:8443/", "", "x" * 600])
def test_an_unusable_address_is_refused_by_its_field(program: Program, person: Account, url: str) -> None:
    answer = program.ask("POST", "webhooks", {"url": url})

    assert (answer.status_code, list(answer.get_json()["errors"]), list_of(person.id)) == (422, ["url"], [])


def test_a_program_renews_no_secret_of_a_webhook_of_another_token(program: Program, person: Account) -> None:
    webhook, secret = add_webhook(person)
    address = f"webhooks/{webhook.public_id}"

    answer = program.write("POST", f"{address}/secret", of=address)

    assert (answer.status_code, open_secrets(list_of(person.id)[0])) == (403, [secret])


def test_deliveries_are_listed_with_status_and_time(
    program: Program, person: Account, scene: Scene, receiver: Receiver
) -> None:
    webhook, _ = add_webhook(person)
    receiver.statuses = [500]
    ask(scene)
    work(receiver.sender(), START)

    listed = program.get(f"webhooks/{webhook.public_id}/deliveries").get_json()

    [one] = listed["items"]
    assert one == {
        "id": receiver.received[0].id,
        "type": "consultation.asked",
        "queued_at": START.isoformat(),
        "tries": 1,
        "tried_at": START.isoformat(),
        "is_accepted": False,
        "status": 500,
        "fault": "",
        "next_try_at": (START + MINUTE).isoformat(),
    }


def test_the_secret_is_renewed_a_test_queued_and_the_webhook_removed(program: Program, person: Account) -> None:
    made = program.ask("POST", "webhooks", {"url": URL}).get_json()
    address = f"webhooks/{made['id']}"

    renewed = program.write("POST", f"{address}/secret", of=address)
    tested = program.ask("POST", f"{address}/test")
    enabled = program.write("POST", f"{address}/enable", of=address)
    waiting = program.get(f"{address}/deliveries").get_json()["total"]
    removed = program.write("DELETE", address)

    assert [one.status_code for one in (renewed, tested, enabled, removed)] == [200, 200, 200, 204]
    assert renewed.get_json()["secret"] not in (None, made["secret"])
    assert (waiting, list_of(person.id)) == (1, [])


@pytest.mark.parametrize(("method", "path"), [("DELETE", ""), ("POST", "/secret"), ("POST", "/enable")])
def test_what_changes_a_webhook_names_its_version(program: Program, person: Account, method: str, path: str) -> None:
    webhook, _ = add_webhook(person)
    address = f"webhooks/{webhook.public_id}"
    read = program.version(address)
    with committing():
        service.renew_secret(webhook, clock.now())

    missing = program.ask(method, f"{address}{path}")
    outdated = program.ask(method, f"{address}{path}", version=read)

    assert (missing.status_code, outdated.status_code) == (428, 412)


METHODS = [
    ("GET", ""),
    ("DELETE", ""),
    ("GET", "/deliveries"),
    ("POST", "/secret"),
    ("POST", "/test"),
    ("POST", "/enable"),
]


@pytest.mark.parametrize(("method", "path"), METHODS)
def test_another_persons_webhook_is_not_there(program: Program, scene: Scene, method: str, path: str) -> None:
    webhook, _ = add_webhook(scene.people["colleague"])

    answer = program.ask(method, f"webhooks/{webhook.public_id}{path}")
    unknown = program.ask(method, f"webhooks/{'x' * 16}{path}")

    db.session.expire_all()
    assert (answer.status_code, answer.get_json()["detail"]) == (404, unknown.get_json()["detail"])
    assert program.get("webhooks").get_json()["items"] == []
    assert list_of(scene.people["colleague"].id) == [webhook]


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", ""), *((m, f"/x{p}") for m, p in METHODS)])
def test_a_token_is_needed(written: Flask, scene: Scene, method: str, path: str) -> None:
    answer = written.test_client().open(f"/api/v1/webhooks{path}", method=method, json={"url": URL})

    assert answer.status_code == 401


def test_a_token_that_only_reads_adds_nothing(written: Flask, person: Account) -> None:
    answer = Program(written, person, "read").ask("POST", "webhooks", {"url": URL})

    assert (answer.status_code, list_of(person.id)) == (403, [])


def test_a_webhook_that_a_stolen_token_added_ends_with_the_token(
    program: Program, person: Account, scene: Scene, receiver: Receiver
) -> None:
    program.ask("POST", "webhooks", {"url": URL})
    [token] = api_tokens.list_working(person)
    with committing():
        tokens.revoke(viewer_of(person), token.public_id)
    ask(scene)

    work(receiver.sender(), START)

    assert receiver.received == []
