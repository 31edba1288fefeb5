"""References between rows, which edits may not break.

No remaining row may refer to a removed row. No entry may succeed itself, or an entry of another State.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Table, select

from directory.extensions import db
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.proposals.change_set import ChangeSet
from directory.proposals.edits import Edit, EditAction

SUCCESSOR = "successor_key"


def is_referenced(edits: Iterable[Edit]) -> bool:
    """Return whether a remaining row (an entry, a part, an account) refers to a row that edits remove."""
    edits = list(edits)
    removed = {edit.entry_key for edit in edits if edit.action is EditAction.REMOVE}
    moved = {(edit.entry_key, edit.detail) for edit in edits if edit.action is EditAction.CHANGE}
    return any(_is_held(entry_key, removed, moved) for entry_key in removed)


def is_circular(changes: ChangeSet, entry_key: EntryKey) -> bool:
    """Return whether a new successor of a row would close a circle of successors."""
    kind, key = entry_key
    if changes.after[entry_key].get(SUCCESSOR) == changes.before[entry_key].get(SUCCESSOR):
        return False
    passed: set[str] = set()
    while key and key not in passed:
        passed.add(key)
        key = _successor(changes, kind, key)
    return bool(key)


def succeeds_abroad(changes: ChangeSet, entry_key: EntryKey) -> bool:
    """Return whether an edit would put a row and its successor into different States.

    False if neither the successor nor the row's State changes.
    """
    kind, _key = entry_key
    before, after = changes.before[entry_key], changes.after[entry_key]
    successor = str(after.get(SUCCESSOR) or "")
    of_successor = changes.planned(kind, successor) if successor else None
    if of_successor is None:
        return False
    state, former = changes.state(entry_key, after), changes.state(entry_key, before)
    is_touched = successor != before.get(SUCCESSOR) or state != former
    return is_touched and state != changes.state((kind, successor), of_successor)


def _is_held(entry_key: EntryKey, removed: set[EntryKey], moved: set[tuple[EntryKey, str]]) -> bool:
    kind, key = entry_key
    kinds = {model.__table__: model.KIND for model in MODELS_BY_KIND.values()}
    target = MODELS_BY_KIND[kind].__table__
    for table in db.metadata.tables.values():
        for column in (one.parent for one in table.foreign_keys if one.column.table is target):
            own = _first_key(table)
            for (found,) in db.session.execute(select(own).where(column == key)):
                pointer = (kinds.get(table, ""), str(found))
                if pointer not in removed and (pointer, column.name) not in moved:
                    return True
    return False


def _first_key(table: Table) -> Column[Any]:
    return next(iter(table.primary_key.columns))


def _successor(changes: ChangeSet, kind: str, key: str) -> str:
    if (kind, key) in changes.after:
        return str(changes.after[kind, key].get(SUCCESSOR) or "")
    return str(getattr(changes.other(kind, key), SUCCESSOR, None) or "")
