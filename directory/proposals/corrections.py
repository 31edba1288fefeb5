"""Opens a refused proposal again: its author corrects what was proposed, and submits it as a new proposal."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Entry, Proposal
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.proposals.disclosures import note_edit
from directory.proposals.edits import Edit, EditAction
from directory.proposals.entry_parts import part_of
from directory.proposals.field_types import field_name, one, values_to_form_data
from directory.proposals.forms import CHANGE, REMOVE, ROOT, EntryForm, shown_columns, signed_base, start, take_step
from directory.proposals.narrow_forms import is_narrow, start_narrow
from directory.proposals.permissions import may_read_edit
from directory.proposals.queries import change_set_of
from directory.proposals.source_amendments import StatedSource, may_have_source


def start_correction(viewer: Viewer, entry: Entry | None, proposal: Proposal) -> EntryForm:
    """Return a form filled with the edits, sources and note of a refused proposal. `entry` is None for a new entry.

    Edits of rows that are gone are left out. The form does not say again that a value was verified: the day of that
    verification has passed.
    """
    model, edits = MODELS_BY_KIND[proposal.kind], list(_readable(viewer, proposal))
    form = _narrow(viewer, entry, edits) or start(viewer, model, entry, {})
    filled: list[tuple[int, Edit]] = []
    for entry_key, own in groupby(edits, lambda edit: edit.entry_key):
        number = _fill(form, entry_key, found := list(own))
        filled += [(number, edit) for edit in found] if number is not None else []
    form.raw["note"] = [proposal.note]
    _fill_sources(form, filled)
    return form


def _readable(viewer: Viewer, proposal: Proposal) -> Iterator[Edit]:
    changes = change_set_of(proposal)
    for edit in sorted(changes.edits, key=lambda one: one.entry_key != proposal.entry_key):
        if may_read_edit(viewer, changes, edit):
            note_edit(viewer, proposal.entry_key, changes, edit)
            yield edit


def _narrow(viewer: Viewer, entry: Entry | None, edits: Sequence[Edit]) -> EntryForm | None:
    """Return a narrow form if the edits concern only one detail or only one new part, otherwise None."""
    places = {(edit.entry_key, edit.detail.partition(".")[0], edit.action) for edit in edits}
    if entry is None or len(places) != 1:
        return None
    [((kind, key), detail, action)] = places
    part = "" if (kind, key) == entry.entry_key else kind
    if action is EditAction.REMOVE or (part and part_of(type(entry), part) is None):
        return None
    if action is EditAction.CREATE:
        return start_narrow(viewer, entry, part=part)[0]
    if db.session.get(MODELS_BY_KIND[kind], key) is None:
        return None
    return start_narrow(viewer, entry, part=part, row=key if part else "", detail=detail)[0]


def _fill(form: EntryForm, entry_key: EntryKey, edits: Sequence[Edit]) -> int | None:
    """Fill one row from its edits. Return the number of the row, or None if the form has no such row."""
    kind, key = entry_key
    number = ROOT if (kind, key) == (form.model.KIND, form.key or key) else _number(form, kind, key)
    model, [first, *_] = MODELS_BY_KIND[kind], edits
    if first.action is EditAction.CREATE:
        if number is None and part_of(form.model, kind) is not None:
            number = _added(form, kind)
        if number is not None:
            names = shown_columns(form.viewer, model, None, form.owner_of(model))
            form.raw |= values_to_form_data(number, model, _of(first.after, names))
        return number
    entry = db.session.get(model, key)
    if number is None or entry is None:
        return None
    stored, names = form.row(number).base, shown_columns(form.viewer, model, entry, form.owner_of(model))
    before = first.before if first.action is EditAction.REMOVE else {edit.detail: edit.before for edit in edits}
    base = {**stored, **_of(before, form.narrowed(number, names))}
    form.raw[f"{number}:base"] = [signed_base(model, key, base)]
    if first.action is EditAction.REMOVE:
        form.raw[f"{number}:act"] = [REMOVE]
        return number
    values = {**base, **_of({edit.detail: edit.after for edit in edits}, form.narrowed(number, names))}
    start_of_name = field_name(number, "")
    form.raw = {name: sent for name, sent in form.raw.items() if not name.startswith(start_of_name)}
    form.raw |= values_to_form_data(number, model, {name: value for name, value in values.items() if value})
    if number != ROOT:
        form.raw[f"{number}:act"] = [CHANGE]
    return number


def _of(values: Any, names: Sequence[str]) -> dict[str, Any]:
    return {detail: value for detail, value in (values or {}).items() if detail.partition(".")[0] in names}


def _number(form: EntryForm, kind: str, key: str) -> int | None:
    told = ((number, one(form.raw, f"{number}:kind"), one(form.raw, f"{number}:key")) for number in form.numbers())
    return next((number for number, *known in told if number != ROOT and known == [kind, key]), None)


def _added(form: EntryForm, kind: str) -> int | None:
    """Return the number of a new row. A narrow form has a new row already. To any other form, a row is added."""
    return max(form.numbers()) if is_narrow(form) else take_step(form, "add", kind)


def _fill_sources(form: EntryForm, filled: Sequence[tuple[int, Edit]]) -> None:
    """Fill in the source of the whole form, and source fields of its own for each edit with another source.

    The source of the whole form is empty if any edit states no source. Otherwise it is the source of the first edit.
    """
    stated = [
        (f"{number}:{edit.detail.partition('.')[0] if number == ROOT else ''}:", _source(edit))
        for number, edit in filled
        if may_have_source(edit)
    ]
    if not stated:
        return
    # Without a source of its own, a value rests on that of the whole form.
    whole = next((source for _, source in stated if not source.sources), stated[0][1])
    form.raw |= whole.fields("")
    for place, source in stated:
        if source != whole:
            form.raw |= source.fields(place)


def _source(edit: Edit) -> StatedSource:
    return StatedSource(edit.given.sources, edit.given.source_date, edit.given.confidence)
