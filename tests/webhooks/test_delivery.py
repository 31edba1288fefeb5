"""A message is signed, tells no content, is sent until it is accepted, and to nobody who may not read any more."""

import json
import logging
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Event, Thread

import pytest
import structlog
import time_machine
from flask import Flask
from sqlalchemy import select
from standardwebhooks import WebhookVerificationError
from structlog.testing import capture_logs

from directory import clock
from directory.accounts.queries import viewer_of
from directory.accounts.service import end
from directory.consultations.service import answering, asking
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import WrittenText
from directory.envelope_encryption import NotOpened
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Account, Consultation, Mail, Webhook, WebhookDelivery
from directory.people.service import api_tokens
from directory.sources import public_hosts
from directory.sources.public_hosts import Endpoint
from directory.transaction import committing
from directory.vocabulary import WebhookFault
from directory.webhooks import delivery, service
from directory.webhooks.encryption import open_url
from directory.webhooks.transport import NOT_USABLE, NotSent, WebhookMessage, WebhookSender, usable_url, webhook_sender
from tests.conftest import PROJECT
from tests.consultations.conftest import Scene
from tests.webhooks.conftest import DAY, MINUTE, START, add_webhook, ask, deliveries_of, work
from tests.webhooks.receiver import HOST, MEGABYTES, URL, Receiver

OUTSIDE, INSIDE = "93.184.215.14", "10.0.0.1"


@pytest.fixture
def hooked(scene: Scene) -> tuple[Webhook, str]:
    """Return a webhook of the asker, and its secret."""
    return add_webhook(scene.people["asker"])


@pytest.fixture
def webhook(hooked: tuple[Webhook, str]) -> Webhook:
    return hooked[0]


def last(webhook: Webhook) -> WebhookDelivery:
    db.session.expire_all()
    return deliveries_of(webhook)[-1]


def test_the_reference_library_takes_the_signature_and_the_message_holds_no_content(
    scene: Scene, receiver: Receiver, hooked: tuple[Webhook, str]
) -> None:
    made = ask(scene)

    accepted = work(receiver.sender(), START + MINUTE)

    [message] = receiver.received
    with time_machine.travel(START + MINUTE, tick=False):
        content = message.verified(hooked[1])
    assert content == {
        "type": "consultation.asked",
        "timestamp": "2026-12-07T09:00:00+00:00",
        "data": {"kind": "consultation", "id": made.public_id, "is_exercise": False},
    }
    assert (accepted, message.path) == (1, "/hook?key=quokka-4711")


def test_a_changed_body_is_not_taken_by_the_reference_library(
    scene: Scene, receiver: Receiver, hooked: tuple[Webhook, str]
) -> None:
    ask(scene)
    work(receiver.sender(), START + MINUTE)
    message = receiver.received[0]
    forged = type(message)(message.path, message.headers, message.body.replace("asked", "closed"))

    with time_machine.travel(START + MINUTE, tick=False), pytest.raises(WebhookVerificationError):
        forged.verified(hooked[1])


def test_for_a_day_the_former_secret_signs_too(scene: Scene, receiver: Receiver, hooked: tuple[Webhook, str]) -> None:
    webhook, former = hooked
    with time_machine.travel(START, tick=False), committing():
        present = service.renew_secret(webhook, clock.now())
    both, one = START + MINUTE, START + DAY + MINUTE
    for at in (both, one):
        ask(scene, at)
        work(receiver.sender(), at)

    with time_machine.travel(both, tick=False):
        assert receiver.received[0].verified(former) == receiver.received[0].verified(present)
    with time_machine.travel(one, tick=False):
        assert receiver.received[1].verified(present)
        with pytest.raises(WebhookVerificationError):
            receiver.received[1].verified(former)


def test_what_was_refused_is_sent_again_with_the_same_id_and_body(
    scene: Scene, receiver: Receiver, webhook: Webhook
) -> None:
    receiver.statuses = [500, 503]
    ask(scene)

    at = START
    for wait in (timedelta(0), delivery.BACK_OFF[0], delivery.BACK_OFF[1]):
        at += wait
        work(receiver.sender(), at)

    assert len({one.id for one in receiver.received}) == 1
    assert len({one.body for one in receiver.received}) == 1
    assert len({one.headers["webhook-timestamp"] for one in receiver.received}) == len(receiver.received) == 3
    assert (last(webhook).tries, last(webhook).status, last(webhook).ended_at) == (3, 200, at)


