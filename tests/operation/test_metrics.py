"""The figures of the running site: each is given out, at a port of its own, and tells what happened."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from directory import clock
from directory.extensions import db
from directory.models import Backup, Job, Mail, Provenance, ReachabilityTest, RecurringJob
from directory.models.job import WORKER
from directory.operation.measurements import DATABASE_UP, GAUGES, read_all
from directory.operation.metrics import registry_of
from directory.vocabulary import Role
from tests import factories, forked
from tests.conftest import PROJECT, environment_of
from tests.people import signed_in

SECONDS = 60
HOUR = timedelta(hours=1)
# What a site says of itself on its first day only once something has happened.
LATER = {
    "counterpart_worker_seconds",
    "counterpart_audit_broken",
    "counterpart_audit_verified_seconds",
    "counterpart_backup_seconds",
}
LINE = re.compile(r"(# (HELP|TYPE) counterpart_\w+ .+|counterpart_\w+ \S+)")


def exposed(app: Flask) -> dict[str, float]:
    """Return what Prometheus reads."""
    given = generate_latest(registry_of(app)).decode()
    return {one.name: one.value for family in text_string_to_metric_families(given) for one in family.samples}


def test_every_figure_is_given_out_and_nothing_else(small_app: Flask) -> None:
    given = generate_latest(registry_of(small_app)).decode()

    assert set(exposed(small_app)) == {gauge.name for gauge in GAUGES} - LATER
    assert all(LINE.fullmatch(line) for line in given.splitlines())


def a_test(finished: timedelta, outcome: str) -> ReachabilityTest:
    author = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    return ReachabilityTest(
        focal_point_key="test-desk",
        author_id=author.id,
        way="call",
        outcome=outcome,
        asked_at=clock.now() - finished,
        finished_at=clock.now() - finished,
    )


def silent_desk() -> None:
    factories.add(factories.authority(), factories.focal_point())
    factories.add(a_test(timedelta(hours=2), "answered"), a_test(timedelta(hours=1), "silent"))


def mail(state: str) -> Callable[[], None]:
    values = {"letter": "password_set", "address": "a@example.org", "language": "en", "values": {}}
    return lambda: factories.add(Mail(key=state, state=state, queued_at=clock.now() - HOUR, **values))


def overdue_entry() -> None:
    verified, due = clock.today() - timedelta(days=99), clock.today() - timedelta(days=9)
    for detail in ("name", "cover"):
        row = Provenance(kind="focal_point", key="x", detail=detail, sources=(), verified_on=verified, due_on=due)
        factories.add(row)


def recurring(name: str, ran: timedelta, due: timedelta, leased: timedelta = -HOUR) -> Callable[[], None]:
    def put() -> None:
        now = clock.now()
        factories.add(RecurringJob(name=name, ran_at=now - ran, due_at=now + due, leased_until=now + leased))

    return put


def verification(state: str) -> Callable[[], None]:
    values = {"name": "verify audit", "arguments": {}, "state": state}
    return lambda: factories.add(Job(**values, ended_at=clock.now() - HOUR))


def backup() -> None:
    factories.add(Backup(name="x.age", taken_at=clock.now() - HOUR, rows=1, size_bytes=1, digest="x"))


def tried_backup() -> None:
    factories.add(Job(name="backup", arguments={}, state="failed", queued_at=clock.now() - HOUR))


# What happens, and what a figure is then.
TABLE: dict[str, tuple[Callable[[], None], str, float]] = {
    "mail waits": (mail("waiting"), "counterpart_mail_waiting", 1),
    "mail waits for an hour": (mail("waiting"), "counterpart_mail_oldest_waiting_seconds", 3600),
    "mail is given up": (mail("given_up"), "counterpart_mail_given_up", 1),
    "mail did not arrive": (mail("given_up"), "counterpart_mail_unreached_lately", 1),
    "mail bounces": (mail("bounced"), "counterpart_mail_bounced", 1),
    "a desk is silent": (silent_desk, "counterpart_desks_silent", 1),
    "two details of an entry are overdue": (overdue_entry, "counterpart_entries_overdue", 1),
    "a worker was at work": (recurring(WORKER, HOUR, -HOUR), "counterpart_worker_seconds", 3600),
    "a worker died while the clock was ahead": (recurring(WORKER, -HOUR, -HOUR), "counterpart_worker_seconds", 3600),
    "a job of each minute fails": (recurring("followers", HOUR, HOUR), "counterpart_recurring_jobs_failing", 1),
    "a job that was late runs": (recurring("followers", HOUR, -HOUR, HOUR), "counterpart_recurring_jobs_failing", 0),
    "a job of each day is not due": (recurring("rotas", timedelta(), HOUR), "counterpart_recurring_jobs_failing", 0),
    "a backup was taken": (backup, "counterpart_backup_seconds", 3600),
    "a backup was tried": (tried_backup, "counterpart_backup_seconds", 3600),
    "the chain is whole": (verification("done"), "counterpart_audit_broken", 0),
    "the chain is broken": (verification("failed"), "counterpart_audit_broken", 1),
    "the chain was verified": (verification("done"), "counterpart_audit_verified_seconds", 3600),
}


@pytest.mark.parametrize("what", TABLE)
def test_a_figure_tells_what_happened(small_app: Flask, what: str) -> None:
    happen, name, value = TABLE[what]

    with clock.frozen_at(clock.now()):
        happen()

        assert exposed(small_app)[name] == value


def test_an_open_session_is_counted(small_app: Flask) -> None:
    signed_in(small_app, factories.account(Role.ADMINISTRATOR))

    assert exposed(small_app)["counterpart_sessions_open"] == 1


def test_changes_that_the_index_lacks_are_counted_with_their_age(small_app: Flask) -> None:
    then = clock.now() - HOUR
    for key in ("one", "two"):
        statement = text("INSERT INTO change (kind, key, changed_at) VALUES ('treaty', :key, :then)")
        db.session.execute(statement, {"key": key, "then": then.replace(tzinfo=None).isoformat(" ")})
    db.session.commit()

    figures = exposed(small_app)

    assert figures["counterpart_index_lag_changes"] == 2
    assert figures["counterpart_index_lag_seconds"] == pytest.approx(3600, abs=SECONDS)


@pytest.mark.sqlite
def test_without_a_database_that_alone_is_said(small_app: Flask) -> None:
    db.session.remove()
    db.engine.dispose()
    (small_app.config["SETTINGS"].data_dir / "directory.sqlite3").write_bytes(b"no database at all " * 100)

    assert read_all() == {DATABASE_UP: 0}


def test_the_command_answers_at_its_own_port_until_it_is_ended(small_app: Flask) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "metrics"]
    environment = environment_of(small_app) | {"METRICS_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    process = forked.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:
            given = answer.read().decode()
    finally:
        process.terminate()
        process.wait(SECONDS)
        process.stdout.close()

    assert "counterpart_database_up 1.0\n" in given
    assert process.returncode == -signal.SIGTERM


def test_the_port_of_the_site_gives_out_no_figures(small_app: Flask) -> None:
    assert small_app.test_client().get("/metrics", follow_redirects=True).status_code == 404


@pytest.mark.parametrize(
    ("state", "ended", "is_counted"),
    [("failed", HOUR, True), ("failed", 72 * HOUR, False), ("done", HOUR, False)],
)
def test_long_work_of_people_that_was_given_up_lately_is_counted(
    small_app: Flask, state: str, ended: timedelta, is_counted: bool
) -> None:
    asker = factories.account(Role.COORDINATOR, jurisdiction_key="KG").id
    factories.add(Job(name="export", arguments={}, account_id=asker, state=state, ended_at=clock.now() - ended))

    assert read_all()["counterpart_jobs_failed_lately"] == is_counted
