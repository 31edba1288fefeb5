"""Mail leaves once: to one recipient, in the reader's language, again later where it did not, never after a bounce."""

import email
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy import delete, select

from directory import clock
from directory.config import Config
from directory.errors import BadConfiguration
from directory.extensions import db
from directory.jobs.leases import LEASE
from directory.models import BouncedAddress, Mail
from directory.outbox import delivery, messages, transports
from directory.outbox.delivery import send_due
from directory.outbox.letters import LETTERS, LetterTemplate
from directory.outbox.queries import get_oldest_unsent, is_bounced
from directory.outbox.service import erase_address, queue, try_again
from directory.transaction import committing
from tests import forked
from tests.conftest import PROJECT, copy_of, environment_of, make_app

LETTER = LetterTemplate("Something waits: %(what)s", "Open %(link)s")
LINK = "https://counterpart.example/en/proposals/1"


@pytest.fixture(autouse=True)
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "clock", clock)
    monkeypatch.setattr(messages, "LETTERS", LETTERS | {"test": LETTER})
    monkeypatch.setattr("directory.outbox.service.LETTERS", LETTERS | {"test": LETTER})


@pytest.fixture(scope="module")
def outbox_app(migrated_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return make_app(copy_of(migrated_folder, tmp_path_factory.mktemp("outbox")))


@pytest.fixture
def app(outbox_app: Flask) -> Iterator[Flask]:
    """Return an app with an empty outbox; its context is pushed."""
    data_dir = outbox_app.config["SETTINGS"].data_dir
    outbox_app.extensions["mail_transport"] = transports.transport_of("", data_dir, "localhost")
    with outbox_app.app_context():
        with committing():
            db.session.execute(delete(Mail))
            db.session.execute(delete(BouncedAddress))
        shutil.rmtree(data_dir / "mail", ignore_errors=True)
        yield outbox_app


def put(key: str = "one", address: str = "clerk@example.org", language: str = "en", **values: Any) -> bool:
    with committing():
        return queue("test", address, language, key=key, **({"what": "a proposal", "link": LINK} | values))


def mail(key: str = "one") -> Mail:
    db.session.rollback()
    return db.session.scalars(select(Mail).where(Mail.key == key)).one()


def files(app: Flask) -> list[Path]:
    return sorted((app.config["SETTINGS"].data_dir / "mail").glob("*.eml"))


def read(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes(), policy=default)


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    moment = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: moment)


class Recipient:
    """A mail server's behaviour: what it answers to a recipient, and what it was given."""

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.answer_to_data = "250 OK"
        self.received: list[EmailMessage] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=default)
        message["X-Recipients"] = ",".join(envelope.rcpt_tos)
        self.received.append(message)  # type: ignore[arg-type]
        return self.answer_to_data


@pytest.fixture
def recipient(app: Flask) -> Iterator[Recipient]:
    recipient = Recipient()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(recipient, hostname="127.0.0.1", port=port)
    controller.start()
    data_dir = app.config["SETTINGS"].data_dir
    app.extensions["mail_transport"] = transports.transport_of(f"smtp://127.0.0.1:{port}", data_dir, "localhost")
    yield recipient
    controller.stop()