def test_nothing_is_sent_before_its_time(scene: Scene, receiver: Receiver, webhook: Webhook) -> None:
    receiver.statuses = [500]
    ask(scene)
    work(receiver.sender(), START)

    work(receiver.sender(), START + delivery.BACK_OFF[0] - timedelta(seconds=1))

    assert len(receiver.received) == 1


def test_a_slow_receiver_is_given_up_for_now(scene: Scene, receiver: Receiver, webhook: Webhook) -> None:
    receiver.waits_for = Event()
    ask(scene)

    try:
        work(receiver.sender(seconds=0.2), START)
    finally:
        receiver.waits_for.set()

    assert (last(webhook).fault, last(webhook).ended_at) == (WebhookFault.TIME, None)


def test_a_redirect_is_not_followed(scene: Scene, receiver: Receiver, webhook: Webhook) -> None:
    receiver.statuses, receiver.location = [307], "https://127.0.0.1/inside"
    asked: list[str] = []
    ask(scene)

    def look_up(host: str, _port: int) -> Endpoint:
        asked.append(host)
        return Endpoint(host, "127.0.0.1", receiver.port)

    work(WebhookSender(look_up), START)

    assert (asked, len(receiver.received)) == ([HOST], 1)
    assert (last(webhook).status, last(webhook).ended_at) == (307, None)


def test_of_an_answer_of_megabytes_only_the_status_is_read(scene: Scene, receiver: Receiver, webhook: Webhook) -> None:
    receiver.has_long_answer = True
    ask(scene)

    work(receiver.sender(), START)

    assert last(webhook).status == 200
    assert receiver.written < MEGABYTES


def test_a_receiver_that_cannot_be_connected_is_tried_again(scene: Scene, receiver: Receiver, webhook: Webhook) -> None:
    ask(scene)
    # Nothing listens at TCP port 1.
    work(WebhookSender(lambda host, _port: Endpoint(host, "127.0.0.1", 1)), START)
    fault = last(webhook).fault

    work(receiver.sender(), START + delivery.BACK_OFF[0])

    assert (fault, len(receiver.received), last(webhook).fault) == (WebhookFault.CONNECTION, 1, "")


def test_a_receiver_with_the_certificate_of_another_host_gets_nothing(scene: Scene, receiver: Receiver) -> None:
    webhook, _ = add_webhook(scene.people["asker"], "https://other.example.org/hook")
    ask(scene)

    work(receiver.sender(), START)

    assert (last(webhook).fault, receiver.received) == (WebhookFault.CERTIFICATE, [])


def test_a_name_that_leads_outside_at_first_and_inside_later_gets_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, connected = [OUTSIDE], list[object]()
    answers = lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in found]  # noqa: E731
    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(socket, "create_connection", lambda *given, **_: connected.append(given))
    webhook, _ = add_webhook(scene.people["asker"], usable_url(URL))
    ask(scene)
    found[:] = [OUTSIDE, INSIDE]

    work(WebhookSender(), START)

    assert (last(webhook).fault, connected) == (WebhookFault.NOT_PUBLIC, [])


@pytest.mark.parametrize(
    ("ip", "inside", "may"),
    [
        (INSIDE, ["receiver.example.org"], True),
        (INSIDE, ["10.0.0.0/8"], True),
        (INSIDE, [], False),
        (INSIDE, ["10.1.0.0/16", "example.org"], False),
        ("127.0.0.1", ["receiver.example.org"], False),
        ("169.254.169.254", ["receiver.example.org"], False),
        ("fe80::1", ["receiver.example.org"], False),
        ("127.0.0.1", ["127.0.0.1"], True),
    ],
)
def test_a_host_inside_is_told_only_if_the_operator_names_it_or_its_network(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, ip: str, inside: list[str], may: bool
) -> None:
    connected = list[object]()

    def connect(address: object, *_: object, **__: object) -> object:
        connected.append(address)
        raise ConnectionRefusedError

    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", connect)
    webhook, _ = add_webhook(scene.people["asker"], URL)
    ask(scene)

    work(webhook_sender(inside), START)

    assert connected == ([(ip, 443)] if may else [])
    assert last(webhook).fault == (WebhookFault.CONNECTION if may else WebhookFault.NOT_PUBLIC)
    if may:
        assert usable_url(URL, inside) == URL
    else:
        with pytest.raises(InvalidInput) as refused:
            usable_url(URL, inside)
        assert refused.value.message == NOT_USABLE


