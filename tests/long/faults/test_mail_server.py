"""The mail server is away, silent, refuses, or takes mail without saying so, and is well again: nothing is lost.

    .venv/bin/pytest -n0 -rP tests/long/faults/test_mail_server.py

A fault lasts until all that was queued meanwhile has been tried.
"""

import asyncio
import email
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import BouncedAddress, Job, Mail
from directory.operation.audit_job import NAME, queue_verification
from directory.outbox.service import queue
from directory.outbox.transports import TIMEOUT_SECONDS
from directory.transaction import committing
from tests.conftest import copy_of, make_app
from tests.crashes.site import Site, finished
from tests.long.faults.proxy import free_port

# What did not leave twice is tried again after five minutes.
LONGEST_SECONDS = 330
MESSAGES = 4
LONGER_THAN_ANYONE_WAITS = TIMEOUT_SECONDS + 2
AWAY, SILENT, REFUSES, NO_WORD = "away", "silent", "refuses", "takes mail and does not say so"
HEAD = (
    "mail server | queued meanwhile | tries meanwhile | lost | with two Message-IDs | copies of the same Message-ID"
    " | seconds until a job was done meanwhile | seconds after its return until all had left | load"
)


class MailServer:
    """A server at a port that stays; `fault` is what is wrong with it now. It notes the Message-IDs by address."""

    def __init__(self) -> None:
        self.port, self.fault = free_port(), ""
        self.ids: defaultdict[str, list[str]] = defaultdict(list)
        self._start()

    def fail(self, fault: str) -> None:
        """Fail in a way from now on."""
        self.fault = fault
        if fault == AWAY:
            self.stop()

    def mend(self) -> None:
        """Be well again."""
        if self.fault == AWAY:
            self._start()
        self.fault = ""

    def _start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Listen no more."""
        self._controller.stop()

    async def handle_EHLO(self, _server: Any, session: Any, _envelope: Any, name: str, answers: list[str]) -> list[str]:  # noqa: N802
        if self.fault == SILENT:
            await asyncio.sleep(LONGER_THAN_ANYONE_WAITS)
        session.host_name = name
        return answers

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if self.fault == REFUSES:
            return "451 4.3.0 Not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        for address in envelope.rcpt_tos:
            self.ids[address].append(email.message_from_bytes(envelope.content)["Message-ID"])
        if self.fault == NO_WORD:
            await asyncio.sleep(LONGER_THAN_ANYONE_WAITS)
        return "250 OK"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.mend()
    server.stop()


@contextmanager
def worker_at(site: Site) -> Iterator[None]:
    """Run a worker for the length of the block."""
    process = site.command("worker")
    try:
        yield
        assert process.poll() is None
    finally:
        process.terminate()
        status, said = finished(process)
    assert status == 0, said[-2000:]


def put(app: Flask, name: str) -> list[str]:
    """Queue messages as services do, each for an address of its own; return the addresses."""
    addresses = [f"{name}-{number}@example.org" for number in range(MESSAGES)]
    with app.app_context(), committing():
        for address in addresses:
            queue("proposal_waiting", address, "en", key=address, link="https://counterpart.example/en/proposals/1")
    return addresses


def mails(app: Flask) -> list[Mail]:
    with app.app_context():
        return list(db.session.scalars(select(Mail).where(Mail.letter == "proposal_waiting").order_by(Mail.id)))


def wait_until(is_so: Callable[[], bool]) -> float:
    """Return how many seconds it took until something is so."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() < began + LONGEST_SECONDS, "It does not come."
        time.sleep(0.2)
    return time.monotonic() - began


def all_sent(app: Flask) -> bool:
    return all(mail.state == "sent" for mail in mails(app))


def is_verified(app: Flask, since: int) -> bool:
    """Return whether the record of who did what was verified by a job that was asked for after another."""
    with app.app_context():
        done = select(Job.id).where(Job.name == NAME, Job.state == "done", Job.id > since)
        return db.session.scalar(done) is not None


def ask_for_a_job(app: Flask) -> int:
    """Ask for long work once none is under way, and return the number of the last one before."""
    with app.app_context(), committing():
        last = db.session.scalar(select(Job.id).order_by(Job.id.desc()).limit(1)) or 0
        queue_verification()
    return last


@pytest.mark.xdist_group("mail server")
@pytest.mark.parametrize(("fault", "copies"), [(AWAY, 1), (SILENT, 1), (REFUSES, 1), (NO_WORD, 2)])
def test_all_that_was_queued_leaves_once_or_again_as_the_same_message(
    few_states: Path, tmp_path: Path, mail_server: MailServer, fault: str, copies: int
) -> None:
    app = make_app(copy_of(few_states, tmp_path / "data"))
    site = Site(app.config["SETTINGS"].data_dir)
    site.environment["MAIL_URL"] = f"smtp://127.0.0.1:{mail_server.port}"
    with worker_at(site):
        before = put(app, "before")
        wait_until(lambda: all_sent(app) and is_verified(app, 0))

        mail_server.fail(fault)
        meanwhile, last = put(app, "meanwhile"), ask_for_a_job(app)
        worked = wait_until(lambda: is_verified(app, last))
        wait_until(lambda: all(mail.fault for mail in mails(app) if mail.address in meanwhile))
        tries = sum(mail.tries for mail in mails(app) if mail.address in meanwhile)
        mail_server.mend()
        seconds = wait_until(lambda: all_sent(app))

    ids = mail_server.ids
    lost = [address for address in (*before, *meanwhile) if address not in ids]
    renamed = [address for address, named in ids.items() if len(set(named)) > 1]
    again = sum(len(named) - 1 for named in ids.values())
    print(HEAD)
    print(fault, len(meanwhile), tries, len(lost), len(renamed), again, sep=" | ", end=" | ")
    print(f"{worked:.1f}", f"{seconds:.1f}", f"{os.getloadavg()[0]:.1f}", sep=" | ")
    assert lost == []
    assert renamed == []
    assert {address: len(ids[address]) for address in meanwhile} == dict.fromkeys(meanwhile, copies)
    assert {address: len(ids[address]) for address in before} == dict.fromkeys(before, 1)
    with app.app_context():
        assert db.session.scalars(select(BouncedAddress)).all() == []
