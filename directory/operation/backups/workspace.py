"""A locked folder inside the data folder, for the unencrypted copy while a backup or a restore runs."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from directory.operation.backups.faults import InUse

FOLDER = "backup-work"


@contextmanager
def workspace(data_dir: Path) -> Iterator[Path]:
    """Yield a folder that is empty and readable by its owner only, and empty it at the end.

    Raises InUse if another process uses the folder.
    """
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor)
        _empty(folder)
        try:
            yield folder
        finally:
            _empty(folder)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    """Lock the folder until the descriptor is closed. Raises InUse if another process holds the lock."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InUse from error


def _empty(folder: Path) -> None:
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def synced(folder: Path) -> None:
    """Wait until the folder's list of files is on the disk (fsync)."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
