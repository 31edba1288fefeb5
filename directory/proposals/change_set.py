"""Edits with the rows that they change. The rows are read once in a transaction, for all checks and for the write.

A change set also detects conflicts: values that others have changed since an edit was written.
"""

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
STATUS, SUCCESSOR = "status", "successor_key"
OWNERS: Mapping[str, type[Entry]] = {OWNER: Authority, "sheet_key": RequirementSheet}

Known = dict[str, Provenance]


class ChangeSet:
    """Edits, with the rows that the edits change. Use a change set only in the transaction in which it was made, and
    only until it is written.

    `before`, `written` and `after` are mappings from entry key to one version of a row. `before` has the stored values.
    `written` has the values as they were when the edits were written. `after` has the values that the edits lead to.

    A version is a mapping from detail (`name.fr` for one language of a text) to plain value. It is empty if the row
    does not exist. `entries` is a mapping from entry key to stored row.
    """

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.edits = tuple(edits)
        self.entries = {entry.entry_key: entry for entry in self._read_entries()}
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
        """Yield each model with the keys of its changed rows, in batches that fit into one statement."""
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
        """Whether the edits can affect other rows, or can be refused because of other rows.

        False if all edits change values of stored rows, and none of the values is a status, successor, owner or State.
        A foreign law does not count here (see `consequences.rests_on_foreign_law`).
        """
        linking = (STATUS, SUCCESSOR, STATE, *OWNERS)
        return any(edit.action is not EditAction.CHANGE or edit.detail in linking for edit in self.edits)

    @cached_property
    def joining(self) -> list[EntryKey]:
        """The changed rows that join two States, and those that join a State and a network. The versions before and
        after the edits both count."""
        rows = {key: (self.before[key], after) for key, after in self.after.items() if key[0] in JOINING}
        of_networks = [key for key, versions in rows.items() if any(values.get(NETWORK) for values in versions)]
        return [*of_networks, *(key for key in self.after if key[0] == StateRelation.KIND)]

    def moves(self, entry_key: EntryKey) -> bool:
        """Return whether the edits move a stored row to another State. False for new and removed rows."""
        versions = [one for one in (self.before[entry_key], self.after[entry_key]) if one]
        return len({self.state(entry_key, values) for values in versions}) > 1

    @cached_property
    def provenance(self) -> dict[EntryKey, Known]:
        """The stored provenance of the changed rows: a mapping from entry key to a mapping from detail to
        provenance."""
        found: dict[EntryKey, Known] = {edit.entry_key: {} for edit in self.edits}
        for model, keys in self._keys():
            rows = select(Provenance).where(Provenance.kind == model.KIND, Provenance.key.in_(keys))
            for row in db.session.scalars(rows):
                found[row.entry_key][row.detail] = row
        return found

    @cached_property
    def conflicts(self) -> list[tuple[Edit, Any]]:
        """The edits in conflict, each with the value that is stored now.

        An edit is in conflict if the value that it replaces has changed since the edit was written.
        """
        held = [(edit, self._held(edit)) for edit in self.edits]
        return [(edit, now) for edit, now in held if self._is_stale(edit, now)]

    def _held(self, edit: Edit) -> Any:
        """Return the stored value, or whole row, that an edit would replace. Return None if nothing is stored."""
        if edit.entry_key not in self.entries:
            return None
        row = self.before[edit.entry_key]
        return row.get(edit.detail) if edit.detail else _unplaced(row)

    def _is_stale(self, edit: Edit, held: Any) -> bool:
        is_gone = edit.action is EditAction.CHANGE and edit.entry_key not in self.entries
        return is_gone or held != _unplaced(_with_readers(edit, edit.before))

    def versions(self, entry_key: EntryKey) -> list[Values]:
        """Return the versions of a row in this order: `before`, `written`, `after` (see the class). Versions in which
        the row does not exist are left out."""
        return [one for one in (self.before[entry_key], self.written[entry_key], self.after[entry_key]) if one]

    def planned(self, kind: str, key: str) -> Values | None:
        """Return the values that a row will have after the edits. A row that no edit touches keeps its stored values.
        So does, in this function, a row that the edits remove.

        Return None for a row that is neither stored nor created.
        """
        if values := self.after.get((kind, key)):
            return values
        entry = self.other(kind, key)
        return flat(entry) if entry is not None else None

    def other(self, kind: str, key: str) -> Entry | None:
        """Return the stored row with this kind and key, or None. The edits need not concern the row."""
        entry_key = (kind, key)
        if entry_key not in self.entries and entry_key not in self._others:
            self._others[entry_key] = db.session.get(MODELS_BY_KIND[kind], key)
        return self.entries.get(entry_key) or self._others.get(entry_key)

    def place(self, entry_key: EntryKey, values: Values) -> Place:
        """Return the place (State and networks) of one version of a row. Use `places` for a relation of two States.

        The result agrees with the method `place()` of a stored row, except that the desk of the place is empty. No
        right to change an entry depends on the desk.
        """
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
        """Return the places of one version of a row. A relation of two States has two places, any other row has one."""
        if entry_key[0] == StateRelation.KIND:
            return [self.place_of_state(code) for code in states_of_relation(values)]
        return [self.place(entry_key, values)]

    def state(self, entry_key: EntryKey, values: Values) -> str:
        """Return the State of one version of a row, or an empty string if the row has no State."""
        return self.place(entry_key, values).jurisdiction

    def place_of_root(self, root: EntryKey) -> Place:
        """Return the place that the entry of a proposal will have after the edits. `root` is the key of the entry.

        If the edits remove the entry, return its present place. If the entry is unknown, return an empty place.
        """
        values = self.after.get(root) or self.before.get(root)
        if values:
            return self.place(root, values)
        entry = self.other(*root)
        return self.place(root, flat(entry)) if entry is not None else Place()

    def _state(self, values: Values) -> str:
        """Return the State that the values of a row name. If they name none, return the State of the row's owner, or an
        empty string."""
        if values.get(STATE):
            return str(values[STATE])
        for column, model in OWNERS.items():
            owner = values.get(column)
            if owner:
                return str((self.planned(model.KIND, owner) or {}).get(STATE) or "")
        return ""

    def place_of_state(self, code: str) -> Place:
        """Return the place of a State: the State, and the networks of which it is a member now."""
        if code not in self._states:
            self._states[code] = place_of_state(code)
        return self._states[code]


def states_of_relation(values: Values) -> list[str]:
    """Return the codes of the two States in a relation of States, sorted."""
    return sorted({str(values.get(name) or "") for name in (STATE, OTHER_STATE)})


def _unplaced(value: Any) -> Any:
    """Return a value in the form in which it is compared for conflicts.

    A mapping (a whole row) loses its position, since a new position is no conflict. An empty value becomes None.
    """
    return {name: one for name, one in value.items() if name != POSITION} if isinstance(value, dict) else value or None


def _with_readers(edit: Edit, value: Any) -> Any:
    """Return `value`. If it is a whole row that states no audience, add the public audience.

    Old proposals contain such rows: every row without an audience was public then.
    """
    names_readers = not edit.detail and value and AUDIENCE in editable_columns(edit.model)
    return {AUDIENCE: Audience.PUBLIC, **value} if names_readers else value
