"""A folder in the data folder in which a copy lies readable for the time that a backup or a restore takes."""

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
    """Yield the folder, empty and for its owner alone, and empty it again.

    What a process that was killed left in it is removed by the next. Raises InUse.
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
    """Take a lock that dies with its process. Raises InUse."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InUse from error


def _empty(folder: Path) -> None:
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def synced(folder: Path) -> None:
    """Wait until the disk holds the names of a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
