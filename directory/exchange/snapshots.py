"""The files in the data folder: one set a day, kept for a week, with their days, sizes and checksums beside them.

What is withdrawn from the public is in no file for longer than the worker takes to look: a set that holds a place which
nobody may read any more, or that was made under other declarations, is deleted and made anew.
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
from directory.exchange.contents import Entry, entries, places, write
from directory.extensions import db
from directory.models import Change

FOLDER = "exchange"
ENDINGS = ("csv", "xlsx", "jsonl")
KEPT = timedelta(days=7)
NAME = "counterpart"


@dataclass(frozen=True)
class File:
    """One file of a set."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Snapshot:
    """One day's files. `checked` is the public change up to which nothing in them was withdrawn."""

    made_on: str
    valid_until: str
    stamp: str
    checked: int
    files: tuple[File, ...]


def folder() -> Path:
    """Return where the files lie."""
    return Path(current_app.config["SETTINGS"].data_dir) / FOLDER


def list_snapshots() -> list[Snapshot]:
    """Return the sets that may be given out, the newest first."""
    return [one for one in _read() if one.stamp == declarations_stamp()]


def find(name: str) -> tuple[Path, File] | None:
    """Return a file by its name; `counterpart.csv` is that of the newest set."""
    known = {file.name: file for one in reversed(list_snapshots()) for file in one.files}
    known |= {f"{NAME}{Path(file.name).suffix}": file for one in list_snapshots()[:1] for file in one.files}
    return (folder() / known[name].name, known[name]) if name in known else None


def keep_up() -> None:
    """Delete sets that are old or hold what was withdrawn, and make today's where there is none."""
    newest, today = newest_change(), clock.today()
    for one in _read():
        is_old = date.fromisoformat(one.made_on) <= today - KEPT
        if is_old or one.stamp != declarations_stamp() or _is_withdrawn(one):
            _delete(one)
        elif one.checked < newest:
            _write_list(replace(one, checked=newest))
    if not any(one.made_on == today.isoformat() for one in list_snapshots()):
        make()


def make() -> Snapshot:
    """Make today's files and return them; each is put in its place whole, their list last."""
    today, stamp, checked = clock.today(), declarations_stamp(), newest_change()
    known, site = read_entries(today), current_app.config["SETTINGS"].site_address
    folder().mkdir(mode=0o700, exist_ok=True)
    files = []
    for ending in ENDINGS:
        name, content = f"{NAME}-{today.isoformat()}.{ending}", write(ending, known, today, site)
        put(folder() / name, content)
        files.append(File(name, len(content), hashlib.sha256(content).hexdigest()))
    until = min((str(entry["valid_until"]) for entry in known), default=today.isoformat())
    made = Snapshot(today.isoformat(), until, stamp, checked, tuple(files))
    _write_list(made)
    return made


def read_entries(made_on: date) -> list[Entry]:
    """Return all entries as a visitor is answered, outside a request too."""
    with current_app.test_request_context("/en/"):
        return entries(made_on)


def newest_change() -> int:
    """Return the number of the newest public change, 0 before the first."""
    return db.session.scalar(select(func.max(Change.public_id))) or 0


def _is_withdrawn(one: Snapshot) -> bool:
    """Return whether a set holds something in a place that has gone since it was last looked at."""
    query = select(Change.kind, Change.key).where(Change.public_id > one.checked).distinct()
    changed = {(kind, key) for kind, key in db.session.execute(query)}
    if not changed:
        return False
    held = {place: entry for entry in _held(one) if (place := (entry["kind"], entry["id"])) in changed}
    now = {(entry["kind"], entry["id"]): entry for entry in read_entries(clock.today())}
    return any(place not in now or places(entry) - places(now[place]) for place, entry in held.items())


def _held(one: Snapshot) -> Iterator[Entry]:
    name = next(file.name for file in one.files if file.name.endswith(".jsonl"))
    with (folder() / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _read() -> list[Snapshot]:
    found = []
    for path in sorted(folder().glob(f"{NAME}-*.list"), reverse=True):
        read = json.loads(path.read_text())
        found.append(Snapshot(**{**read, "files": tuple(File(**file) for file in read["files"])}))
    return found


def _delete(one: Snapshot) -> None:
    (folder() / f"{NAME}-{one.made_on}.list").unlink(missing_ok=True)
    for file in one.files:
        (folder() / file.name).unlink(missing_ok=True)


def _write_list(one: Snapshot) -> None:
    put(folder() / f"{NAME}-{one.made_on}.list", json.dumps(asdict(one)).encode())


def put(path: Path, content: bytes) -> None:
    """Put a file in its place whole, for its owner alone to read."""
    part = path.with_name(f".{path.name}.part")
    part.touch(mode=0o600)
    part.write_bytes(content)
    part.replace(path)
