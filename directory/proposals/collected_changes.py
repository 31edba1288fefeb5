"""Makes edits from a submitted form, and finds the errors in its fields."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.policy import Action
from directory.models import Rule, StateRelation
from directory.models.details import EntryKey
from directory.proposals import forms
from directory.proposals.change_set import LAW, OTHER_STATE, STATE, SUCCESSOR, ChangeSet
from directory.proposals.consequences import is_circular, rests_on_foreign_law, succeeds_abroad
from directory.proposals.editable_columns import flat, original_beside
from directory.proposals.edits import Edit, EditAction, StatedProvenance, differences
from directory.proposals.entry_parts import is_taken, new_key, stored
from directory.proposals.field_types import field_name, one
from directory.proposals.forms import ROOT, TAKES_BACK, EntryForm, FormRow
from directory.proposals.messages import ABROAD, CIRCLE, FOREIGN_LAW, NOTHING
from directory.proposals.permissions import may_all, may_move, may_read_edit
from directory.proposals.sheet_rules import rule_problems
from directory.proposals.stated_sources import source_problems, typed_sources
from directory.proposals.validation import (
    LONGEST_NOTE_CHARACTERS,
    MOST_CHARACTERS_OF_A_PROPOSAL,
    NOT_A_CHOICE,
    TOO_LONG,
    TOO_MUCH,
    problems,
)
from directory.proposals.verifying_office import office_of
from directory.vocabulary import Confidence

WHY_TAKEN_BACK = _l("Say why the change is taken back: whoever reviews the proposal reads it.")
THERE_ALREADY = _l("The entry has this part already.")
OUT_OF_SCOPE = _l("Your choice is outside your scope: choose a State and network that you coordinate.")
TAKES_ALONG = _l(
    "This entry cannot go to another State: desks, contacts, people or consultations outside your scope would go with"
    " it."
)
UNREADABLE = _l("With this choice you could not read the detail yourself: choose another network or audience.")


@dataclass
class CollectedChanges:
    """The edits that follow from a form, and the errors of its fields.

    `kind` and `root_key` identify the form's entry.
    """

    edits: list[Edit] = field(default_factory=list)
    errors: dict[str, Any] = field(default_factory=dict)
    kind: str = ""
    root_key: str = ""

    @property
    def entry_key(self) -> EntryKey:
        """The key of the form's entry. A new entry has an empty key until the form has the values that make its key."""
        return self.kind, self.root_key

    @property
    def faults(self) -> Mapping[str, Any]:
        """The reasons why the form cannot be submitted, keyed by field name.

        A form that changes nothing cannot be submitted either.
        """
        return self.errors or ({} if self.edits else {"note": NOTHING})

    @property
    def sound(self) -> list[Edit]:
        """The edits of the form. Empty if the form has errors."""
        return [] if self.errors else self.edits


def collect(form: EntryForm) -> CollectedChanges:
    """Return the edits and the errors of a form."""
    found, rows = CollectedChanges(kind=form.model.KIND, root_key=form.key), form.rows()
    keys = _keys(form, rows, found)
    # A source that applies to the whole form is read once, not for each value.
    given = cache(partial(_given, form, found.errors))
    for row in rows:
        if row.action in (forms.CHANGE, forms.CREATE):
            key = keys.get(row.number, row.key)
            values = _with_owner(form, row, row.values, found.root_key)
            own = list(_edits(form, row, key, values, given))
            wrong = _problems(row, values, _touched(form, row, values)) if own else {}
            found.errors |= {field_name(row.number, detail): message for detail, message in wrong.items()}
            found.edits += own
        elif row.action == forms.REMOVE:
            found.edits += _removal(row)
    if len(form.note) > LONGEST_NOTE_CHARACTERS:
        found.errors["note"] = TOO_LONG
    if one(form.raw, TAKES_BACK) and not form.note:
        found.errors["note"] = WHY_TAKEN_BACK
    if sum(_characters(edit.after) for edit in found.edits) > MOST_CHARACTERS_OF_A_PROPOSAL:
        found.errors.setdefault("note", TOO_MUCH)
    if not found.errors:
        found.errors |= _refusals(form, rows, keys, found)
    return found


def _characters(value: Any) -> int:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return len(value) if isinstance(value, str) else sum(map(_characters, inner))


def _place_of_source(form: EntryForm, row: FormRow, detail: str) -> str:
    """Return the prefix of the names of those form fields in which a person types a source for `detail` alone.

    Return "" if these fields are empty: the source of the whole form then applies.
    """
    beside = f"{row.number}:{detail.partition('.')[0] if row.number == ROOT else ''}:"
    return beside if one(form.raw, f"{beside}source") or one(form.raw, f"{beside}verified") else ""


