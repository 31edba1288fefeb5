"""The index folder, on one local disk: generations, the pointer to the current one (CURRENT), locks, the manifest.

A writer makes the next generation beside the current one. Then it writes a pointer to the next generation, in a file
beside CURRENT, and renames this file to CURRENT. The renaming is the commit.
"""

import fcntl
import json
import shutil
import sys
import tempfile
import time
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import anyascii

from search_index.errors import IndexBusy, IndexUnusable

MANIFEST = "manifest.json"
_PREFIX, _REBUILT = "generation-", "rebuilt-"
_BETWEEN_TRIES_SECONDS = 0.01
# Bytes read at a time. This number fits into the processor's cache.
_AT_ONCE = 1 << 18
_SOURCES = sorted(Path(__file__).parents[1].rglob("*.py"))
# Everything that decides the stored content. An index of another version is rebuilt and never read.
VERSION = "{:08x} {} {} {}".format(
    zlib.crc32(b"".join(source.read_bytes() for source in _SOURCES)),
    sys.byteorder,
    unicodedata.unidata_version,
    anyascii.__version__,
)


Mark = tuple[int, ...] | None
"""A value that differs after each commit. It is None if there is no index."""


@dataclass(frozen=True)
class Generation:
    """A complete state of the index. Its files never change, but the next writer may remove an old folder.

    `position` is the position in the caller's change log. `files` is a mapping from file name to [size, CRC-32].
    """

    folder: Path
    position: int
    files: dict[str, list[int]]


class IndexFolder:
    """An index folder. A generation can be read only if this version of the package wrote it under the same `stamp`."""

    def __init__(self, folder: Path, stamp: str) -> None:
        self._folder = folder
        self._pointer = folder / "CURRENT"
        self._written_under = f"{VERSION} {stamp}"

    def mark(self) -> Mark:
        """Return the mark of the current generation, or None if there is no index. Each commit changes the mark."""
        try:
            status = self._pointer.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_ctime_ns

    def current(self, checked: dict[str, list[int]]) -> Generation:
        """Compare the files of the current generation with its manifest, and return the generation. Raises
        IndexUnusable if the generation is missing, damaged or of another version or stamp.

        `checked` has the files that were compared before: it maps their names to [size, CRC-32]. Only the size of these
        files is compared again.
        """
        try:
            folder = self._folder / self._pointer.read_text("ascii")
            seal, _, body = (folder / MANIFEST).read_bytes().partition(b"\n")
            if int(seal, 16) != zlib.crc32(body):
                raise IndexUnusable("The manifest is damaged: rebuild the index.")
            manifest = json.loads(body)
            generation = Generation(folder, manifest["position"], manifest["files"])
            if manifest["written_under"] != self._written_under:
                raise IndexUnusable("Written under another stamp or version: rebuild the index.")
            for name, expected in generation.files.items():
                path = folder / name
                same = checked.get(name) == expected and path.stat().st_size == expected[0]
                if not same and _measure(path) != expected:
                    raise IndexUnusable(f"{name} is damaged: rebuild the index.")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnusable(f"No readable index ({error}): rebuild it.") from error
        return generation

    @contextmanager
    def writing(self, wait_seconds: float = 0) -> Iterator[Path]:
        """Hold the write lock and yield an empty folder. The folder is removed at the end unless `publish` made it
        current.

        Raises IndexBusy if the lock is not free within `wait_seconds`.
        """
        with self._locked("lock", wait_seconds):
            self._tidy(_PREFIX)
            try:
                yield Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._folder))
            finally:
                self._tidy(_PREFIX)

    @contextmanager
    def rebuilding(self) -> Iterator[Path]:
        """Hold the rebuild lock and yield an empty folder. The folder is removed at the end unless the caller moved it.

        Raises IndexBusy if the lock is not free.
        """
        with self._locked("rebuild.lock"):
            self._tidy(_REBUILT)
            try:
                yield Path(tempfile.mkdtemp(prefix=_REBUILT, dir=self._folder))
            finally:
                self._tidy(_REBUILT)

    @contextmanager
    def _locked(self, name: str, wait_seconds: float = 0) -> Iterator[None]:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        deadline = time.monotonic() + wait_seconds
        with (self._folder / name).open("ab") as lock:
            while not _try_lock(lock):
                if time.monotonic() >= deadline:
                    raise IndexBusy("Another writer is at work on this index.")
                time.sleep(_BETWEEN_TRIES_SECONDS)
            yield

    def publish(self, staging: Path, position: int, known: dict[str, list[int]]) -> None:
        """Write the manifest of the folder `staging`, and make the folder the current generation.

        `known` has the files that were taken over from the previous generation: it maps their names to [size, CRC-32].
        """
        files = {path.name: known.get(path.name) or _measure(path) for path in staging.iterdir()}
        manifest = {"written_under": self._written_under, "position": position, "files": files}
        body = json.dumps(manifest).encode()
        (staging / MANIFEST).write_bytes(b"%08x\n%s" % (zlib.crc32(body), body))
        (self._folder / "CURRENT.new").write_text(staging.name, "ascii")
        (self._folder / "CURRENT.new").replace(self._pointer)

    def _tidy(self, prefix: str) -> None:
        try:
            current = self._pointer.read_text("ascii")
        except (OSError, ValueError):
            current = ""
        for path in self._folder.glob(f"{prefix}*"):
            if path.name != current:
                shutil.rmtree(path, ignore_errors=True)


def _try_lock(lock: IO[bytes]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _measure(path: Path) -> list[int]:
    size = checksum = 0
    with path.open("rb") as file:
        while part := file.read(_AT_ONCE):
            size, checksum = size + len(part), zlib.crc32(part, checksum)
    return [size, checksum]
