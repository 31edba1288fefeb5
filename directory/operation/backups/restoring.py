"""Restores a backup into an empty place: opened, checked and brought up to date beside it, then moved in at once."""

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from flask import current_app
from sqlalchemy import inspect, make_url

from directory.extensions import db
from directory.operation.backups.afterwards import ChainCheck, check_record
from directory.operation.backups.age_files import decrypt
from directory.operation.backups.endings import EndedCounts, end_all
from directory.operation.backups.faults import NotRestored
from directory.operation.backups.manifest import Manifest, count_rows, take_out
from directory.operation.backups.snapshot import opened, transaction_on
from directory.operation.backups.workspace import synced, workspace
from directory.operation.copying import Report, copy, working_on
from directory.operation.database import target_at
from directory.operation.schema import migrate, revisions
from directory.search.index_location import FOLDER as INDEX


@dataclass(frozen=True)
class RestoreResult:
    """What stands in the place now, and what was ended in it."""

    manifest: Manifest
    ended: EndedCounts
    record: ChainCheck


def restore(file: Path, identities: Sequence[Any], report: Report) -> RestoreResult:
    """Restore a backup into this site's empty place, without an index: all of it, or nothing.

    Raises one of the FAULTS.
    """
    settings = current_app.config["SETTINGS"]
    place = make_url(settings.database).database if db.engine.dialect.name == "sqlite" else None
    _require_empty(place)
    with workspace(settings.data_dir) as folder:
        copied = folder / "copy.sqlite3"
        manifest = _open(file, copied, identities)
        restored = _bring_up_to_date(copied, manifest)
        # An index of another database, or of later days, would be taken for this one's.
        shutil.rmtree(settings.data_dir / INDEX, ignore_errors=True)
        if place is None:
            with transaction_on(copied) as source, target_at(settings.database) as target:
                copy(source, target, report)
        else:
            _require_empty(place)
            _move(copied, Path(place))
    return restored


def _require_empty(place: str | None) -> None:
    """Raise NotRestored where the site has a database already."""
    if place is not None and not Path(place).exists():
        if left := [ending for ending in ("-wal", "-shm", "-journal") if Path(f"{place}{ending}").exists()]:
            raise NotRestored(f"{place}{left[0]} is left of another database; move it away first.")
        return
    try:
        tables = inspect(db.engine).get_table_names()
    finally:
        db.engine.dispose()
    if tables:
        raise NotRestored(
            f"This place is not empty: {place or 'the database of DATABASE_URL'} holds tables already. "
            "Restore into an empty database; nothing is written over another."
        )


def _open(file: Path, copied: Path, identities: Sequence[Any]) -> Manifest:
    """Write what a backup holds into a file for its owner alone, and return its manifest if it is whole."""
    copied.touch(mode=0o600)
    with copied.open("wb") as target:
        decrypt(file, target, identities)
    try:
        with opened(copied) as connection:
            manifest = take_out(connection)
            if count_rows(connection) != manifest.rows:
                raise NotRestored("The backup is not whole: it holds other numbers of rows than it says.")
    except sqlite3.DatabaseError as error:
        raise NotRestored(str(error)) from error
    _require_known(manifest)
    return manifest


def _require_known(manifest: Manifest) -> None:
    for migration in manifest.migrations:
        try:
            revisions().get_revision(migration)
        except CommandError as error:
            raise NotRestored(
                f"The backup is of a newer version of Counterpart (migration {migration}); restore it with that one."
            ) from error


def _bring_up_to_date(copied: Path, manifest: Manifest) -> RestoreResult:
    """Migrate the copy, end in it what must not come back to life, and verify its audit chain."""
    with transaction_on(copied) as connection:
        migrate(connection)
        with working_on(connection):
            restored = RestoreResult(manifest, end_all(), check_record(manifest.heads))
    with opened(copied):
        return restored


def _move(copied: Path, place: Path) -> None:
    """Move the copy to where the site's database is, on the disk before this returns."""
    with suppress(FileNotFoundError):
        place.unlink()
    with copied.open("rb") as file:
        os.fsync(file.fileno())
    copied.rename(place)
    synced(place.parent)
