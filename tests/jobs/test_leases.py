"""What a worker holds is its own for as long as it works on it, and nobody writes for what is another's by now."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from directory import clock
from directory.extensions import db
from directory.jobs import worker
from directory.jobs.batches import ReportProgress
from directory.jobs.child_process import _is_kept
from directory.jobs.leases import Lease, holding, renew_between
from directory.jobs.schedule import ScheduledJob
from directory.jobs.worker import Worker, claim_if_due
from directory.models import BouncedAddress, Job, Mail, RecurringJob
from directory.outbox.service import queue
from directory.outbox.transports import Bounced
from directory.transaction import committing, separate_transaction
from tests.conftest import copy_of, make_app

HOUR = timedelta(hours=1)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))]
)
def sites(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over an empty database of each kind."""
    folder = tmp_path_factory.mktemp("leases")
    if request.param == "sqlite":
        return make_app(copy_of(request.getfixturevalue("migrated_folder"), folder))
    template = request.getfixturevalue("migrated_template")
    return make_app(folder, request.getfixturevalue("postgresql").database(template))


@pytest.fixture
def app(sites: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(worker, "RECURRING", ())
    with sites.app_context():
        with committing():
            for model in (Job, RecurringJob, Mail, BouncedAddress):
                db.session.execute(delete(model))
        yield sites


def test_a_recurring_job_that_runs_longer_than_its_lease_is_left_to_the_worker_that_is_at_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []

    def run() -> None:
        runs.append("x")
        for _ in range(3 if len(runs) == 1 else 0):
            pass_by(monkeypatch, timedelta(minutes=1))
            with committing():
                pass
        turn_elsewhere(app)

    monkeypatch.setattr(worker, "RECURRING", (ScheduledJob("hourly", HOUR, run),))

    Worker().run_once()

    assert runs == ["x"]


def test_a_recurring_job_that_reads_longer_than_its_lease_is_left_to_the_worker_that_is_at_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []

    def run() -> None:
        runs.append("x")
        for _ in renew_between(range(4 if len(runs) == 1 else 0)):
            db.session.scalar(select(Job.id))
            pass_by(monkeypatch, timedelta(minutes=1))
        turn_elsewhere(app)

    monkeypatch.setattr(worker, "RECURRING", (ScheduledJob("hourly", HOUR, run),))

    Worker().run_once()

    assert runs == ["x"]


def test_rows_that_nobody_holds_anything_for_are_read_without_a_transaction_that_writes(app: Flask) -> None:
    with committing():
        assert list(renew_between(range(3))) == [0, 1, 2]


@pytest.mark.parametrize("transaction", [committing, separate_transaction])
def test_a_recurring_job_whose_lease_went_to_another_worker_writes_nothing_more(
    app: Flask, monkeypatch: pytest.MonkeyPatch, transaction: Callable[[], object]
) -> None:
    runs: list[str] = []

    def run() -> None:
        runs.append("x")
        if len(runs) == 1:
            pass_by(monkeypatch, timedelta(minutes=3))
            turn_elsewhere(app)
            with transaction() as session:  # type: ignore[attr-defined]
                (session or db.session).add(Job(name="written too late", arguments={}, state="done"))

    monkeypatch.setattr(worker, "RECURRING", (ScheduledJob("hourly", HOUR, run),))

    Worker().run_once()

    assert runs == ["x", "x"]
    assert db.session.scalars(select(Job.name)).all() == []


def test_a_holder_that_ends_late_lets_nobody_in_beside_the_worker_that_holds_the_job_now(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    is_at_it, has_ended = Event(), Event()

    def run() -> None:
        runs.append("x")
        if len(runs) == 1:
            pass_by(monkeypatch, timedelta(minutes=3))
            second.append(threads.submit(turn_in, app))
            is_at_it.wait()
        else:
            is_at_it.set()
            has_ended.wait()

    second: list[Future[None]] = []
    monkeypatch.setattr(worker, "RECURRING", (ScheduledJob("hourly", HOUR, run),))
    with ThreadPoolExecutor(1) as threads:
        Worker().run_once()
        row = db.session.get_one(RecurringJob, "hourly")
        left = row.ran_at, row.leased_until is None
        has_ended.set()

    db.session.rollback()
    assert (len(runs), left) == (2, (None, False))
    assert db.session.get_one(RecurringJob, "hourly").ran_at


def test_a_job_that_another_worker_took_up_is_ended_by_that_one_alone(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []

    def run(_arguments: Mapping[str, Any], _report: ReportProgress) -> None:
        runs.append("x")
        if len(runs) == 1:
            pass_by(monkeypatch, timedelta(minutes=3))
            turn_elsewhere(app)
            raise ValueError

    monkeypatch.setattr(worker, "JOBS", {"test": run})
    with committing():
        db.session.add(Job(name="test", arguments={}))

    Worker().run_once()

    job = db.session.scalars(select(Job)).one()
    assert (len(runs), job.state, job.fault) == (2, "done", "")


def test_a_message_that_another_worker_sent_meanwhile_is_not_marked_as_bounced(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def transport(_message: EmailMessage, _name: str) -> None:
        tries.append("x")
        if len(tries) == 1:
            pass_by(monkeypatch, timedelta(minutes=3))
            turn_elsewhere(app)
            raise Bounced("SMTP 550")

    monkeypatch.setitem(app.extensions, "mail_transport", transport)
    with committing():
        queue("audit_head", "clerk@example.org", "en", key="one", line="x")

    Worker().run_once()

    assert (len(tries), db.session.scalars(select(Mail.state)).all()) == (2, ["sent"])
    assert db.session.scalars(select(BouncedAddress)).all() == []


@pytest.mark.xdist_group("postgresql")
def test_a_lease_whose_row_a_transaction_of_the_child_locks_is_kept_without_waiting_for_its_end(
    empty_postgresql_app: Flask,
) -> None:
    lease = claim_if_due(ScheduledJob("hourly", HOUR, lambda: None))
    assert lease is not None
    with ThreadPoolExecutor(1) as thread, holding(lease), committing():
        is_kept = thread.submit(kept_in, empty_postgresql_app, lease).result(timeout=60)

    assert is_kept


def kept_in(app: Flask, lease: Lease) -> bool:
    with app.app_context():
        return _is_kept(lease)


def turn_in(app: Flask) -> None:
    with app.app_context():
        Worker().run_once()


def turn_elsewhere(app: Flask) -> None:
    """Have another worker do what it finds, to its end."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(turn_in, app).result()


def pass_by(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    moment = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: moment)
