"""What still points to rows that are to be removed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Table, select

from directory.extensions import db
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.proposals.edits import Edit, EditAction


def is_referenced(edits: Iterable[Edit]) -> bool:
    """Return whether anything that stays points to a row that changes remove: an entry, a part, an account."""
    edits = list(edits)
    removed = {edit.entry_key for edit in edits if edit.act is EditAction.REMOVE}
    moved = {(edit.entry_key, edit.detail) for edit in edits if edit.act is EditAction.CHANGE}
    return any(_is_held(entry_key, removed, moved) for entry_key in removed)


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
