"""The form of an entry, and the steps that open, close, add or remove a row.

Row 0 is the entry. The other rows are its parts. An open row has fields, a closed row is only listed. The hidden field
`only` of a row limits the row to the columns that `only` names.
"""

import hmac
import json
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.access.gate import audience_of
from directory.access.policy import may_read
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Entry, details_of
from directory.proposals.disclosures import note_row
from directory.proposals.editable_columns import AUDIENCE, POSITION, editable_columns, flat, in_known_order
from directory.proposals.entry_parts import PARTS, EntryPart, list_rows, part_of
from directory.proposals.field_types import field_name, one, values_from_form_data, values_to_form_data
from directory.tokens import signed
from directory.vocabulary import Audience

ROW_CLOSED, CHANGE, CREATE, REMOVE = "closed", "change", "create", "remove"
ONLY = "only"
# The hidden field with the number of the recorded act that the form takes back.
TAKES_BACK = "takes_back"
STATE, STATE_FIELD = "jurisdiction_key", "0:state"
MOST_ROWS = 400
ROOT = 0


@dataclass
class FormRow:
    """One row of a form. `key` is empty for a new row. `names` are the columns that the viewer may edit.

    `base` has the values that were stored when the row was opened. `values` has the typed values. For a column without
    a field, both have the stored value.
    """

    number: int
    model: type[Entry]
    key: str
    action: str
    names: tuple[str, ...]
    base: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    def entry(self) -> Entry | None:
        """Return the stored row, or None for a new row."""
        return db.session.get(self.model, self.key) if self.key else None


