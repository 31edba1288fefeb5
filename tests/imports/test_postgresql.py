"""Mail, long work and imports on PostgreSQL, as on SQLite."""

import subprocess
import sys

import pytest
from flask import Flask
from sqlalchemy import select

from directory.accounts.queries import viewer_of
from directory.audit.verification import verify
from directory.extensions import db
from directory.imports import jobs
from directory.imports.exporting import export
from directory.imports.queries import OPERATOR
from directory.models import Authority, Job, Mail
from directory.outbox.service import queue
from directory.search import restricted_terms
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, forked
from tests.conftest import PROJECT, environment_of
from tests.imports.files import approve, check, nothing, office, phone, submit, table, work_off

pytestmark = pytest.mark.xdist_group("postgresql")


def test_a_file_is_checked_and_applied_on_postgresql(postgresql_app: Flask) -> None:
    author = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    reviewer = viewer_of(factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    restricted = phone("kg-postgres", "+996 555 1", audience="practitioners", held_by="Officer Postgresova")
    first = table([office("kg-postgres"), phone("kg-postgres", "+996 312 1"), restricted])
    second = table([{"kind": "authority", "key": "kg-postgres", "status": "closed", "name.ru": "Ведомство"}])

    created = approve(reviewer, submit(author, check(author, first)))
    changed = approve(reviewer, submit(author, check(author, second)))
    whole = check(None, export(OPERATOR, "csv", "en", nothing))

    assert (created.state, changed.state) == ("applied", "applied")
    assert db.session.get_one(Authority, "kg-postgres").status == "closed"
    assert len(db.session.get_one(Authority, "kg-postgres").contacts) == 2
    assert (whole.counts["created"], whole.counts["changed"], whole.counts["refused"]) == (0, 0, 0)
    assert ("authority", "kg-postgres") not in restricted_terms.differing()
    assert len(list(verify([]))) > 0


def test_a_worker_runs_jobs_and_sends_mail_on_postgresql(postgresql_app: Flask) -> None:
    author = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    with committing():
        job = jobs.service.ask_for_export(viewer_of(author), "csv")
        queue("password_set", "clerk@example.org", "en", key="one", link="https://counterpart.example")
    number = job.id

    work_off()

    assert db.session.get_one(Job, number).state == "done"
    assert db.session.scalars(select(Mail.state).where(Mail.key == "one")).one() == "sent"


# Sends all that is due and prints how many it sent.
SENDER = """
from wsgi import app
from directory import clock
from directory.outbox.delivery import send_due
with app.app_context():
    print(send_due(clock.now()), flush=True)
"""


def test_two_workers_send_each_message_once_on_postgresql(postgresql_app: Flask) -> None:
    with committing():
        for number in range(40):
            queue("password_set", "clerk@example.org", "en", key=f"mail {number}", link="https://counterpart.example")
    environment = environment_of(postgresql_app)
    command = [sys.executable, "-c", SENDER]

    both = [
        forked.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(2)
    ]
    sent = [int(process.communicate(timeout=90)[0]) for process in both]

    assert sum(sent) == 40
    assert set(db.session.scalars(select(Mail.tries))) == {1}