def _given(form: EntryForm, errors: dict[str, Any], place: str) -> StatedProvenance:
    is_verified = bool(one(form.raw, f"{place}verified"))
    office = office_of(form.viewer) if is_verified else ""
    sources = typed_sources(form.raw, place) or ((office,) if office else ())
    source_date = one(form.raw, f"{place}source_date")
    confidence = one(form.raw, f"{place}confidence") or Confidence.SOURCED
    errors |= source_problems(sources, source_date, confidence, place)
    return StatedProvenance(
        sources,
        source_date,
        confidence,
        clock.today() if is_verified else None,
        office,
    )


def _keys(form: EntryForm, rows: list[FormRow], found: CollectedChanges) -> dict[int, str]:
    """Return a mapping from the number of each new row to the key that the row will get. Rows with errors are left out.

    Also set `found.root_key`, and add an error for a key that is taken.
    """
    keys: dict[int, str] = {}
    for row in rows:
        values = _with_owner(form, row, row.values, found.root_key)
        if row.action != forms.CREATE or problems(row.model, values, _touched(form, row, values)):
            continue
        key = keys[row.number] = new_key(row.model.KIND, values)
        if is_taken(row.model.KIND, key) or list(keys.values()).count(key) > 1:
            found.errors[_first_field(row)] = THERE_ALREADY
        if row.number == ROOT:
            found.root_key = key
    return keys


def _with_owner(form: EntryForm, row: FormRow, values: Mapping[str, Any], root_key: str) -> dict[str, Any]:
    owner = form.owner_of(row.model)
    return {**values, owner: root_key} if owner and row.action == forms.CREATE else dict(values)


def _edits(
    form: EntryForm, row: FormRow, key: str, values: Mapping[str, Any], given: Callable[[str], StatedProvenance]
) -> Iterator[Edit]:
    kind = row.model.KIND
    if row.action == forms.CREATE:
        new = stored(kind, values)
        yield Edit(EditAction.CREATE, kind, key, "", None, new, given(_place_of_source(form, row, "")))
        return
    for detail in differences(row.base, values):
        said = replace(given(_place_of_source(form, row, detail)), of=original_beside(detail, values))
        yield Edit(EditAction.CHANGE, kind, key, detail, row.base.get(detail), values.get(detail), said)


def _problems(row: FormRow, values: Mapping[str, Any], touched: list[str]) -> dict[str, Any]:
    of_rule = rule_problems(values, touched) if row.model is Rule else {}
    if row.model is StateRelation and row.action == forms.CHANGE and OTHER_STATE in touched:
        return {OTHER_STATE: NOT_A_CHOICE}
    return of_rule | problems(row.model, values, touched)


def _touched(form: EntryForm, row: FormRow, values: Mapping[str, Any]) -> list[str]:
    return [detail for detail in differences(row.base, values) if detail != form.owner_of(row.model)]


def _removal(row: FormRow) -> list[Edit]:
    entry = row.entry()
    if entry is None:
        return []
    whole = flat(entry)
    return [Edit(EditAction.REMOVE, row.model.KIND, row.key, "", {**whole, **row.base}, None)]


def _refusals(form: EntryForm, rows: list[FormRow], keys: Mapping[int, str], found: CollectedChanges) -> dict[str, Any]:
    changes, numbers = ChangeSet(found.edits), {(r.model.KIND, keys.get(r.number, r.key)): r for r in rows}
    refused: dict[str, Any] = {}
    for edit in found.edits:
        row = numbers[edit.entry_key]
        if not may_all(form.viewer, Action.PROPOSE, changes, [edit.entry_key]):
            refused[_first_field(row)] = OUT_OF_SCOPE
        elif not may_move(form.viewer, Action.PROPOSE, changes, [edit.entry_key]):
            refused[_first_field(row)] = TAKES_ALONG
        elif not may_read_edit(form.viewer, changes, edit):
            refused[_first_field(row)] = UNREADABLE
        elif is_circular(changes, edit.entry_key):
            refused[field_name(row.number, SUCCESSOR)] = CIRCLE
        elif succeeds_abroad(changes, edit.entry_key):
            refused[field_name(row.number, SUCCESSOR)] = ABROAD
        elif rests_on_foreign_law(changes, edit.entry_key):
            refused[field_name(row.number, LAW if LAW in row.names else STATE)] = FOREIGN_LAW
    return refused


def _first_field(row: FormRow) -> str:
    return field_name(row.number, row.names[0])
