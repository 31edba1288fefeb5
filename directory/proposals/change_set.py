"""The change set of a proposal or a form: edits with the rows that they change, and the conflicts of these edits."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from sqlalchemy import select

from directory.access.provenance import KEYS_PER_QUERY
from directory.extensions import db
from directory.models import (
    Authority,
    ContactDetail,
    Entry,
    FocalPoint,
    NetworkMember,
    Place,
    Provenance,
    RequirementSheet,
    StateRelation,
)
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.models.jurisdiction import place_of_state
from directory.proposals.editable_columns import AUDIENCE, POSITION, Values, editable_columns, flat
from directory.proposals.edits import Edit, EditAction
from directory.vocabulary import Audience

# Treaties and their parts belong to no single State.
OF_NO_STATE = ("treaty", "treaty_party", "treaty_rule", "treaty_coverage", "treaty_term", "treaty_relation")
# Rows of these kinds join a State and a network: a desk, a membership, and an authority's contact for a network.
JOINING = (FocalPoint.KIND, NetworkMember.KIND, ContactDetail.KIND)

NETWORK, OWNER, STATE, OTHER_STATE = "network_key", "authority_key", "jurisdiction_key", "other_key"
STATUS, SUCCESSOR, LAW = "status", "successor_key", "legislation_key"
OWNERS: Mapping[str, type[Entry]] = {OWNER: Authority, "sheet_key": RequirementSheet}

Known = dict[str, Provenance]


class ChangeSet:
    """Edits, with the rows that they change. A change set is valid only in the transaction that made it, and only
    until `applying.write` stores the edits.

    There are three versions of each row: `before` as stored now, `written` as stored when the author made the edits,
    and `after` as the edits leave the row. A version maps each detail (`name.fr` for one language of a text) to its
    plain value. A version is empty if the row does not exist in it.
    """

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.edits = tuple(edits)
        self.entries = {entry.entry_key: entry for entry in self._read_entries()}
        # The values of each row: as stored, as they were when the edits were written, and as the edits leave them.
        self.before: dict[EntryKey, Values] = {}
        self.written: dict[EntryKey, Values] = {}
        self.after: dict[EntryKey, Values] = {}
        self._others: dict[EntryKey, Entry | None] = {}
        self._states: dict[str, Place] = {}
        self._transaction = db.session().get_transaction()
        for edit in self.edits:
            self._add_versions(edit)

    def _read_entries(self) -> Iterator[Entry]:
        for model, keys in self._keys():
            yield from db.session.scalars(select(model).where(model.key.in_(keys)))

    def _keys(self) -> Iterator[tuple[type[Entry], list[str]]]:
        by_kind: dict[str, dict[str, None]] = {}
        for edit in self.edits:
            by_kind.setdefault(edit.kind, {})[edit.key] = None
        for kind, own in by_kind.items():
            keys = list(own)
            for start in range(0, len(keys), KEYS_PER_QUERY):
                yield MODELS_BY_KIND[kind], keys[start : start + KEYS_PER_QUERY]

    def _add_versions(self, edit: Edit) -> None:
        key = edit.entry_key
        if key not in self.before:
            self.before[key] = flat(self.entries[key]) if key in self.entries else {}
        if edit.action is EditAction.CHANGE:
            self.after[key] = {**self.after.get(key, self.before[key]), edit.detail: edit.after}
            self.written[key] = {**self.written.get(key, self.before[key]), edit.detail: edit.before}
        else:
            self.after[key], self.written[key] = edit.after or {}, edit.before or {}

    @property
    def is_of_this_transaction(self) -> bool:
        """Whether the change set was made in the transaction that is open now."""
        return self._transaction is db.session().get_transaction()

    @cached_property
    def concerns_other_rows(self) -> bool:
        """Whether the edits can affect other rows, or can be refused because of other rows."""
        linking = (STATUS, SUCCESSOR, STATE, LAW, *OWNERS)
        return any(edit.action is not EditAction.CHANGE or edit.detail in linking for edit in self.edits)

    @cached_property
    def joining(self) -> list[EntryKey]:
        """The changed rows that, before or after the edits, join two States or a State and a network."""
        rows = {key: (self.before[key], after) for key, after in self.after.items() if key[0] in JOINING}
        of_networks = [key for key, versions in rows.items() if any(values.get(NETWORK) for values in versions)]
        return [*of_networks, *(key for key in self.after if key[0] == StateRelation.KIND)]

    def moves(self, entry_key: EntryKey) -> bool:
        """Return whether the edits move a stored row to another State."""
        versions = [one for one in (self.before[entry_key], self.after[entry_key]) if one]
        return len({self.state(entry_key, values) for values in versions}) > 1

    @cached_property
    def provenance(self) -> dict[EntryKey, Known]:
        """The stored provenance of each changed row. Within a row, the provenance is keyed by detail name."""
        found: dict[EntryKey, Known] = {edit.entry_key: {} for edit in self.edits}
        for model, keys in self._keys():
            rows = select(Provenance).where(Provenance.kind == model.KIND, Provenance.key.in_(keys))
            for row in db.session.scalars(rows):
                found[row.entry_key][row.detail] = row
        return found

    @cached_property
    def conflicts(self) -> list[tuple[Edit, Any]]:
        """The edits in conflict: the stored value differs from the value on which the edit is based.

        Each edit comes with the stored value.
        """
        held = [(edit, self._held(edit)) for edit in self.edits]
        return [(edit, now) for edit, now in held if self._is_stale(edit, now)]

    def _held(self, edit: Edit) -> Any:
        if edit.entry_key not in self.entries:
            return None
        row = self.before[edit.entry_key]
        return row.get(edit.detail) if edit.detail else _unplaced(row)

    def _is_stale(self, edit: Edit, held: Any) -> bool:
        is_gone = edit.action is EditAction.CHANGE and edit.entry_key not in self.entries
        return is_gone or held != _unplaced(_with_readers(edit, edit.before))

    def versions(self, entry_key: EntryKey) -> list[Values]:
        """Return the versions of a row: `before`, `written` and `after` (see the class).

        Versions in which the row does not exist are left out.
        """
        return [one for one in (self.before[entry_key], self.written[entry_key], self.after[entry_key]) if one]

    def planned(self, kind: str, key: str) -> Values | None:
        """Return the values of any row after the edits, or None if the row is unknown.

        A removed row keeps its stored values here.
        """
        if values := self.after.get((kind, key)):
            return values
        entry = self.other(kind, key)
        return flat(entry) if entry is not None else None

    def other(self, kind: str, key: str) -> Entry | None:
        """Return the stored row of this kind and key, or None if there is no such row."""
        entry_key = (kind, key)
        if entry_key not in self.entries and entry_key not in self._others:
            self._others[entry_key] = db.session.get(MODELS_BY_KIND[kind], key)
        return self.entries.get(entry_key) or self._others.get(entry_key)

    def place(self, entry_key: EntryKey, values: Values) -> Place:
        """Return the State and networks of a row that has these values. Use `places` for a relation of two States."""
        kind, key = entry_key
        if kind in OF_NO_STATE:
            return Place()
        if kind == "network":
            return Place(networks=frozenset({key}))
        state = self._state(values)
        network = values.get(NETWORK)
        if kind in JOINING and network:
            return Place(state, frozenset({network}))
        return self.place_of_state(key if kind == "jurisdiction" else state)

    def places(self, entry_key: EntryKey, values: Values) -> list[Place]:
        """Return the places (State and networks) of a row that has these values: two for a relation of States,
        otherwise one."""
        if entry_key[0] == StateRelation.KIND:
            return [self.place_of_state(code) for code in states_of_relation(values)]
        return [self.place(entry_key, values)]

    def state(self, entry_key: EntryKey, values: Values) -> str:
        """Return the State of a row that has these values, or "" if the row belongs to no State."""
        return self.place(entry_key, values).jurisdiction

    def place_of_root(self, root: EntryKey) -> Place:
        """Return the place (State and networks) that an entry will have after the edits. If the edits remove the entry,
        return its present place."""
        values = self.after.get(root) or self.before.get(root)
        if values:
            return self.place(root, values)
        entry = self.other(*root)
        return self.place(root, flat(entry)) if entry is not None else Place()

    def _state(self, values: Values) -> str:
        if values.get(STATE):
            return str(values[STATE])
        for column, model in OWNERS.items():
            owner = values.get(column)
            if owner:
                return str((self.planned(model.KIND, owner) or {}).get(STATE) or "")
        return ""

    def place_of_state(self, code: str) -> Place:
        """Return the place of a State: its code, and the networks of which it is a member now."""
        if code not in self._states:
            self._states[code] = place_of_state(code)
        return self._states[code]


def states_of_relation(values: Values) -> list[str]:
    """Return the sorted codes of the two States of a relation."""
    return sorted({str(values.get(name) or "") for name in (STATE, OTHER_STATE)})


def _unplaced(value: Any) -> Any:
    return {name: one for name, one in value.items() if name != POSITION} if isinstance(value, dict) else value or None


def _with_readers(edit: Edit, value: Any) -> Any:
    names_readers = not edit.detail and value and AUDIENCE in editable_columns(edit.model)
    # Old proposals contain whole rows without audience; these rows are public.
    return {AUDIENCE: Audience.PUBLIC, **value} if names_readers else value
