"""Hands prepared rows to the database in few statements, so that other writers wait no longer than that takes.

These statements pass the session's listener by; what it would have noted is written here.
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
    """Return whether any of these entries has changed after this change of the log."""
    query = select(Change.kind, Change.key).where(Change.id > position).distinct()
    return any((kind, key) in entries for kind, key in db.session.execute(query))


def write(actor_id: int | None, prepared: WriteSet) -> None:
    """Write prepared rows with their provenance, the audit chain and the log of changes. Runs inside `committing`."""
    for statement in prepared.statements:
        statement.write()
    _forget_removal(prepared.created)
    add_changes(db.session(), dict(sorted(prepared.touched.items())))
    append_prepared(actor_id, prepared.acts)


def _forget_removal(created: Collection[EntryKey]) -> None:
    """Take away what says that an entry was removed here: it is there again."""
    for stone in db.session.scalars(select(Tombstone)):
        if (stone.kind, stone.key) in created:
            db.session.delete(stone)