@dataclass
class EntryForm:
    """The form of one entry. `key` is empty for a new entry. `raw` has the fields as submitted."""

    viewer: Viewer
    model: type[Entry]
    key: str
    raw: dict[str, list[str]]

    @property
    def note(self) -> str:
        """The author's note to the reviewer."""
        return one(self.raw, "note")

    @property
    def state(self) -> str:
        """The code of the entry's State: as typed, or as stored if the form has no field for the State. The code is ""
        if the entry has no State."""
        name = STATE_FIELD if STATE_FIELD in self.raw else field_name(ROOT, STATE)
        entry = None if name in self.raw or not self.key else db.session.get(self.model, self.key)
        return one(self.raw, name) if entry is None else str(getattr(entry, STATE, "") or "")

    def rows(self) -> list[FormRow]:
        """Return all rows in order, and note disclosures.

        Raises NotFound if a row is of another entry, or if the viewer may not read it.
        """
        return [self.row(number) for number in self.numbers()]

    def numbers(self) -> list[int]:
        """Return the sorted numbers of the rows, at most MOST_ROWS."""
        return sorted({ROOT, *(int(name.partition(":")[0]) for name in self.raw if _numbers(name))})[:MOST_ROWS]

    def row(self, number: int) -> FormRow:
        """Return one row, and note disclosures. Raises NotFound in the same cases as `rows`."""
        kind, key, action = (one(self.raw, f"{number}:{part}") for part in ("kind", "key", "act"))
        model = self.model if number == ROOT else self._part(kind).model
        if number == ROOT:
            key, action = self.key, CHANGE if self.key else CREATE
        if action not in self._actions(model) or (not key) != (action == CREATE):
            raise NotFound
        entry = self._stored(model, key, number) if key else None
        shown = shown_columns(self.viewer, model, entry, self.owner_of(model))
        names = self.narrowed(number, shown)
        if entry is not None:
            # The line of a part may show each of its details.
            note_row(self.viewer, (self.model.KIND, self.key), entry, names if number == ROOT else shown)
        base = _opened_with(one(self.raw, f"{number}:base"), model, key, names, entry) if key else {}
        typed = values_from_form_data(number, model, names, self.raw) if action in (CHANGE, CREATE) else {}
        if action == ROW_CLOSED and entry is not None:
            base = _stored_in(entry, shown)
        rest = {} if entry is None or names == shown else _stored_in(entry, set(shown) - set(names))
        values = in_known_order(model, typed, base)
        return FormRow(number, model, key, action, names, rest | base, rest | values if action == CHANGE else values)

    def narrowed(self, number: int, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the columns among `names` for which the row with this number has a field."""
        only = self.raw.get(f"{number}:{ONLY}")
        return names if only is None else tuple(name for name in names if name in only)

    def _part(self, kind: str) -> EntryPart:
        part = part_of(self.model, kind)
        if part is None:
            raise NotFound
        return part

    def _actions(self, model: type[Entry]) -> tuple[str, ...]:
        part = part_of(self.model, model.KIND)
        return (
            (ROW_CLOSED, CREATE, REMOVE) if part is not None and part.is_whole else (ROW_CLOSED, CHANGE, CREATE, REMOVE)
        )

    def owner_of(self, model: type[Entry]) -> str:
        """Return the column of `model` that contains the key of the form's entry, or "" for the entry's own model."""
        part = None if model is self.model else part_of(self.model, model.KIND)
        return part.owner if part else ""

    def _stored(self, model: type[Entry], key: str, number: int) -> Entry | None:
        entry = db.session.get(model, key)
        if entry is None:
            return None
        if number != ROOT and getattr(entry, self.owner_of(model)) != self.key:
            raise NotFound
        if not shown_columns(self.viewer, model, entry, self.owner_of(model)):
            raise NotFound
        return entry


def start(viewer: Viewer, model: type[Entry], entry: Entry | None, values: Mapping[str, str]) -> EntryForm:
    """Return a new form.

    If `entry` is None, the fields are filled with `values`. Otherwise `values` is ignored: the entry's own fields are
    filled with the stored values, and its parts are closed rows. Fields and parts that the viewer may not read are left
    out.
    """
    if entry is None:
        columns = editable_columns(model)
        typed = values_to_form_data(ROOT, model, {name: value for name, value in values.items() if name in columns})
        # The State of a desk is that of its authority: here it only narrows the choice of authorities.
        state = {STATE_FIELD: [values[STATE]]} if values.get(STATE) and STATE not in columns else {}
        return EntryForm(viewer, model, "", {"0:kind": [model.KIND], **typed, **state})
    form = EntryForm(viewer, model, entry.key, {"0:kind": [model.KIND]})
    open_row(form, ROOT, entry)
    list_parts(form)
    return form


def list_parts(form: EntryForm) -> None:
    """Add each part of the entry that is not in the form yet, as a closed row. Parts that the viewer may not read are
    left out."""
    number = max(form.numbers())
    known = {(one(form.raw, f"{n}:kind"), one(form.raw, f"{n}:key")) for n in form.numbers()}
    for part in PARTS[form.model]:
        for row in list_rows(part, form.key):
            if row.entry_key not in known and shown_columns(form.viewer, part.model, row, part.owner):
                number += 1
                form.raw |= {f"{number}:kind": [row.KIND], f"{number}:key": [row.key], f"{number}:act": [ROW_CLOSED]}


def take_step(form: EntryForm, step: str, value: str) -> int | None:
    """Open, close (`keep`), remove or add a row. Return the row's number if the row is now open, otherwise None.

    `value` is the number of the row, or the kind of a row to add. Raises NotFound for an unknown row.
    """
    if step == "add":
        number = max(form.numbers()) + 1
        form.raw |= {f"{number}:kind": [value], f"{number}:key": [""], f"{number}:act": [CREATE]}
        return number
    row = next((row for row in form.rows() if str(row.number) == value and row.number != ROOT), None)
    if row is None:
        raise NotFound
    if step == "remove" and row.action == CREATE:
        form.raw = {name: sent for name, sent in form.raw.items() if not _is_of(name, row.number)}
        return None
    entry = db.session.get(row.model, row.key)
    if entry is None:
        raise NotFound
    form.raw = {name: sent for name, sent in form.raw.items() if not _is_of(name, row.number)}
    form.raw |= {f"{value}:kind": [row.model.KIND], f"{value}:key": [row.key], f"{value}:act": [ROW_CLOSED]}
    if step in ("open", "remove"):
        open_row(form, row.number, entry)
        form.raw[f"{value}:act"] = [CHANGE if step == "open" else REMOVE]
    return row.number if step == "open" else None


def shown_columns(viewer: Viewer, model: type[Entry], entry: Entry | None, owner: str) -> tuple[str, ...]:
    """Return the columns of a row that forms offer and that the viewer may read, without the column `owner`.

    If the row is new (`entry` is None), the viewer may read all of its columns. If the viewer does not belong to the
    row's audience, or if the position would be the only column, no columns are returned.
    """
    hidden = {
        declared.name
        for declared in details_of(model)
        if entry is not None and not may_read(viewer, audience_of(entry, declared), entry.place)
    }
    names_readers = AUDIENCE in editable_columns(model)
    if names_readers and entry is not None and not may_read(viewer, Audience(getattr(entry, AUDIENCE)), entry.place):
        return ()
    offered = (name for name, column in editable_columns(model).items() if column.is_offered)
    shown = [name for name in offered if name not in hidden and name != owner]
    return tuple(shown) if set(shown) - {POSITION} else ()


def open_row(form: EntryForm, number: int, entry: Entry) -> None:
    """Fill the fields of a row with the stored values that the viewer may read."""
    owner = form.owner_of(type(entry)) if number != ROOT else ""
    names = form.narrowed(number, shown_columns(form.viewer, type(entry), entry, owner))
    values = _stored_in(entry, names)
    form.raw |= {
        f"{number}:base": [signed_base(type(entry), entry.key, values)],
        **values_to_form_data(number, type(entry), values),
    }


def signed_base(model: type[Entry], key: str, values: Mapping[str, Any]) -> str:
    """Return the hidden field with the signed values that a row had when it was opened."""
    base = json.dumps(dict(values), ensure_ascii=False, sort_keys=True)
    return f"{_signature(model, key, base)} {base}"


def _stored_in(entry: Entry, names: Container[str]) -> dict[str, Any]:
    return {detail: value for detail, value in flat(entry).items() if detail.partition(".")[0] in names}


def _numbers(name: str) -> bool:
    number, colon, rest = name.partition(":")
    return bool(colon) and number.isascii() and number.isdigit() and len(number) <= 4 and rest == "kind"


def _is_of(name: str, number: int) -> bool:
    return name.startswith((f"{number}:", field_name(number, "")))


def _opened_with(
    sent: str, model: type[Entry], key: str, names: tuple[str, ...], entry: Entry | None
) -> dict[str, Any]:
    signature, _, text = sent.partition(" ")
    if hmac.compare_digest(signature.encode(), _signature(model, key, text).encode()):
        values = json.loads(text)
    else:
        values = flat(entry) if entry is not None else {}
    return {detail: value for detail, value in values.items() if detail.partition(".")[0] in names}


def _signature(model: type[Entry], key: str, base: str) -> str:
    return signed("values of an entry in a form", f"{model.KIND} {key} {base}")
