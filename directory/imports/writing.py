"""Writes prepared rows in few statements, to hold the write lock only briefly.

Bulk statements bypass the session's listener; the change log that it would have written is written here.
"""

from collections.abc import Collection

from sqlalchemy import select

from directory.audit.service import append_prepared
from directory.extensions import db
from directory.imports.write_set import WriteSet
from directory.models import Change, Tombstone
from directory.models.change import add_changes
from directory.models.details import EntryKey


def moved_since(position: int, entries: Collection[EntryKey]) -> bool:
    """Return whether any of these entries has changed after the position `position` of the change log."""
    query = select(Change.kind, Change.key).where(Change.id > position).distinct()
    return any((kind, key) in entries for kind, key in db.session.execute(query))


def write(actor_id: int | None, prepared: WriteSet) -> None:
    """Write prepared rows with their provenance, the audit chain and the change log. Runs inside `committing`."""
    for statement in prepared.statements:
        statement.write()
    _forget_removal(prepared.created)
    add_changes(db.session(), dict(sorted(prepared.touched.items())))
    append_prepared(actor_id, prepared.acts)


def _forget_removal(created: Collection[EntryKey]) -> None:
    """Delete the tombstones of entries that exist again."""
    for stone in db.session.scalars(select(Tombstone)):
        if (stone.kind, stone.key) in created:
            db.session.delete(stone)