@pytest.fixture
def server_that(app: Flask) -> Iterator[Callable[[Callable[[socket.socket], None]], None]]:
    """Return a way to have a server of one connection at a time answer with a function."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve(answer: Callable[[socket.socket], None]) -> None:
        def run() -> None:
            connection, _ = listening.accept()
            with connection:
                answer(connection)

        threading.Thread(target=run, daemon=True).start()
        address = f"smtp://127.0.0.1:{listening.getsockname()[1]}"
        folder = app.config["SETTINGS"].data_dir
        app.extensions["mail_transport"] = transports.transport_of(address, folder, "localhost")

    yield serve
    listening.close()


def test_a_message_goes_into_the_folder_with_its_link_and_says_that_a_program_sent_it(app: Flask) -> None:
    put()

    assert send_due(clock.now()) == 1

    [file] = files(app)
    message = read(file)
    assert message["To"] == "clerk@example.org"
    assert message["Subject"] == "Something waits: a proposal"
    assert message["Auto-Submitted"] == "auto-generated"
    assert LINK in message.get_content()
    assert message.get_content().rstrip().endswith(f"the help page says whom to ask: {Config.site_address}/en/help")
    assert message["Reply-To"] is None
    assert file.stat().st_mode & 0o077 == 0
    assert mail().state == "sent"


def test_a_message_is_in_the_readers_language(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(messages.LETTERS, "test", LetterTemplate(lazy_gettext("Authority"), "%(link)s"))  # type: ignore[arg-type]
    put(language="ru")

    send_due(clock.now())

    message = read(files(app)[0])
    assert message["Content-Language"] == "ru"
    assert message["Subject"] == "Ведомство"


def test_the_same_key_is_queued_once_and_sent_once(app: Flask) -> None:
    assert put() is True
    assert put() is False
    send_due(clock.now())

    assert send_due(clock.now()) == 0

    assert len(files(app)) == 1


@pytest.mark.parametrize(
    "address",
    ["a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org", "a@example.org b@example.org", "a@", "x"],
)
def test_anything_but_one_address_is_refused_before_it_is_queued(app: Flask, address: str) -> None:
    with pytest.raises(ValueError, match="one address"):
        put(address=address)


@pytest.mark.parametrize("what", ["x\r\nBcc: b@example.org", "x\nBcc: b@example.org"])
def test_a_value_that_would_add_a_header_is_never_sent(app: Flask, what: str) -> None:
    put(what=what)

    assert send_due(clock.now()) == 0

    assert files(app) == []
    assert mail().state == "given_up"


def test_a_server_gets_one_recipient_and_a_message_number_that_follows_from_the_key(
    app: Flask, recipient: Recipient
) -> None:
    put(language="ar", what="اقتراح")

    send_due(clock.now())
    [first] = recipient.received
    with committing():
        sent = mail()
        sent.state, sent.values = "waiting", {"what": "اقتراح", "link": LINK}
    send_due(clock.now())

    again = recipient.received[1]
    assert first["X-Recipients"] == first["To"] == "clerk@example.org"
    assert first["Message-ID"] == again["Message-ID"]
    assert "اقتراح" in first["Subject"]


def test_a_server_that_is_busy_is_tried_again_after_a_while_and_given_up_in_the_end(
    app: Flask, recipient: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipient.answers = ["451 busy"] * 10
    put()
    waits = []

    for _ in range(10):
        before = clock.now()
        send_due(before)
        if mail().state != "waiting":
            break
        waits.append(round((clock.as_utc(mail().due_at) - before).total_seconds() / 60))
        assert send_due(clock.now()) == 0
        later(monkeypatch, timedelta(minutes=waits[-1], seconds=5))

    assert waits == [1, 5, 15, 60, 240]
    assert (mail().state, mail().tries, mail().fault) == ("given_up", 6, "SMTP 451")


def test_an_address_without_a_mailbox_is_not_written_to_again_until_it_is_mended(
    app: Flask, recipient: Recipient
) -> None:
    recipient.answers = ["550 5.1.1 no such user"]
    put()
    send_due(clock.now())
    put("two", address="Clerk@example.org")

    send_due(clock.now())

    assert is_bounced("CLERK@example.org")
    assert [mail("one").state, mail("two").state] == ["bounced", "bounced"]
    assert recipient.received == []
    with committing():
        assert try_again(mail("two").id)
    assert send_due(clock.now()) == 1


def test_an_address_that_is_forgotten_while_it_bounces_is_written_down_nowhere(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def transport(_message: EmailMessage, _name: str) -> None:
        with committing():
            erase_address("clerk@example.org")
        raise transports.Bounced("SMTP 550")

    monkeypatch.setitem(app.extensions, "mail_transport", transport)
    put()

    send_due(clock.now())

    assert mail().address == ""
    assert not is_bounced("clerk@example.org")


@pytest.mark.parametrize("address", ["clerk@example..org", "clerk@example.org.", "clerk@.org", "a..b@example.org"])
def test_an_address_that_no_message_can_bear_is_a_bounced_one_and_the_next_message_goes(
    app: Flask, recipient: Recipient, address: str
) -> None:
    put("one", address=address)
    put("two")

    assert send_due(clock.now()) == 1

    assert [mail("one").state, mail("two").state] == ["bounced", "sent"]
    assert is_bounced(address)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("501 5.1.3 bad address", "bounced"),
        ("550 5.1.1 no such user", "bounced"),
        ("556 5.1.10 takes no mail", "bounced"),
        ("552 5.2.2 mailbox full", "waiting"),
        ("554 5.7.1 relaying denied", "waiting"),
        ("555 5.5.4 parameters", "given_up"),
        ("450 4.2.1 busy", "waiting"),
    ],
)
def test_a_recipient_refused_for_good_is_not_tried_again(
    app: Flask, recipient: Recipient, answer: str, state: str
) -> None:
    recipient.answers = [answer]
    put()

    send_due(clock.now())

    assert (mail().state, is_bounced("clerk@example.org")) == (state, state == "bounced")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("554 5.6.0 message refused", "given_up"),
        ("554 5.7.1 refused by policy", "waiting"),
        ("552 5.2.2 mailbox full", "waiting"),
        ("451 try again", "waiting"),
    ],
)
def test_a_message_refused_for_good_is_given_up_and_its_address_stays(
    app: Flask, recipient: Recipient, answer: str, state: str
) -> None:
    recipient.answer_to_data = answer
    put()

    send_due(clock.now())

    assert (mail().state, is_bounced("clerk@example.org")) == (state, False)


def test_a_message_whose_sending_fails_in_a_way_that_nobody_foresaw_backs_off_and_lets_the_next_one_go(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = app.extensions["mail_transport"]

    def transport(message: EmailMessage, name: str) -> None:
        if message["To"] == "first@example.org":
            raise RuntimeError("first@example.org")
        there(message, name)

    monkeypatch.setitem(app.extensions, "mail_transport", transport)
    put("one", address="first@example.org")
    put("two")
    states = []
    for _ in range(7):
        send_due(clock.now())
        states.append((mail("one").state, mail("one").tries, mail("one").fault))
        later(monkeypatch, timedelta(hours=4, seconds=5))

    assert mail("two").state == "sent"
    assert states[0] == ("waiting", 1, "RuntimeError")
    assert states[-1] == ("given_up", 6, "RuntimeError")


def test_a_server_that_takes_no_mail_from_us_makes_no_address_a_bounced_one(app: Flask, recipient: Recipient) -> None:
    recipient.answers = ["550 5.7.1 relaying denied"]
    put()

    send_due(clock.now())

    assert not is_bounced("clerk@example.org")
    assert mail().state == "waiting"


@pytest.mark.parametrize(
    "answer",
    [
        lambda connection: connection.close(),
        lambda connection: connection.sendall(b"220 here\r\n"),
        lambda connection: connection.sendall(b"\x00\xff" * 5000),
        lambda _connection: time.sleep(0.6),
    ],
    ids=["drops", "drops after its greeting", "talks nonsense", "says nothing"],
)
def test_a_server_that_fails_us_leaves_the_mail_waiting(
    app: Flask,
    server_that: Callable[[Callable[[socket.socket], None]], None],
    answer: Callable[[socket.socket], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transports, "TIMEOUT_SECONDS", 0.3)
    server_that(answer)
    put()

    assert send_due(clock.now()) == 0

    assert (mail().state, mail().tries) == ("waiting", 0)
    assert mail().fault
    assert "example.org" not in mail().fault


def test_no_mail_is_given_up_however_long_the_server_is_away(
    app: Flask, recipient: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = app.extensions["mail_transport"]
    with socket.create_server(("127.0.0.1", 0)) as away:
        nowhere = f"smtp://127.0.0.1:{away.getsockname()[1]}"
    app.extensions["mail_transport"] = transports.transport_of(nowhere, Path(), "localhost")
    put()
    for _ in range(20):
        assert send_due(clock.now()) == 0
        later(monkeypatch, timedelta(minutes=1, seconds=5))
    assert (mail().state, mail().tries, mail().fault) == ("waiting", 0, "ConnectionRefusedError")

    app.extensions["mail_transport"] = there
    assert send_due(clock.now()) == 1

    assert len(recipient.received) == 1


def test_mail_of_a_clock_that_was_ahead_waits_no_longer_than_usual(app: Flask) -> None:
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        put()

    assert send_due(clock.now()) == 1


def test_a_silent_server_is_waited_for_once_and_not_for_each_message(
    app: Flask, server_that: Callable[[Callable[[socket.socket], None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transports, "TIMEOUT_SECONDS", 0.3)
    server_that(lambda _connection: time.sleep(0.6))
    for key in ("one", "two", "three"):
        put(key)

    assert send_due(clock.now()) == 0

    assert [mail(key).fault != "" for key in ("one", "two", "three")] == [True, False, False]


def test_a_slow_server_keeps_other_work_waiting_for_one_round_alone(
    app: Flask, recipient: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as slow:
        slow.setattr(delivery, "ROUND_SECONDS", 0)
        put()
        assert send_due(clock.now()) == 0

    assert send_due(clock.now()) == 1
    assert len(recipient.received) == 1


def test_a_server_that_nobody_vouches_for_is_not_given_the_password(app: Flask, recipient: Recipient) -> None:
    port = app.extensions["mail_transport"].port
    url = f"smtp+starttls://user:word@127.0.0.1:{port}"
    app.extensions["mail_transport"] = transports.transport_of(url, app.config["SETTINGS"].data_dir, "localhost")
    put()

    assert send_due(clock.now()) == 0

    assert recipient.received == []
    assert "word" not in repr(app.extensions["mail_transport"])


@pytest.mark.parametrize("url", ["http://example.org", "smtp://", "smtp://host:port", "mail"])
def test_a_mail_address_of_another_kind_stops_the_start(url: str, tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="MAIL_URL"):
        transports.transport_of(url, tmp_path, "localhost")


@pytest.mark.parametrize(
    ("url", "folder"), [("", "{data}/mail"), ("file:", "{data}/mail"), ("file:/srv/mail", "/srv/mail")]
)
def test_a_folder_may_be_named(url: str, folder: str, tmp_path: Path) -> None:
    assert transports.transport_of(url, tmp_path, "localhost") == transports.FolderTransport(
        Path(folder.format(data=tmp_path))
    )


def test_forgetting_an_address_forgets_its_mail_at_once_and_its_file_soon(app: Flask) -> None:
    put(address="Clerk@example.org")
    put("two", address="other@example.org")
    send_due(clock.now())
    assert len(files(app)) == 2

    with committing():
        erase_address("clerk@example.org")
    addresses = [row.address for row in db.session.scalars(select(Mail).order_by(Mail.id))]
    dropped = delivery.drop_erased()

    assert addresses == ["", "other@example.org"]
    assert dropped == 1
    assert [read(file)["To"] for file in files(app)] == ["other@example.org"]
    assert mail("two").address == "other@example.org"


def test_the_age_of_the_oldest_unsent_mail_is_known(app: Flask) -> None:
    assert get_oldest_unsent() is None
    put()

    oldest = get_oldest_unsent()

    assert oldest is not None
    assert timedelta(0) <= clock.now() - oldest < timedelta(minutes=1)
    assert "oldest waits" in app.test_client().get("/readyz").get_json()["checks"]["mail"]


# Claims the mail, says so and waits to be killed before it marks it.
KILLED = """
from wsgi import app
from directory import clock
from directory.outbox import delivery
from directory.outbox.letters import LetterTemplate
from directory.outbox import messages
messages.LETTERS = {"test": LetterTemplate("Something waits", "Open")}
import time
def stop(*_):
    print("handed over", flush=True)
    time.sleep(60)
