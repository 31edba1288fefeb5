"""The worker makes one backup each night, tries again after a failure, tells of it, and drops what is superseded."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.jobs import worker
from directory.jobs.schedule import RECURRING
from directory.jobs.worker import Worker
from directory.models import Backup, Job, Mail
from directory.operation import health
from directory.operation.alerts import mail_alerts
from directory.operation.backups.create import UNFINISHED
from directory.operation.backups.nightly import NAME, back_up, prune, queue_if_due
from directory.operation.backups.queries import JOB
from directory.vocabulary import Role
from tests import factories
from tests.conftest import make_app
from tests.operation.backups.conftest import RECIPIENT, run
from tests.people import signed_in
from tests.postgresql import PostgreSQL

NIGHT = datetime(2026, 11, 26, 22, tzinfo=UTC)


@pytest.fixture(autouse=True)
def only_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the worker nothing else to do."""
    monkeypatch.setattr(worker, "RECURRING", [job for job in RECURRING if job.run is queue_if_due])


@pytest.fixture
def site(one_site: Flask) -> Iterator[Flask]:
    """Return a site that backs up; its context is pushed."""
    with one_site.app_context():
        yield one_site


def put_try(state: str, queued_at: datetime, ended_at: datetime | None = None) -> None:
    factories.add(Job(name=JOB, arguments={}, state=state, queued_at=queued_at, ended_at=ended_at))


def tries() -> int:
    return db.session.query(Job).filter_by(name=JOB).count()


@pytest.mark.parametrize(
    ("state", "queued_at", "now", "is_queued"),
    [
        ("done", NIGHT - timedelta(days=1), NIGHT - timedelta(seconds=1), False),
        ("done", NIGHT - timedelta(days=1), NIGHT, True),
        ("done", NIGHT + timedelta(seconds=1), NIGHT + timedelta(hours=23), False),
        ("waiting", NIGHT - timedelta(days=3), NIGHT, False),
        ("running", NIGHT - timedelta(days=3), NIGHT, False),
        ("failed", NIGHT, NIGHT + timedelta(minutes=59), False),
        ("failed", NIGHT, NIGHT + timedelta(minutes=60), True),
        # Made while the clock was a year ahead.
        ("done", NIGHT + timedelta(days=365), NIGHT, True),
        ("failed", NIGHT + timedelta(days=365), NIGHT, True),
    ],
)
def test_a_backup_is_queued_once_a_night_and_an_hour_after_a_failure(
    site: Flask, state: str, queued_at: datetime, now: datetime, is_queued: bool
) -> None:
    put_try(state, queued_at, queued_at)

    with clock.frozen_at(now):
        queue_if_due()

    assert tries() == 1 + is_queued


def test_a_new_site_backs_up_at_once_and_tells_how_old_the_backup_is(site: Flask) -> None:
    Worker().run_once()

    folder = site.config["SETTINGS"].backups
    (file,) = folder.iterdir()
    row = db.session.scalars(select(Backup)).one()
    assert (row.name, row.size_bytes) == (file.name, file.stat().st_size)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert site.test_client().get("/readyz").json["checks"]["backup"].startswith("taken ")


def test_where_none_is_set_up_none_is_made_and_that_is_told(site: Flask) -> None:
    bare = make_app(site.config["SETTINGS"].data_dir)
    with bare.app_context():
        Worker().run_once()
        page = signed_in(bare, factories.account(Role.ADMINISTRATOR)).get("/en/operation")

        assert tries() == 0
        assert "No backup is set up." in page.text
        assert bare.test_client().get("/readyz").json["checks"]["backup"] == "none is set up"


@pytest.mark.parametrize(("hours", "letters"), [(24, []), (26, ["alert_backup"])])
def test_administrators_are_told_when_there_is_no_backup_for_more_than_a_day(
    site: Flask, hours: int, letters: list[str]
) -> None:
    administrator = factories.account(Role.ADMINISTRATOR)
    put_try("failed", NIGHT, NIGHT)

    with clock.frozen_at(NIGHT + timedelta(hours=hours)):
        mail_alerts()

    alerts = select(Mail.letter).where(Mail.address == administrator.email, Mail.letter == "alert_backup")
    assert db.session.scalars(alerts).all() == letters


