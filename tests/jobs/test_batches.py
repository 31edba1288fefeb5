"""What fails of one row of a round leaves the others theirs; what the database lacks ends the round."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from directory.extensions import db
from directory.jobs.batches import BatchRun, RowsFailed
from directory.models import SiteState
from directory.transaction import committing

pytestmark = pytest.mark.xdist_group("postgresql")


@pytest.fixture
def app(empty_postgresql_app: Flask) -> Flask:
    return empty_postgresql_app


def note(name: str) -> None:
    """Do what a row is due."""
    db.session.add(SiteState(name=name, value=""))
    db.session.flush()


def noted() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(SiteState.name).where(SiteState.name.startswith("row "))))


def take_too_long() -> None:
    """Write, then run into the time that a statement may take."""
    note("row too long")
    db.session.execute(text("SET LOCAL statement_timeout = '20ms'"))
    db.session.execute(text("SELECT pg_sleep(60)"))


def wait_for_a_lock() -> None:
    """Write, then ask for what another transaction holds, for no longer than a statement waits."""
    note("row locked")
    db.session.execute(text("SET LOCAL lock_timeout = '20ms'"))
    with db.engine.connect() as other:
        other.execute(text("LOCK TABLE follow"))
        db.session.execute(text("SELECT * FROM follow"))


def end_the_server_process() -> None:
    """Lose the connection."""
    note("row cut off")
    db.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


def fill_the_disk() -> None:
    """Find no room."""
    db.session.execute(text("PRAGMA max_page_count = 1"))
    for number in range(10_000):
        note(f"row {number} {'x' * 1_000}")


def run_round(*acts: object) -> None:
    run = BatchRun()
    with committing():
        for number, act in enumerate(acts):
            assert callable(act)
            run.attempt(number, act)
    run.end()


@pytest.mark.parametrize("fail", [take_too_long, wait_for_a_lock])
def test_a_row_whose_statement_is_given_up_leaves_the_others_theirs_on_postgresql(app: Flask, fail: object) -> None:
    with pytest.raises(RowsFailed):
        run_round(lambda: note("row one"), fail, lambda: note("row two"))

    assert noted() == {"row one", "row two"}


def test_a_connection_that_is_lost_ends_the_round_on_postgresql(app: Flask) -> None:
    with pytest.raises(OperationalError):
        run_round(lambda: note("row one"), end_the_server_process, lambda: note("row two"))

    assert noted() == set()


@pytest.mark.sqlite
def test_a_disk_without_room_ends_the_round(empty_app: Flask) -> None:
    with pytest.raises(OperationalError):
        run_round(lambda: note("row one"), fill_the_disk, lambda: note("row two"))

    assert noted() == set()