delivery._mark = stop
with app.app_context():
    delivery.send_due(clock.now())
"""


def python(app: Flask, code: str) -> subprocess.Popen[str]:
    return forked.Popen(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment_of(app), stdout=subprocess.PIPE, text=True
    )


def test_a_process_killed_between_sending_and_marking_leaves_one_message(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    put()
    killed = python(app, KILLED)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "handed over\n"
    killed.send_signal(signal.SIGKILL)
    killed.communicate()

    assert send_due(clock.now()) == 0
    later(monkeypatch, LEASE + timedelta(seconds=5))
    assert send_due(clock.now()) == 1

    assert len(files(app)) == 1
    assert mail().tries == 2


# Sends all that is due and prints how many it sent.
SENDER = """
from wsgi import app
from directory import clock
from directory.outbox import delivery, messages
from directory.outbox.letters import LetterTemplate
messages.LETTERS = {"test": LetterTemplate("Something waits", "Open")}
with app.app_context():
    print(delivery.send_due(clock.now()), flush=True)
"""


def test_two_workers_send_each_message_once(app: Flask) -> None:
    with committing():
        for number in range(60):
            queue("test", "clerk@example.org", "en", key=f"mail {number}", what="a proposal", link=LINK)

    both = [python(app, SENDER) for _ in range(2)]
    sent = [int(process.communicate(timeout=60)[0]) for process in both]

    db.session.rollback()
    assert sum(sent) == 60
    assert len(files(app)) == 60
    assert {row.tries for row in db.session.scalars(select(Mail))} == {1}
