"""Snapshots of the public directory: the files of each day, stored for a week.

After each public change, snapshots with a value that is no longer public are deleted. Snapshots made before a change of
the declared details or audiences (`declarations_stamp`) are deleted too.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from directory import clock
from directory.access.gate import declarations_stamp
from directory.exchange import store
from directory.exchange.contents import Entry, entries, value_places, write
from directory.extensions import db
from directory.models import Change

ENDINGS = ("csv", "xlsx", "jsonl")
RETENTION = timedelta(days=7)
NAME = "counterpart"


@dataclass(frozen=True)
class SnapshotFile:
    """One file of a snapshot, with its size in bytes and its SHA-256 in hexadecimal digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class DirectorySnapshot:
    """The files of one day. Days are texts such as `2026-11-25`.

    - `stamp`: digest of the declared details and audiences (`declarations_stamp`) at the time of making
    - `checked`: number of the last public change after which the files were checked for values that are no longer
      public
    """

    made_on: str
    valid_until: str
    stamp: str
    checked: int
    files: tuple[SnapshotFile, ...]

    @property
    def name(self) -> str:
        """The name under which the snapshot is stored."""
        return f"{NAME}-{self.made_on}"


def list_snapshots() -> list[DirectorySnapshot]:
    """Return the stored snapshots, newest first. Snapshots made before a change of `declarations_stamp` are left out:
    they may have values no longer public."""
    return [one for one in _read() if one.stamp == declarations_stamp()]


def find(name: str) -> tuple[DirectorySnapshot, SnapshotFile] | None:
    """Return the snapshot that has a file of this name, and the file. Return None if there is no such file.

    `counterpart.csv` stands for the newest CSV file, and likewise for other endings.
    """
    sets = list_snapshots()
    known = {file.name: (one, file) for one in sets for file in one.files}
    known |= {f"{NAME}{Path(file.name).suffix}": (one, file) for one in sets[:1] for file in one.files}
    return known.get(name)


def parts(one: DirectorySnapshot, file: SnapshotFile) -> Iterator[bytes]:
    """Return an iterator over the parts of a file's content."""
    return store.parts(one.name, file.name, file.size)


def has_work() -> bool:
    """Return whether `refresh_snapshots` has anything to check, delete or make."""
    newest, today = newest_change(), clock.today()
    known = _read()
    is_made = any(one.made_on == today.isoformat() for one in known)
    return not is_made or any(one.checked < newest or not _may_stay(one, today) for one in known)


def refresh_snapshots() -> None:
    """Delete snapshots that are a week old, have a value no longer public, or were made before a change of
    `declarations_stamp`. Then make today's snapshot if missing."""
    newest, today = newest_change(), clock.today()
    for one in _read():
        if not _may_stay(one, today) or _is_withdrawn(one):
            store.remove(one.name)
        elif one.checked < newest:
            store.update_description(one.name, asdict(replace(one, checked=newest)))
    if not any(one.made_on == today.isoformat() for one in list_snapshots()):
        make()


def make() -> DirectorySnapshot:
    """Make and store today's snapshot, and return the snapshot."""
    today, stamp, checked = clock.today(), declarations_stamp(), newest_change()
    known, site = read_entries(today), current_app.config["SETTINGS"].site_address
    contents = {f"{NAME}-{today.isoformat()}.{ending}": write(ending, known, today, site) for ending in ENDINGS}
    files = [SnapshotFile(name, len(one), hashlib.sha256(one).hexdigest()) for name, one in contents.items()]
    until = min((str(entry["valid_until"]) for entry in known), default=today.isoformat())
    made = DirectorySnapshot(today.isoformat(), until, stamp, checked, tuple(files))
    store.save(made.name, asdict(made), contents)
    return made


def read_entries(made_on: date) -> list[Entry]:
    """Return all public entries as JSON (see `contents.entries`). This also works outside a request."""
    with current_app.test_request_context("/en/"):
        return entries(made_on)


def newest_change() -> int:
    """Return the number (`Change.public_id`) of the newest public change, or 0 if there is none."""
    return db.session.scalar(select(func.max(Change.public_id))) or 0


def _may_stay(one: DirectorySnapshot, today: date) -> bool:
    # A snapshot from the future was made by a fast clock.
    is_of_the_week = today - RETENTION < date.fromisoformat(one.made_on) <= today
    return is_of_the_week and one.stamp == declarations_stamp()


def _is_withdrawn(one: DirectorySnapshot) -> bool:
    """Return whether a snapshot has a value that is no longer public."""
    query = select(Change.kind, Change.key).where(Change.public_id > one.checked).distinct()
    changed = {(kind, key) for kind, key in db.session.execute(query)}
    if not changed:
        return False
    held = {place: entry for entry in _held(one) if (place := (entry["kind"], entry["id"])) in changed}
    now = {(entry["kind"], entry["id"]): entry for entry in read_entries(clock.today())}
    return any(place not in now or value_places(entry) - value_places(now[place]) for place, entry in held.items())


def _held(one: DirectorySnapshot) -> Iterator[Entry]:
    name = next(file.name for file in one.files if file.name.endswith(".jsonl"))
    yield from map(json.loads, (store.get_content(one.name, name) or b"").splitlines())


def _read() -> list[DirectorySnapshot]:
    known = reversed(store.list_descriptions(f"{NAME}-"))
    return [
        DirectorySnapshot(**{**about, "files": tuple(SnapshotFile(**file) for file in about["files"])})
        for about in known
    ]