def test_a_failure_is_told_on_the_page_of_the_operation(site: Flask) -> None:
    administrator = factories.account(Role.ADMINISTRATOR)
    put_try("failed", NIGHT, NIGHT)

    assert "The last try to back up the site failed." in signed_in(site, administrator).get("/en/operation").text
    assert site.test_client().get("/readyz").json["checks"]["backup"] == "none was made, the last try failed"


def test_a_backup_by_hand_after_a_failure_is_told_as_the_last_one(one_site: Flask, tmp_path: Path) -> None:
    with one_site.app_context():
        put_try("failed", NIGHT, NIGHT - timedelta(days=365))

    run(one_site, "backup", tmp_path / "file.age")

    word = one_site.test_client().get("/readyz").json["checks"]["backup"]
    assert word.startswith("taken ")
    assert "failed" not in word


def test_what_cannot_be_written_fails_with_its_cause_in_the_log(
    site: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    site.config["SETTINGS"].backups.write_text("a file where the folder should be")

    Worker().run_once()

    assert "backups: File exists" in capsys.readouterr().err
    assert db.session.scalars(select(Job.state).where(Job.name == JOB)).all() == ["failed"]


def test_superseded_backups_go_and_what_has_another_name_stays(site: Flask, tmp_path: Path) -> None:
    names = [(NIGHT - timedelta(hours=hours)).strftime(NAME) for hours in (1, 2)]
    for name in (*names, "counterpart-of-the-operator.age", "notes.txt"):
        (tmp_path / name).touch()

    prune(tmp_path)

    left = {file.name for file in tmp_path.iterdir() if file.is_file()}
    assert left == {names[0], "counterpart-of-the-operator.age", "notes.txt"}


@pytest.mark.parametrize(("age", "is_left"), [(timedelta(minutes=1), True), (timedelta(days=2), False)])
def test_only_a_part_that_nobody_writes_any_more_is_removed(site: Flask, age: timedelta, is_left: bool) -> None:
    """Another node may be writing into the same folder at this moment."""
    folder = site.config["SETTINGS"].backups
    folder.mkdir(parents=True)
    part = folder / f".counterpart-of-another-node.age{UNFINISHED}"
    part.write_bytes(b"half of it")
    written_at = (clock.now() - age).timestamp()
    os.utime(part, (written_at, written_at))

    back_up({}, lambda _done, _total: None)

    assert part.exists() is is_left


def test_a_backup_that_was_just_made_stays_though_a_clock_that_was_ahead_has_made_a_newer_one(tmp_path: Path) -> None:
    ahead, made, former = ((NIGHT + timedelta(days=days)).strftime(NAME) for days in (365, 0, -1))
    same_day = (NIGHT + timedelta(minutes=5)).strftime(NAME)
    for name in (ahead, made, former, same_day):
        (tmp_path / name).touch()

    prune(tmp_path, tmp_path / made)

    assert {file.name for file in tmp_path.iterdir()} == {ahead, made, former, same_day}


@pytest.mark.xdist_group("postgresql")
def test_of_several_nodes_one_makes_it(postgresql: PostgreSQL, migrated_template: str, tmp_path: Path) -> None:
    address, shared = postgresql.database(migrated_template), tmp_path / "shared"
    settings: dict[str, Any] = {"backup_recipients": (RECIPIENT,), "backup_dir": str(shared)}
    nodes = [make_app(tmp_path / name, address, **settings) for name in ("first", "second")]

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(turn, nodes))

    assert len(list(shared.iterdir())) == 1
    with nodes[1].app_context():
        assert "taken " in health.check()["backup"].text


def turn(node: Flask) -> None:
    with node.app_context():
        Worker().run_once()
