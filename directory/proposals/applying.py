"""Writes changes into entries with their provenance and the audit chain. Runs inside `committing` alone."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from directory.audit.chain import json_value
from directory.audit.service import AuditAct, record_all
from directory.errors import Conflict
from directory.extensions import db
from directory.models import Entry, Provenance, Tombstone, details_of
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.proposals.editable import AUDIENCE, POSITION, current_value, editable_columns, flat, set_value, unflat
from directory.proposals.edits import Edit, EditAction
from directory.proposals.messages import STALE
from directory.proposals.sourcing import (
    Known,
    Replaced,
    change,
    change_text,
    mark_decided,
    provenance_values,
    restore_provenance,
    write_provenance,
)
from directory.vocabulary import Audience

# SQLite refuses more bound values than this in one statement (SQLITE_MAX_VARIABLE_NUMBER).
KEYS_PER_QUERY = 30_000
ORDER = [EditAction.CREATE, EditAction.CHANGE, EditAction.REMOVE]
WORDS = {EditAction.CREATE: "created", EditAction.CHANGE: "changed", EditAction.REMOVE: "removed"}


class AffectedRows:
    """The entries and provenance that changes are about, read in a few statements."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.entries: dict[EntryKey, Entry] = {}
        self.provenance: dict[EntryKey, Known] = {}
        for kind, keys in _keys_by_kind(edits).items():
            for start in range(0, len(keys), KEYS_PER_QUERY):
                self._read(MODELS_BY_KIND[kind], keys[start : start + KEYS_PER_QUERY])

    def _read(self, model: type[Entry], keys: list[str]) -> None:
        for entry in db.session.scalars(select(model).where(model.key.in_(keys))):
            self.entries[entry.entry_key] = entry
        for row in db.session.scalars(
            select(Provenance).where(Provenance.kind == model.KIND, Provenance.key.in_(keys))
        ):
            self.known(row.kind, row.key)[row.detail] = row

    def known(self, kind: str, key: str) -> Known:
        """Return the provenance of one row by detail."""
        return self.provenance.setdefault((kind, key), {})

    def current_value(self, edit: Edit) -> Any:
        """Return what the place of a change holds now: None where there is nothing."""
        entry = self.entries.get(edit.entry_key)
        if entry is None:
            return None
        return current_value(entry, edit.detail) if edit.detail else _unplaced(flat(entry))

    def stale(self, edits: Iterable[Edit]) -> list[Edit]:
        """Return the changes whose place no longer holds what it held when they were written."""
        return [
            edit
            for edit in edits
            if self.current_value(edit) != _unplaced(_with_readers(edit, edit.before))
            or (edit.act is EditAction.CHANGE and edit.entry_key not in self.entries)
        ]


def apply(actor_id: int | None, edits: Sequence[Edit]) -> list[Replaced]:
    """Write changes, and return for each the provenance that it took the place of, by detail.

    Rows are created before and removed after the others. The caller has asked whether the actor may.
    Raises Conflict, with nothing written, if a place no longer holds what it held when the change was written.
    """
    rows = AffectedRows(edits)
    if rows.stale(edits):
        raise Conflict(STALE)
    before = _values(rows, edits)
    replaced: list[Replaced] = [{} for _ in edits]
    for places in _together(edits):
        for place, one in zip(places, _write(rows, [edits[place] for place in places]), strict=True):
            replaced[place] = one
    db.session.flush()
    after, words = _values(rows, edits), {edit.entry_key: WORDS[edit.act] for edit in edits}
    acts = [
        AuditAct(words[entry_key], entry_key, name, value, after[entry_key, name])
        for (entry_key, name), value in before.items()
        if value != after[entry_key, name]
    ]
    record_all(actor_id, acts)
    return replaced


def not_stale(edits: Sequence[Edit]) -> list[Edit]:
    """Return the changes whose place still holds what it held when they were written."""
    stale = AffectedRows(edits).stale(edits)
    return [edit for edit in edits if edit not in stale]


