"""What the tests of the chain share: a database with a few acts, and a way to write past the triggers."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from directory.audit import chain
from directory.audit.heads import FILE, read_heads
from directory.audit.verification import BrokenChain, verify
from directory.extensions import db
from directory.transaction import committing
from tests.conftest import SECRET, copy_of, make_app

ACTS = 6
ENTRY = ("authority", "test-authority")
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def record_acts(count: int = ACTS) -> None:
    with committing():
        for number in range(1, count + 1):
            chain.record(1, "publish", ENTRY, "note", f"value {number - 1}", f"value {number}")


def fault(folder: Path) -> str:
    """Return what is wrong with the chain; nothing where nothing is."""
    db.session.rollback()
    try:
        for _ in verify(read_heads(folder / FILE, SECRET)):
            pass
    except BrokenChain as broken:
        return str(broken)
    return ""


@pytest.fixture(scope="session")
def recorded_folder(migrated_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with a few acts; tests work on copies of it."""
    folder = copy_of(migrated_folder, tmp_path_factory.mktemp("recorded"))
    app = make_app(folder)
    with app.app_context():
        record_acts()
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def recorded(recorded_folder: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a copy of that folder; the context of its app is pushed."""
    folder = copy_of(recorded_folder, tmp_path / "data")
    with make_app(folder).app_context():
        yield folder


@pytest.fixture
def tamper(recorded: Path) -> Callable[..., None]:
    """Return what writes to the database file as one does who can write to it: without its triggers."""

    def write(statement: str, *values: object) -> None:
        db.session.rollback()
        with sqlite3.connect(recorded / "directory.sqlite3") as connection:
            for (name,) in connection.execute(TRIGGERS).fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(statement, values)
        connection.close()

    return write
