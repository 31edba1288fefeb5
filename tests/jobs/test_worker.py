"""The worker runs what is due, once, tells how far it is, and ends when told; one fault stops nothing else."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from directory import clock
from directory.audit.chain import record
from directory.audit.heads import read_heads
from directory.errors import Busy
from directory.extensions import db
from directory.jobs import worker
from directory.jobs.batches import ReportProgress
from directory.jobs.leases import LEASE
from directory.jobs.schedule import ScheduledJob, export_audit_head
from directory.jobs.worker import Worker
from directory.models import AuditEvent, Job, Mail, RecurringJob
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, forked
from tests.conftest import PROJECT, SECRET, copy_of, environment_of, make_app

READY_SECONDS = 20


@pytest.fixture(scope="module")
def worker_app(migrated_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return make_app(copy_of(migrated_folder, tmp_path_factory.mktemp("worker")))


@pytest.fixture
def app(worker_app: Flask) -> Iterator[Flask]:
    """Return an app without jobs, and without one that is asked for each day; its context is pushed."""
    with worker_app.app_context():
        with committing():
            db.session.execute(delete(Job))
            db.session.execute(delete(RecurringJob))
            db.session.add(RecurringJob(name="verification of audit", due_at=clock.now() + timedelta(days=1)))
        yield worker_app


def put_job(name: str = "test", **values: Any) -> int:
    job = Job(name=name, **({"arguments": {}} | values))
    with committing():
        db.session.add(job)
    return job.id


def job(number: int) -> Job:
    db.session.rollback()
    found = db.session.get(Job, number)
    assert found is not None
    return found


def run_with(monkeypatch: pytest.MonkeyPatch, run: Callable[[Mapping[str, Any], ReportProgress], None]) -> Worker:
    monkeypatch.setattr(worker, "JOBS", {"test": run})
    return Worker()


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    moment = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_a_job_runs_with_its_arguments_and_tells_how_much_is_done(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Mapping[str, Any], int, int]] = []

    def run(arguments: Mapping[str, Any], report: ReportProgress) -> None:
        report(3, 10)
        seen.append((arguments, job(number).done, job(number).total))

    number = put_job(arguments={"batch": "x"})

    run_with(monkeypatch, run).run_once()

    assert seen == [({"batch": "x"}, 3, 10)]
    assert (job(number).state, job(number).fault) == ("done", "")
    assert job(number).ended_at is not None


def test_a_faulty_job_is_reported_by_its_class_alone_and_the_next_one_runs(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(arguments: Mapping[str, Any], report: ReportProgress) -> None:
        if arguments["bad"]:
            raise ValueError("clerk@example.org")

    bad, good = put_job(arguments={"bad": True}), put_job(arguments={"bad": False})
    here = run_with(monkeypatch, run)

    assert [here.run_once(), here.run_once(), here.run_once()] == [True, True, False]

    assert (job(bad).state, job(bad).fault) == ("failed", "ValueError")
    assert job(good).state == "done"


def test_a_job_that_failed_for_a_passing_reason_is_tried_again_after_a_pause_and_stops_no_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(arguments: Mapping[str, Any], report: ReportProgress) -> None:
        if arguments["busy"]:
            raise Busy

    busy, other = put_job(arguments={"busy": True}), put_job(arguments={"busy": False})
    here = run_with(monkeypatch, run)

    assert [here.run_once() for _ in range(3)] == [True, True, False]
    assert (job(busy).state, job(busy).tries, job(other).state) == ("waiting", 1, "done")
    for tries, pause in enumerate((worker.RETRY, 2 * worker.RETRY), start=2):
        later(monkeypatch, pause - timedelta(seconds=1))
        assert not here.run_once()
        later(monkeypatch, timedelta(seconds=2))
        assert here.run_once()
        assert job(busy).tries == tries

    assert (job(busy).state, job(busy).fault) == ("failed", "Busy")


def test_a_job_that_nobody_knows_fails(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    number = put_job("unknown")

    run_with(monkeypatch, lambda _arguments, _report: None).run_once()

    assert job(number).state == "failed"


def test_a_job_of_a_worker_that_died_is_taken_up_again_when_its_lease_has_run_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = put_job(state="running", tries=1, leased_until=clock.now() + LEASE)
    here = run_with(monkeypatch, lambda _arguments, _report: None)

    here.run_once()
    assert job(number).state == "running"
    later(monkeypatch, LEASE + timedelta(seconds=1))
    here.run_once()

    assert (job(number).state, job(number).tries) == ("done", 2)


def test_a_job_of_a_worker_that_died_while_the_clock_was_ahead_is_taken_up_again_at_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = put_job(state="running", tries=1, leased_until=clock.now() + timedelta(hours=1))

    run_with(monkeypatch, lambda _arguments, _report: None).run_once()

    assert (job(number).state, job(number).tries) == ("done", 2)


def test_a_job_that_kills_its_worker_each_time_is_given_up(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    number = put_job(tries=worker.MOST_TRIES)

    run_with(monkeypatch, lambda _arguments, _report: None).run_once()

    assert (job(number).state, job(number).fault) == ("failed", "ended too often")


def test_a_recurring_job_runs_once_each_time_and_a_faulty_one_stops_no_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []

    def fail() -> None:
        raise ValueError

    table = (
        ScheduledJob("faulty", timedelta(hours=1), fail),
        ScheduledJob("hourly", timedelta(hours=1), lambda: runs.append("hourly")),
    )
    monkeypatch.setattr(worker, "RECURRING", table)
    here = Worker()

    here.run_once()
    here.run_once()
    assert runs == ["hourly"]
    later(monkeypatch, timedelta(hours=1, seconds=1))
    here.run_once()

    assert runs == ["hourly", "hourly"]


def test_a_recurring_job_that_another_process_is_at_is_left_to_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    row = RecurringJob(name="hourly", due_at=clock.now(), leased_until=clock.now() + LEASE)
    with committing():
        db.session.add(row)
    monkeypatch.setattr(worker, "RECURRING", (ScheduledJob("hourly", timedelta(hours=1), lambda: runs.append("x")),))

    Worker().run_once()
    assert runs == []
    later(monkeypatch, LEASE + timedelta(seconds=1))
    Worker().run_once()

    assert runs == ["x"]


def test_a_recurring_job_of_a_clock_that_was_ahead_waits_no_longer_than_usual(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    monkeypatch.setattr(
        worker, "RECURRING", (ScheduledJob("minutely", timedelta(minutes=1), lambda: runs.append("x")),)
    )
    ahead = clock.now() + timedelta(hours=1)
    with committing():
        db.session.add(RecurringJob(name="minutely", due_at=ahead, leased_until=ahead + LEASE))

    Worker().run_once()
    Worker().run_once()

    assert runs == ["x"]


def test_each_new_head_of_the_audit_chain_is_mailed_to_the_administrators_once(app: Flask, tmp_path: Path) -> None:
    administrator = factories.account(Role.ADMINISTRATOR)
    with committing():
        record(administrator.id, "publish", ("network", "casc"))

    export_audit_head()
    export_audit_head()

    mails = db.session.scalars(select(Mail).where(Mail.address == administrator.email)).all()
    (tmp_path / "kept.jsonl").write_text("\n".join(mail.values["line"] for mail in mails))
    [head] = read_heads(tmp_path / "kept.jsonl", SECRET)
    assert db.session.get_one(AuditEvent, head.id).digest == head.digest


def test_every_job_of_the_tables_has_a_name_of_its_own() -> None:
    names = [one.name for one in worker.RECURRING]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_running_worker_says_that_it_is_at_work_and_ends_on_a_signal(app: Flask, sent: signal.Signals) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    process = forked.Popen(command, cwd=PROJECT, env=environment_of(app), stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        assert "started" in process.stderr.readline()
        started = time.monotonic()
        while "at work" not in (said := app.test_client().get("/readyz").get_json()["checks"]["worker"]):
            assert time.monotonic() < started + READY_SECONDS, said
            time.sleep(0.05)
        process.send_signal(sent)
        status = process.wait(timeout=10)
    finally:
        process.kill()
        process.communicate()

    assert status == 0
