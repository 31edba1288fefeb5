"""Restores a backup into an empty database: checks and migrates a copy, then moves the whole copy in one step."""

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
from directory.jobs.batches import ReportProgress
from directory.operation.backups.after_restore import ChainCheck, check_audit_chain
from directory.operation.backups.age_files import decrypt
from directory.operation.backups.end_secrets import EndedCounts, end_secrets_and_hold_mail
from directory.operation.backups.faults import NotRestored
from directory.operation.backups.manifest import Manifest, count_rows, extract_manifest
from directory.operation.backups.snapshot import opened, transaction_on
from directory.operation.backups.workspace import synced, workspace
from directory.operation.copying import copy, session_bound_to
from directory.operation.database import target_at
from directory.operation.schema import migrate, revisions
from directory.search.index_location import FOLDER as INDEX


@dataclass(frozen=True)
class RestoreResult:
    """The backup's manifest, the counts of ended secrets and held mail, and the check of the audit chain."""

    manifest: Manifest
    ended: EndedCounts
    record: ChainCheck


def restore(file: Path, identities: Sequence[Any], report: ReportProgress) -> RestoreResult:
    """Restore a backup into this site's empty database, all of it or nothing. Also delete the search index.

    Raises one of FAULTS (see `faults`).
    """
    settings = current_app.config["SETTINGS"]
    place = make_url(settings.database).database if db.engine.dialect.name == "sqlite" else None
    _require_empty(place)
    with workspace(settings.data_dir) as folder:
        copied = folder / "copy.sqlite3"
        manifest = _open(file, copied, identities)
        restored = _bring_up_to_date(copied, manifest)
        # An index of another database, or of a later state of this database, would be accepted as valid. It is deleted
        # just before the database is there: a refused restore changes nothing, and an interrupted one leaves no index.
        if place is None:
            with transaction_on(copied) as source, target_at(settings.database) as target:
                copy(source, target, report)
                shutil.rmtree(settings.data_dir / INDEX, ignore_errors=True)
        else:
            _require_empty(place)
            shutil.rmtree(settings.data_dir / INDEX, ignore_errors=True)
            _move(copied, Path(place))
    return restored


def _require_empty(place: str | None) -> None:
    """Raise NotRestored if the database has tables. `place` is the path of a SQLite database, or None for PostgreSQL.

    Also raise NotRestored if SQLite's database file is missing, but a journal file of this database exists.
    """
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
    """Decrypt the backup `file` into `copied`, which only its owner may read. Return the manifest.

    Raises NotRestored if the backup cannot be opened, is incomplete, or was made by a newer version.
    """
    copied.touch(mode=0o600)
    with copied.open("wb") as target:
        decrypt(file, target, identities)
    try:
        with opened(copied) as connection:
            manifest = extract_manifest(connection)
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
    with transaction_on(copied) as connection:
        migrate(connection)
        with session_bound_to(connection):
            restored = RestoreResult(manifest, end_secrets_and_hold_mail(), check_audit_chain(manifest.heads))
    with opened(copied):
        return restored


def _move(copied: Path, place: Path) -> None:
    with suppress(FileNotFoundError):
        place.unlink()
    with copied.open("rb") as file:
        os.fsync(file.fileno())
    copied.rename(place)
    synced(place.parent)
