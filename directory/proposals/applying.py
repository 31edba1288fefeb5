"""Writes edits into entries, and the provenance of the new values. Call these functions inside `committing`."""

from collections.abc import Sequence
from typing import Any

from directory.audit.chain import AuditAct
from directory.errors import Conflict
from directory.extensions import db
from directory.models import Tombstone, details_of
from directory.models.details import EntryKey
from directory.models.types import json_value
from directory.proposals.change_set import ChangeSet
from directory.proposals.editable_columns import POSITION, editable_columns, set_value, unflat
from directory.proposals.edits import Edit, EditAction
from directory.proposals.messages import STALE
from directory.proposals.provenance import (
    Replaced,
    change,
    change_text,
    mark_decided,
    provenance_values,
    restore_provenance,
    write_provenance,
)

ORDER = [EditAction.CREATE, EditAction.CHANGE, EditAction.REMOVE]
RECORDED_AS = {EditAction.CREATE: "created", EditAction.CHANGE: "changed", EditAction.REMOVE: "removed"}


def write(changes: ChangeSet) -> tuple[list[Replaced], list[AuditAct]]:
    """Write edits into entries. Return the provenance that each edit replaced, and the acts on all changed columns.

    The caller checks permissions and records the acts. If any edit is in conflict, nothing is written and Conflict is
    raised.
    """
    if not changes.is_of_this_transaction:
        raise RuntimeError("Make the change set inside committing(): what was read before it may be out of date.")
    if changes.conflicts:
        raise Conflict(STALE)
    edits, before = changes.edits, _values(changes)
    replaced: list[Replaced] = [{} for _ in edits]
    for places in _together(edits):
        for place, one in zip(places, _write(changes, [edits[place] for place in places]), strict=True):
            replaced[place] = one
    db.session.flush()
    after, words = _values(changes), {edit.entry_key: RECORDED_AS[edit.action] for edit in edits}
    acts = [
        AuditAct(words[entry_key], entry_key, name, value, after[entry_key, name])
        for (entry_key, name), value in before.items()
        if value != after[entry_key, name]
    ]
    return replaced, acts


def _values(changes: ChangeSet) -> dict[tuple[EntryKey, str], Any]:
    found: dict[tuple[EntryKey, str], Any] = {}
    for edit in changes.edits:
        entry = changes.entries.get(edit.entry_key)
        for name in [edit.detail.partition(".")[0]] if edit.detail else editable_columns(edit.model):
            if name != POSITION:
                found[edit.entry_key, name] = None if entry is None else json_value(getattr(entry, name)) or None
    return found


def _together(edits: Sequence[Edit]) -> list[list[int]]:
    """Return groups of indexes of `edits`: creations first, removals last.

    The edits of one detail form one group, such as the edits of all languages of a text.
    """
    found: dict[tuple[int, EntryKey, str], list[int]] = {}
    for place, edit in enumerate(edits):
        found.setdefault((ORDER.index(edit.action), edit.entry_key, edit.detail.partition(".")[0]), []).append(place)
    return [found[one] for one in sorted(found, key=lambda one: one[0])]


def _write(changes: ChangeSet, edits: Sequence[Edit]) -> list[Replaced]:
    first = edits[0]
    if first.action is EditAction.CREATE:
        return [_create(changes, edit) for edit in edits]
    if first.action is EditAction.REMOVE:
        return [_remove(changes, edit) for edit in edits]
    entry, known = changes.entries[first.entry_key], changes.provenance[first.entry_key]
    name = first.detail.partition(".")[0]
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


def _create(changes: ChangeSet, edit: Edit) -> Replaced:
    entry = changes.entries[edit.entry_key] = edit.model(key=edit.key, **unflat(edit.model, edit.after))
    db.session.add(entry)
    stone = db.session.get(Tombstone, edit.entry_key)
    if stone is not None:
        db.session.delete(stone)
    db.session.flush()
    known, replaced = changes.provenance[edit.entry_key], Replaced()
    if edit.takes_back:
        restore_provenance(entry, known, edit.replaced)
        return dict(edit.replaced)
    for declared in details_of(edit.model):
        if getattr(entry, declared.name):
            replaced |= write_provenance(entry, known, declared.name, edit.given)
    return replaced


def _remove(changes: ChangeSet, edit: Edit) -> Replaced:
    known = changes.provenance[edit.entry_key]
    replaced = {place: provenance_values(row) for place, row in known.items()}
    for row in known.values():
        db.session.delete(row)
    db.session.flush()
    db.session.delete(changes.entries.pop(edit.entry_key))
    db.session.merge(Tombstone(kind=edit.kind, key=edit.key))
    db.session.flush()
    return replaced
