"""Long work runs in a process of its own: its end is noticed, it is told to end, and it never outlives its worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import delete, select

from directory import clock
from directory.exchange.snapshots import has_work, list_snapshots
from directory.extensions import db
from directory.jobs import child_process, worker
from directory.jobs.leases import LEASE
from directory.jobs.schedule import ScheduledJob
from directory.jobs.worker import Worker, claim_if_due
from directory.models import Change, Job, RecurringJob
from directory.operation import audit_job
from directory.search import sync
from directory.transaction import committing, separate_transaction
from tests import forked
from tests.conftest import PROJECT, copy_of, environment_of, make_app

pytestmark = pytest.mark.usefixtures("index_at_once")

SECONDS = 30
MINUTE = timedelta(minutes=1)
# A child that says who it is and works until it is told to end.
LASTING = """
import os, sys, time
from directory.jobs.child_process import Terminated, begin_child
try:
    begin_child()
    open(sys.argv[1], "w").write(f"{os.getpid()}\\n")
    time.sleep(600)
except Terminated:
    open(sys.argv[1], "w").write("told to end\\n")
    sys.exit(1)
"""


@pytest.fixture(scope="module")
def children_app(migrated_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = make_app(copy_of(migrated_folder, tmp_path_factory.mktemp("children")))
    with app.app_context():
        sync.rebuild()
    return app


@pytest.fixture
def app(children_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    for name, value in environment_of(children_app).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(worker, "RECURRING", ())
    monkeypatch.setattr(worker, "JOBS", {})
    with children_app.app_context():
        with committing():
            db.session.execute(delete(Job))
            db.session.execute(delete(RecurringJob))
        yield children_app


@pytest.fixture
def forked_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have children be forked: the long test starts one as the product does."""
    names = {"Popen": forked.Popen, "PIPE": subprocess.PIPE, "TimeoutExpired": subprocess.TimeoutExpired}
    monkeypatch.setattr(child_process, "subprocess", SimpleNamespace(**names))


@pytest.fixture
def lasting(tmp_path: Path, forked_children: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have children work until they are told to end, and return the file in which one says who it is."""
    monkeypatch.setattr(child_process, "COMMAND", (sys.executable, "-c", LASTING, str(tmp_path / "said")))
    monkeypatch.setattr(child_process, "POLL_SECONDS", 0.05)
    return tmp_path / "said"


def put_job(name: str = audit_job.NAME) -> int:
    job = Job(name=name, arguments={})
    with committing():
        db.session.add(job)
    return job.id


def job(number: int) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, number)


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_said(file: Path) -> bool:
    return file.exists() and file.read_text().endswith("\n")


def is_running(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_long_work_that_was_asked_for_is_done_by_a_child(app: Flask, forked_children: None) -> None:
    assert_done_by_a_child()


@pytest.mark.long
def test_a_child_is_started_as_the_product_does(app: Flask) -> None:
    assert_done_by_a_child()


def assert_done_by_a_child() -> None:
    number = put_job()

    has_more = Worker(has_children=True).run_once()

    assert (has_more, job(number).state, job(number).leased_by) == (True, "done", None)


def test_the_files_for_everyone_are_made_by_a_child_and_only_when_they_are_due(
    app: Flask, forked_children: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(
        worker, "RECURRING", (ScheduledJob("public files", MINUTE, lambda: ran.append("here"), has_work),)
    )

    Worker(has_children=True).run_once()

    assert (ran, len(list_snapshots()), has_work()) == ([], 1, False)
    assert db.session.get_one(RecurringJob, "public files").ran_at


def test_an_index_that_is_behind_is_brought_up_to_date_by_a_child(
    app: Flask, forked_children: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with separate_transaction() as session:
        session.add(Change(kind="authority", key="gone"))
    monkeypatch.setattr(worker, "catch_up", lambda: None)

    Worker(has_children=True).run_once()

    assert sync.lag() == 0


def test_a_fault_in_a_child_is_kept_by_its_class(app: Flask, forked_children: None) -> None:
    number = put_job("unknown")

    Worker(has_children=True).run_once()

    assert (job(number).state, job(number).fault) == ("failed", "not known")


@pytest.mark.parametrize(("tries", "state"), [(0, "waiting"), (worker.MOST_TRIES - 1, "failed")])
def test_a_child_that_is_killed_is_noticed_at_once_and_its_work_tried_again_some_times(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tries: int, state: str
) -> None:
    monkeypatch.setattr(
        child_process, "COMMAND", (sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    )
    number = put_job()
    with committing():
        job(number).tries = tries

    here = Worker(has_children=True)
    assert here.run_once()
    assert not here.run_once()

    ended = job(number)
    assert (ended.state, ended.tries, ended.fault, ended.leased_by) == (state, tries + 1, "ended with -9", None)


def test_a_worker_that_must_end_has_its_child_end_and_puts_the_job_back_untried(app: Flask, lasting: Path) -> None:
    number = put_job()
    here = Worker(has_children=True)
    here._do_short_work = lambda: here.stop() if is_said(lasting) else None  # type: ignore[method-assign]

    here.run_once()

    assert lasting.read_text() == "told to end\n"
    assert (job(number).state, job(number).tries) == ("waiting", 0)


def test_a_lease_is_renewed_while_the_child_lives(app: Flask, lasting: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "RENEW_SECONDS", 0.0)
    put_job()
    here, start = Worker(has_children=True), clock.now()

    def look() -> None:
        db.session.rollback()
        held = db.session.scalars(select(Job)).one().leased_until
        if clock.now() == start + 5 * LEASE and clock.as_utc(held) == start + 6 * LEASE:
            here.stop()
        monkeypatch.setattr(clock, "now", lambda: start + 5 * LEASE)

    here._do_short_work = look  # type: ignore[method-assign]

    here.run_once()

    assert here.is_ending


def test_a_child_whose_lease_went_to_another_worker_is_ended(
    app: Flask, lasting: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_process, "RENEW_SECONDS", 0.0)
    monkeypatch.setattr(child_process, "SHUTDOWN_SECONDS", 0.0)
    monkeypatch.setattr(worker, "RECURRING", (one := ScheduledJob("hourly", MINUTE, lambda: None, lambda: True),))
    start = clock.now()

    def take() -> None:
        if is_said(lasting) and not taken:
            monkeypatch.setattr(clock, "now", lambda: start + 2 * LEASE)
            taken.append(claim_if_due(one))

    taken: list[object] = []
    here = Worker(has_children=True)
    here._do_short_work = take  # type: ignore[method-assign]

    here.run_once()

    assert taken
    assert not is_running(int(lasting.read_text()))
    db.session.rollback()
    assert db.session.get_one(RecurringJob, "hourly").leased_by is not None


def test_a_child_ends_with_a_worker_that_is_killed(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "said"
    parent = (
        "import sys; from directory.jobs import child_process; from directory.jobs.child_process import run_in_child;"
        "child_process.COMMAND = (sys.executable, '-c', sys.argv[1], sys.argv[2]);"
        "run_in_child(None, lambda: False, lambda: None)"
    )
    started = forked.Popen([sys.executable, "-c", parent, LASTING, str(file)], cwd=PROJECT)
    wait_until(lambda: is_said(file))

    os.kill(started.pid, signal.SIGKILL)
    started.wait()

    wait_until(lambda: not is_running(int(file.read_text())))