def test_a_name_server_that_does_not_answer_holds_nobody(
    scene: Scene, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Event()
    monkeypatch.setattr(public_hosts, "LOOKUP_SECONDS", 0.05)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers.wait() and [])
    ask(scene)

    try:
        work(WebhookSender(), START)
        fault, is_waiting = last(webhook).fault, not answers.is_set()
    finally:
        answers.set()

    assert (fault, is_waiting) == (WebhookFault.NOT_PUBLIC, True)
    assert last(webhook).due_at == START + delivery.BACK_OFF[0]


def test_the_connection_goes_to_the_address_that_was_checked(
    scene: Scene, receiver: Receiver, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name servers are asked once for a message: a second answer could lead inside."""
    looked_up = []
    real = socket.getaddrinfo

    def look_up(host: str, *args: object, **kwargs: object) -> object:
        if host == HOST:
            looked_up.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (OUTSIDE, 443))]
        return real(host, *args, **kwargs)  # type: ignore[arg-type]

    connected = list[object]()

    def connect(address: object, *_: object, **__: object) -> object:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    ask(scene)

    work(WebhookSender(), START)

    assert (looked_up, connected) == ([HOST], [(OUTSIDE, 443)])


def failed_until_the_end(receiver: Receiver) -> None:
    at = START
    for wait in (timedelta(0), *delivery.BACK_OFF):
        at += wait
        receiver.statuses = [500]
        work(receiver.sender(), at)


def test_a_receiver_that_fails_for_days_is_turned_off_and_its_owner_told(
    scene: Scene, receiver: Receiver, webhook: Webhook
) -> None:
    ask(scene)

    failed_until_the_end(receiver)

    db.session.expire_all()
    told = select(Mail.letter).where(Mail.address == scene.people["asker"].email)
    assert webhook.disabled_at == START + sum(delivery.BACK_OFF, timedelta(0))
    assert list(db.session.scalars(told)).count("webhook_disabled") == 1
    assert timedelta(days=2) < sum(delivery.BACK_OFF, timedelta(0)) < timedelta(days=3)


def test_what_waited_for_a_disabled_webhook_is_sent_when_it_is_turned_on(
    scene: Scene, receiver: Receiver, webhook: Webhook
) -> None:
    first = ask(scene)
    failed_until_the_end(receiver)
    tried = len(receiver.received)
    later = START + 4 * DAY
    second = ask(scene, later)
    work(receiver.sender(), later)
    meanwhile = len(receiver.received)

    with time_machine.travel(later + MINUTE, tick=False), committing():
        service.enable(webhook, clock.now())
    work(receiver.sender(), later + MINUTE)

    sent = [json.loads(one.body)["data"]["id"] for one in receiver.received[tried:]]
    assert (meanwhile, sent) == (tried, [first.public_id, second.public_id])
    assert receiver.received[tried].id == receiver.received[0].id


def test_a_receiver_that_says_it_is_gone_is_turned_off_at_once(
    scene: Scene, receiver: Receiver, webhook: Webhook
) -> None:
    receiver.statuses = [410]
    ask(scene)

    work(receiver.sender(), START)

    db.session.expire_all()
    assert webhook.disabled_at == START


def removed_from_desk(person: Account, _webhook: Webhook) -> None:
    person.desks.clear()


def ended(person: Account, _webhook: Webhook) -> None:
    end(person)


def revoked(person: Account, webhook: Webhook) -> None:
    api_tokens.revoke(viewer_of(person), webhook.token.public_id)


def expired(_person: Account, webhook: Webhook) -> None:
    webhook.token.expires_at = START


@pytest.mark.parametrize("lose", [removed_from_desk, ended, revoked, expired])
def test_whoever_loses_access_between_the_event_and_its_delivery_gets_nothing(
    scene: Scene, receiver: Receiver, lose: Callable[[Account, Webhook], None]
) -> None:
    webhook, _ = add_webhook(scene.people["member"])
    receiver.statuses = [500]
    ask(scene)
    work(receiver.sender(), START)
    assert len(receiver.received) == 1

    with time_machine.travel(START + MINUTE, tick=False), committing():
        lose(scene.people["member"], webhook)
    work(receiver.sender(), START + 2 * MINUTE)
    work(receiver.sender(), START + DAY)

    assert len(receiver.received) == 1
    left = db.session.scalar(select(WebhookDelivery.fault).where(WebhookDelivery.webhook_id == webhook.id))
    assert left in (None, WebhookFault.WITHHELD)


def test_whoever_gets_access_back_is_not_told_of_what_was_withheld(scene: Scene, receiver: Receiver) -> None:
    webhook, _ = add_webhook(scene.people["member"])
    receiver.statuses = [500]
    ask(scene)
    work(receiver.sender(), START)
    [membership] = scene.people["member"].desks
    role = membership.desk_role
    with committing():
        scene.people["member"].desks.clear()
    work(receiver.sender(), START + 2 * MINUTE)
    with committing():
        scene.people["member"].desks.append(type(membership)(focal_point_key=scene.desk, desk_role=role))

    work(receiver.sender(), START + DAY)

    assert (len(receiver.received), last(webhook).fault) == (1, WebhookFault.WITHHELD)


class Killed(BaseException):
    """The end of the process."""


def test_a_message_of_a_worker_that_was_killed_before_it_noted_the_answer_is_sent_again(
    scene: Scene, receiver: Receiver, webhook: Webhook
) -> None:
    class DyingSender(WebhookSender):
        def send(self, message: object) -> int:
            super().send(message)  # type: ignore[arg-type]
            raise Killed

    ask(scene)
    with pytest.raises(Killed):
        work(DyingSender(receiver.sender().endpoints), START)
    db.session.rollback()
    work(receiver.sender(), START + MINUTE)
    leased = len(receiver.received)
    work(receiver.sender(), START + 3 * MINUTE)
    work(receiver.sender(), START + DAY)

    first, second = receiver.received
    assert (leased, first.id, first.body) == (1, second.id, second.body)
    assert (last(webhook).tries, last(webhook).status) == (2, 200)


def test_a_worker_that_is_killed_as_the_message_arrives_loses_none_and_sends_no_second_body(
    written: Flask, scene: Scene, receiver: Receiver, webhook: Webhook
) -> None:
    ask(scene, clock.now())
    db.session.rollback()
    command = [sys.executable, "-m", "tests.webhooks.worker", str(written.config["SETTINGS"].data_dir)]
    with subprocess.Popen([*command, str(receiver.port)], cwd=PROJECT) as worker:
        receiver.on_receipt = worker.kill
    receiver.on_receipt = lambda: None

    work(receiver.sender(), clock.now() + 3 * MINUTE)
    work(receiver.sender(), clock.now() + DAY)

    first, second = receiver.received
    assert (worker.returncode, first.id, first.body) == (-signal.SIGKILL, second.id, second.body)
    assert (last(webhook).tries, last(webhook).status) == (2, 200)


def answer(scene: Scene, consultation: Consultation) -> None:
    member = scene.viewer("member")
    with committing():
        answering.acknowledge(member, consultation)
        answering.answer(member, consultation, Reply("welcome", (), WrittenText("Yes.", "en")))


def test_of_one_subject_a_later_event_waits_for_the_earlier_one(
    scene: Scene, receiver: Receiver, webhook: Webhook
) -> None:
    made = ask(scene)
    other = ask(scene)
    with time_machine.travel(START + timedelta(seconds=1), tick=False):
        answer(scene, made)
    receiver.statuses = [500]

    work(receiver.sender(), START + timedelta(seconds=2))
    work(receiver.sender(), START + 2 * MINUTE)

    told = [(json.loads(one.body)["type"], json.loads(one.body)["data"]["id"]) for one in receiver.received[1:]]
    assert [name for name, subject in told if subject == made.public_id] == [
        "consultation.asked",
        "consultation.acknowledged",
        "consultation.answered",
    ]
    assert ("consultation.asked", other.public_id) in told


def test_of_one_subject_a_later_event_has_a_later_time_though_the_clock_was_turned_back(
    scene: Scene, receiver: Receiver, webhook: Webhook
) -> None:
    made = ask(scene)
    with time_machine.travel(START - MINUTE, tick=False):
        answer(scene, made)

    work(receiver.sender(), START + MINUTE)

    times = [json.loads(one.body)["timestamp"] for one in receiver.received]
    assert (len(times), times) == (3, sorted(set(times)))


def test_an_unreadable_secret_is_a_fault_of_the_site_and_sends_nothing(
    scene: Scene, receiver: Receiver, webhook: Webhook
) -> None:
    with committing():
        webhook.key_name = "lost"
    with pytest.raises(NotOpened):
        open_url(webhook)
    ask(scene)

    work(receiver.sender(), START)

    assert (last(webhook).fault, receiver.received) == (WebhookFault.SITE, [])


def test_no_line_of_the_log_holds_the_query_or_the_secret(
    scene: Scene, receiver: Receiver, hooked: tuple[Webhook, str]
) -> None:
    receiver.statuses = [500]
    ask(scene)
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))

    try:
        with capture_logs() as lines:
            work(receiver.sender(), START)
            work(receiver.sender(), START + 2 * MINUTE)
    finally:
        structlog.configure(**before)

    logged = json.dumps(lines, default=str)
    assert [one["status"] for one in lines if one["event"] == "webhook"] == [500, 200]
    assert not [word for word in ("quokka", HOST, "/hook", hooked[1]) if word in logged]


def test_address_and_secrets_are_not_stored_in_the_clear(hooked: tuple[Webhook, str]) -> None:
    webhook, secret = hooked
    with committing():
        service.renew_secret(webhook, clock.now())

    stored = b"".join(value for value in vars(webhook).values() if isinstance(value, bytes))

    assert not [word for word in (HOST, "quokka", secret) if word.encode() in stored]


def test_old_deliveries_are_deleted(scene: Scene, receiver: Receiver, webhook: Webhook) -> None:
    ask(scene)
    work(receiver.sender(), START)

    with committing():
        early = service.drop_old(START + service.RETENTION)
        late = service.drop_old(START + service.RETENTION + MINUTE)

    assert (early, late, deliveries_of(webhook)) == (0, 1, [])


def test_a_webhook_that_is_removed_while_its_message_is_on_the_way_is_no_fault(
    written: Flask, scene: Scene, receiver: Receiver, webhook: Webhook
) -> None:
    number = webhook.id

    def remove() -> None:
        with written.app_context(), committing():
            service.remove(db.session.get_one(Webhook, number))

    ask(scene)
    receiver.on_receipt = remove

    work(receiver.sender(), START)

    db.session.expire_all()
    assert (len(receiver.received), db.session.get(Webhook, number)) == (1, None)


def test_a_webhook_gets_nothing_from_before_it_was_added(scene: Scene, receiver: Receiver) -> None:
    made = ask(scene)
    add_webhook(scene.people["asker"])
    with committing():
        asking.close(scene.viewer("asker"), made)

    work(receiver.sender(), START + MINUTE)

    assert [json.loads(one.body)["type"] for one in receiver.received] == ["consultation.closed"]


def test_interim_answers_without_end_are_given_up(receiver: Receiver) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(receiver.certificate)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with suppress(OSError), context.wrap_socket(server.accept()[0], server_side=True) as connection:
                while True:
                    connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 500)

        thread = Thread(target=answer)
        thread.start()
        sender = WebhookSender(lambda host, _port: Endpoint(host, "127.0.0.1", server.getsockname()[1]), 600)

        with pytest.raises(NotSent) as refused:
            sender.send(WebhookMessage(URL, {}, "{}"))

        thread.join()
    assert refused.value.fault == WebhookFault.CONNECTION
