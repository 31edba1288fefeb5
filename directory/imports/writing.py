"""Hands prepared rows to the database in few statements, so that other writers wait no longer than that takes.

These statements pass the session's listener by; what it would have noted is written here.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import and_, bindparam, delete, insert, select, update

from directory.audit.service import record_all
from directory.extensions import db
from directory.imports.preparing import Prepared
from directory.models import Change, Provenance, RestrictedWord, Tombstone
from directory.models.change import add_changes
from directory.models.details import EntryKey
from directory.search.words import stored_rows

PROVENANCE_KEY = ("kind", "key", "detail")


def moved_since(position: int, entries: Collection[EntryKey]) -> bool:
    """Return whether any of these entries has changed after this change of the log."""
    query = select(Change.kind, Change.key).where(Change.id > position).distinct()
    return any((kind, key) in entries for kind, key in db.session.execute(query))


def write(actor_id: int | None, prepared: Prepared) -> None:
    """Write prepared rows with their provenance, the audit chain and the log of changes. Runs inside `committing`."""
    for model, rows in prepared.inserts.items():
        db.session.connection().execute(insert(model), rows)
    _forget_removal((model.KIND, row["key"]) for model, rows in prepared.inserts.items() for row in rows)
    for (model, _), rows in prepared.updates.items():
        db.session.execute(update(model), rows)
    _write_provenance(prepared)
    _write_words(prepared)
    add_changes(db.session(), dict(sorted(prepared.touched.items())))
    record_all(actor_id, prepared.acts)


def _forget_removal(entries: Iterable[EntryKey]) -> None:
    """Take away what says that an entry was removed here: it is there again."""
    stones = {(stone.kind, stone.key): stone for stone in db.session.scalars(select(Tombstone))}
    for entry_key in entries:
        if entry_key in stones:
            db.session.delete(stones[entry_key])


def _write_provenance(prepared: Prepared) -> None:
    new = {(model.KIND, row["key"]) for model, rows in prepared.inserts.items() for row in rows}
    replaced = [row for row in prepared.provenance if (row["kind"], row["key"]) not in new]
    if replaced:
        place = and_(*(getattr(Provenance, name) == bindparam(f"the_{name}") for name in PROVENANCE_KEY))
        keys = [{f"the_{name}": row[name] for name in PROVENANCE_KEY} for row in replaced]
        db.session.connection().execute(delete(Provenance).where(place), keys)
    if prepared.provenance:
        db.session.connection().execute(insert(Provenance), prepared.provenance)


def _write_words(prepared: Prepared) -> None:
    """Write the words of new entries; have those of others looked at when the transaction ends."""
    homes = {row.key for row in prepared.words}
    stored = set(stored_rows(homes))
    fresh = [row._asdict() for row in sorted(prepared.words - stored)]
    if fresh:
        db.session.connection().execute(insert(RestrictedWord), fresh)
    noted: dict[EntryKey, bool] = db.session.info.setdefault("noted", {})
    noted |= {entry: prepared.touched[entry] for entry in prepared.to_follow}