def _values(rows: AffectedRows, edits: Iterable[Edit]) -> dict[tuple[EntryKey, str], Any]:
    """Return what entries hold, by entry and column, of all that changes are about; order is none of it."""
    found: dict[tuple[EntryKey, str], Any] = {}
    for edit in edits:
        entry = rows.entries.get(edit.entry_key)
        for name in [edit.detail.partition(".")[0]] if edit.detail else editable_columns(edit.model):
            if name != POSITION:
                found[edit.entry_key, name] = None if entry is None else json_value(getattr(entry, name)) or None
    return found


def _together(edits: Sequence[Edit]) -> list[list[int]]:
    """Return the places of changes in the order in which they are written: those of one text together."""
    found: dict[tuple[int, EntryKey, str], list[int]] = {}
    for place, edit in enumerate(edits):
        found.setdefault((ORDER.index(edit.act), edit.entry_key, edit.detail.partition(".")[0]), []).append(place)
    return [found[one] for one in sorted(found, key=lambda one: one[0])]


def _write(rows: AffectedRows, edits: Sequence[Edit]) -> list[Replaced]:
    first = edits[0]
    if first.act is EditAction.CREATE:
        return [_create(rows, edit) for edit in edits]
    if first.act is EditAction.REMOVE:
        return [_remove(rows, edit) for edit in edits]
    entry, known, name = rows.entries[first.entry_key], rows.known(*first.entry_key), first.detail.partition(".")[0]
    column = editable_columns(first.model)[name]
    if column.is_text:
        return change_text(entry, known, name, edits)
    if column.detail is not None:
        return [change(entry, known, edit) for edit in edits]
    for edit in edits:
        set_value(entry, name, edit.after)
    if name != POSITION:
        mark_decided(known)
    return [{} for _ in edits]


def _create(rows: AffectedRows, edit: Edit) -> Replaced:
    entry = rows.entries[edit.entry_key] = edit.model(key=edit.key, **unflat(edit.model, edit.after))
    db.session.add(entry)
    stone = db.session.get(Tombstone, edit.entry_key)
    if stone is not None:
        db.session.delete(stone)
    db.session.flush()
    known, replaced = rows.known(*edit.entry_key), Replaced()
    if edit.takes_back:
        restore_provenance(entry, known, edit.replaced)
        return dict(edit.replaced)
    for declared in details_of(edit.model):
        if getattr(entry, declared.name):
            replaced |= write_provenance(entry, known, declared.name, edit.given)
    return replaced


def _remove(rows: AffectedRows, edit: Edit) -> Replaced:
    known = rows.provenance.pop(edit.entry_key, {})
    replaced = {place: provenance_values(row) for place, row in known.items()}
    for row in known.values():
        db.session.delete(row)
    db.session.flush()
    db.session.delete(rows.entries.pop(edit.entry_key))
    db.session.merge(Tombstone(kind=edit.kind, key=edit.key))
    db.session.flush()
    return replaced


def _unplaced(value: Any) -> Any:
    """Return a value, of a whole row without its place among others, which is no reason for a conflict."""
    return {name: one for name, one in value.items() if name != POSITION} if isinstance(value, dict) else value or None


def _with_readers(edit: Edit, value: Any) -> Any:
    """Return a value, of a whole row with its readers: before they had to be named, one without them was for all."""
    names_readers = not edit.detail and value and AUDIENCE in editable_columns(edit.model)
    return {AUDIENCE: Audience.PUBLIC, **value} if names_readers else value


def _keys_by_kind(edits: Iterable[Edit]) -> dict[str, list[str]]:
    keys: dict[str, dict[str, None]] = {}
    for edit in edits:
        keys.setdefault(edit.kind, {})[edit.key] = None
    return {kind: list(own) for kind, own in keys.items()}
