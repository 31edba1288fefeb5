"""The databases of the tests: SQLite in each data folder or, with TEST_DATABASE=postgresql, one of a server for each.

What all tests begin with is made on SQLite either way, and moved by the product's own command. A data folder then
has the name of its database in a file; a copy of the folder is a copy of that database.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from tests.postgresql import HASTE, PostgreSQL

IS_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"
PORT = "TEST_DATABASE_PORT"
NAME = "database"
SQLITE = "directory.sqlite3*"
SEGMENTS = ".seg", ".packed"

_numbers = count(1)
_being_made: list[Path] = []
MADE: list[Path] = []
"""The data folders whose databases may go with them, in the order in which they were made."""


def start() -> PostgreSQL | None:
    """Start the one server of all parallel workers, where there is to be one and this is not a worker."""
    if not IS_POSTGRESQL or PORT in os.environ:
        return None
    server = PostgreSQL((*HASTE[:-1], "max_connections=500"))
    os.environ[PORT] = str(server.port)
    return server


def address_of(folder: Path) -> str:
    """Return the address of the database of a data folder, a new one if it has none; nothing for SQLite."""
    if not IS_POSTGRESQL or _being_made:
        return ""
    if not (folder / NAME).exists():
        folder.mkdir(parents=True, exist_ok=True)
        _make(folder, "template1")
        MADE.append(folder)
    return _address((folder / NAME).read_text())


def copy(source: Path, folder: Path, *, is_spoiled: bool = False) -> None:
    """Copy a data folder with its database; where a test gives it one of its own, without.

    The segments of its index are links, unless a test will spoil files where they lie.
    """
    is_moved = IS_POSTGRESQL and not _being_made and (source / NAME).exists()
    ignored = shutil.ignore_patterns("done", NAME, *([SQLITE] if is_moved else []))
    copied = shutil.copy2 if is_spoiled else _copy_or_link
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=ignored, copy_function=copied)
    if is_moved:
        _make(folder, (source / NAME).read_text())
        MADE.append(folder)


def _copy_or_link(source: str, target: str) -> None:
    """Copy a file, but link a segment of the index, half of a data folder: the site writes new ones and alters none."""
    try:
        if not source.endswith(SEGMENTS):
            raise OSError
        os.link(source, target)
    # Some file systems have no links.
    except OSError:
        shutil.copy2(source, target)


@contextmanager
def on_sqlite(folder: Path) -> Iterator[None]:
    """Have data folders made on SQLite while the block runs."""
    _being_made.append(folder)
    try:
        yield
    finally:
        _being_made.pop()


def list_to_move(folder: Path) -> list[Path]:
    """Return the data folders in a folder that were made on SQLite, and whose databases are wanted on the server."""
    is_wanted = IS_POSTGRESQL and not _being_made
    return [file.parent for file in folder.rglob("directory.sqlite3")] if is_wanted else []


def move(folder: Path) -> str:
    """Return the address of a new database for a data folder that was made on SQLite; it stays until the end."""
    _make(folder, "template1")
    return address_of(folder)


def drop_later_than(number: int) -> None:
    """Drop what was made after so many others."""
    while len(MADE) > number:
        _execute(f"DROP DATABASE IF EXISTS {(MADE.pop() / NAME).read_text()} WITH (FORCE)")


def _make(folder: Path, template: str) -> None:
    name = f"t{os.getpid()}_{next(_numbers)}"
    if template != "template1":
        _execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'")
    _execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    (folder / NAME).write_text(name)


def _execute(statement: str) -> None:
    with psycopg.connect(_address("postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())


def _address(name: str) -> str:
    return f"postgresql://tests@127.0.0.1:{os.environ[PORT]}/{name}"


@contextmanager
def failing_statements(beginning: str) -> Iterator[None]:
    """Let each statement that begins so fail inside the block, as if the disk were full."""

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(beginning):
            raise OperationalError(statement, None, OSError("No space left on device"))

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", fail)
