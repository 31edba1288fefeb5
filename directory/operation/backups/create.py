"""Makes one backup: an encrypted copy of the database at one moment, stored whole or not at all."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from directory.command_faults import name_file_in_errors
from directory.jobs.batches import ReportProgress
from directory.models import Backup
from directory.operation.backups.age_files import encrypt, is_set_up
from directory.operation.backups.faults import NotBackedUp
from directory.operation.backups.snapshot import take_snapshot
from directory.operation.backups.workspace import synced, workspace
from directory.transaction import separate_transaction

NOT_SET_UP = "No backup is set up: BACKUP_RECIPIENTS names nobody who could open it. `keys backup` makes a key."
UNFINISHED = ".part"


@dataclass(frozen=True)
class BackupResult:
    """A backup that was written and read back. `digest` is the SHA-256 of the file."""

    taken_at: datetime
    rows: int
    size_bytes: int
    digest: str


def create_backup(file: Path, report: ReportProgress) -> BackupResult:
    """Back up the whole database into a new file that only its owner may read, and record the backup.

    The file appears only when it is complete. Raises one of FAULTS.
    """
    if not is_set_up():
        raise NotBackedUp(NOT_SET_UP)
    if file.exists():
        raise NotBackedUp(f"There is a file {file} already, and no backup is written over another.")
    # The database records the name. A name that it cannot store is refused before an unrecorded file is made.
    file.name.encode()
    with workspace(current_app.config["SETTINGS"].data_dir) as folder:
        copied = folder / "copy.sqlite3"
        manifest = take_snapshot(copied, report)
        size, digest = _write(copied, file)
    made = BackupResult(datetime.fromisoformat(manifest.taken_at), manifest.total, size, digest)
    with separate_transaction() as session:
        session.add(Backup(name=file.name, taken_at=made.taken_at, rows=made.rows, size_bytes=size, digest=digest))
    return made


def _write(copied: Path, file: Path) -> tuple[int, str]:
    """Encrypt the copy of the database (`copied`) into `file`. Return the size and the digest of `file`.

    The file gets its name only after it was read back from the disk. Raises NotBackedUp if the disk returned other
    bytes than those written.
    """
    with name_file_in_errors(file):
        descriptor, name = tempfile.mkstemp(UNFINISHED, f".{file.name}.", file.parent)
    part, digest = Path(name), hashlib.sha256()
    try:
        with os.fdopen(descriptor, "w+b") as written:
            encrypt(copied, written, digest)
            written.flush()
            os.fsync(written.fileno())
            if _digest_on_disk(written.fileno()) != digest.hexdigest():
                raise NotBackedUp("What was read back is not what was written: the disk is not to be trusted.")
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    synced(file.parent)
    return file.stat().st_size, digest.hexdigest()


def _digest_on_disk(descriptor: int) -> str:
    # Drop the system's cached pages: reading those would not test the disk.
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    with os.fdopen(os.dup(descriptor), "rb") as file:
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()
