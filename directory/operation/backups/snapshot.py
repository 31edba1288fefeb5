"""Copies the whole database, as it is at one moment, into a SQLite file. The site can be written meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine

from directory import clock
from directory.collation import add_collations
from directory.extensions import db
from directory.jobs.batches import ReportProgress
from directory.operation.backups.faults import NotBackedUp
from directory.operation.backups.manifest import Manifest, describe, store_manifest
from directory.operation.copying import copy
from directory.operation.schema import is_current, migrate

PAGES_AT_ONCE = 2_000
AT_ONE_MOMENT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def take_snapshot(file: Path, report: ReportProgress) -> Manifest:
    """Copy the site's database into a new SQLite file, with its manifest. Return the manifest.

    Raises NotBackedUp if the database is damaged or not at the newest migration.
    """
    taken_at = clock.now()
    file.touch(mode=0o600)
    is_sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect().execution_options(**({} if is_sqlite else AT_ONE_MOMENT)) as source:
        # This query also begins the transaction whose snapshot is copied.
        if not is_current(source):
            raise NotBackedUp("The site's database is of another version than this code; run `prepare` first.")
        (_copy_pages if is_sqlite else _copy_rows)(source, file, report)
    with opened(file) as whole:
        _require_sound(whole)
        manifest = describe(whole, taken_at)
        store_manifest(whole, manifest)
    return manifest


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a copy. At the end SQLite's journal is merged, so that the copy is one file."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        add_collations(connection)
        yield connection
        connection.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def transaction_on(file: Path) -> Iterator[Connection]:
    """Yield a connection to a copy, in a transaction that commits if the block ends without an error."""
    engine = create_engine(f"sqlite:///{file}", execution_options={"writes": True})
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _copy_pages(source: Connection, file: Path, report: ReportProgress) -> None:
    driver: sqlite3.Connection = source.connection.driver_connection  # type: ignore[assignment]
    with closing(sqlite3.connect(file)) as target:
        driver.backup(target, pages=PAGES_AT_ONCE, progress=lambda _, left, total: report(total - left, total))


def _copy_rows(source: Connection, file: Path, report: ReportProgress) -> None:
    with transaction_on(file) as target:
        migrate(target)
        copy(source, target, report)


def _require_sound(copied: sqlite3.Connection) -> None:
    try:
        (word,) = copied.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        word = str(error)
    if word != "ok":
        raise NotBackedUp(f"The database is damaged ({word}); no backup was made of it, and older ones are kept.")
