"""Writes prepared rows in few SQL statements, so that the write lock is held briefly.

Also writes the change log, since bulk SQL statements do not trigger its listener.
"""

from collections.abc import Collection

from sqlalchemy import select

from directory.audit.chain import append_prepared
from directory.extensions import db
from directory.imports.write_set import WriteSet
from directory.models import Change, Tombstone
from directory.models.change import ChangeAction, add_changes
from directory.models.details import EntryKey


def moved_since(position: int, entries: Collection[EntryKey]) -> bool:
    """Return whether the change log contains a change of one of these entries with an id above `position`."""
    query = select(Change.kind, Change.key).where(Change.id > position).distinct()
    return any((kind, key) in entries for kind, key in db.session.execute(query))


def write(actor_id: int | None, prepared: WriteSet) -> None:
    """Write the rows of an import, with provenance, restricted words, acts and change log. Call this inside
    `committing`.

    The acts name the account `actor_id`, or no account if it is None.
    """
    for statement in prepared.statements:
        statement.write()
    _forget_removal(prepared.created)
    created = dict.fromkeys(prepared.created, ChangeAction.CREATED)
    add_changes(db.session(), dict(sorted(prepared.touched.items())), created)
    append_prepared(actor_id, prepared.acts)


def _forget_removal(created: Collection[EntryKey]) -> None:
    for stone in db.session.scalars(select(Tombstone)):
        if stone.entry_key in created:
            db.session.delete(stone)
