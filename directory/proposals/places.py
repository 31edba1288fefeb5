"""Where changes belong, and whether a person may make, read or decide them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.access.gate import audience_of
from directory.access.policy import Action, may, may_read, may_somewhere
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Authority, Entry, Network, Place, RequirementSheet, details_of
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.models.network import place_of_state
from directory.proposals.editable import AUDIENCE, editable_columns, flat, unflat
from directory.proposals.edits import Edit, EditAction
from directory.vocabulary import Audience

# What a treaty says is no State's alone.
OF_NO_STATE = ("treaty", "treaty_party", "treaty_rule", "treaty_coverage", "treaty_term")

NETWORK, OWNER = "network_key", "authority_key"
OWNERS: Mapping[str, type[Entry]] = {OWNER: Authority, "sheet_key": RequirementSheet}

Values = Mapping[str, Any]


@dataclass
class RowVersions:
    """The rows that changes are about as they are and as they would be, each as flat values.

    A row that is to be created is not yet in the database, and its parts point to it. `written` is how a row
    was when the changes were written: a value that they took away stays for those who could read it then.
    """

    edits: Iterable[Edit]
    before: dict[EntryKey, Values] = field(default_factory=dict)
    written: dict[EntryKey, Values] = field(default_factory=dict)
    after: dict[EntryKey, Values] = field(default_factory=dict)
    _states: dict[str, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for edit in self.edits:
            if edit.entry_key not in self.before:
                entry = db.session.get(edit.model, edit.key)
                self.before[edit.entry_key] = {} if entry is None else flat(entry)
            as_is = self.after.get(edit.entry_key, self.before[edit.entry_key])
            as_was = self.written.get(edit.entry_key, self.before[edit.entry_key])
            if edit.act is EditAction.CHANGE:
                self.after[edit.entry_key] = {**as_is, edit.detail: edit.after}
                self.written[edit.entry_key] = {**as_was, edit.detail: edit.before}
            else:
                self.after[edit.entry_key] = edit.after or {}
                self.written[edit.entry_key] = edit.before or {}

    def of(self, entry_key: EntryKey) -> list[Values]:
        """Return the versions of a row that there are, as it is first."""
        return [one for one in (self.before[entry_key], self.written[entry_key], self.after[entry_key]) if one]

    def place(self, entry_key: EntryKey, values: Values) -> Place:
        """Return where a version of a row belongs. Follows `place()` of its model, of which there is no row yet."""
        kind, key = entry_key
        if kind in OF_NO_STATE:
            return Place()
        if kind == "network":
            return Place(networks=frozenset({key}))
        state = self._state(values)
        network = values.get(NETWORK)
        if kind in ("focal_point", "network_member", "contact_detail") and network:
            return Place(state, frozenset({network}))
        return self._place_of_state(key if kind == "jurisdiction" else state)

    def place_of_root(self, root: EntryKey) -> Place:
        """Return where the entry belongs of which the changes are: as it would be."""
        values = self.after.get(root) or self.before.get(root)
        if values:
            return self.place(root, values)
        entry = db.session.get(MODELS_BY_KIND[root[0]], root[1])
        return entry.place() if entry is not None else Place()

    def _state(self, values: Values) -> str:
        """Return the State that values name, or that what they are a part of does."""
        if values.get("jurisdiction_key"):
            return str(values["jurisdiction_key"])
        for column, model in OWNERS.items():
            owner = values.get(column)
            if owner:
                found = self.after.get((model.KIND, owner)) or {}
                entry = db.session.get(model, owner) if not found else None
                return str((flat(entry) if entry else found).get("jurisdiction_key") or "")
        return ""

    def _place_of_state(self, code: str) -> Place:
        if code not in self._states:
            self._states[code] = place_of_state(code)
        return self._states[code]


def may_all(viewer: Viewer, action: Action, versions: RowVersions, *only: EntryKey) -> bool:
    """Return whether a person may do this to every row that is touched, where it is and where it would be.

    `only` narrows the question to some of the rows.
    """
    if needs_administrator(versions.edits) and not may_somewhere(viewer, Action.ADMINISTER):
        return False
    return all(
        may(viewer, action, versions.place(entry_key, values))
        for entry_key in only or versions.after
        for values in versions.of(entry_key)
    )


def needs_administrator(edits: Iterable[Edit]) -> bool:
    """Return whether changes create or retire a network, which is not for its own coordinators to do."""
    return any(edit.kind == Network.KIND and edit.act is not EditAction.CHANGE for edit in edits)


def may_read_edit(viewer: Viewer, versions: RowVersions, edit: Edit) -> bool:
    """Return whether a person may read all that a change says: its row as it is and as it would be."""
    return all(
        may_read(viewer, audience, lambda values=values: versions.place(edit.entry_key, values))  # type: ignore[misc]
        for values in versions.of(edit.entry_key)
        for audience in _audiences(edit, values)
    )


def _audiences(edit: Edit, values: Values) -> Iterator[Audience]:
    """Yield who the details of a change are for in one version of its row; structure is for whom its strictest is."""
    if AUDIENCE in editable_columns(edit.model) and not values.get(AUDIENCE):
        yield Audience.COORDINATORS
        return
    row: Entry = edit.model(key=edit.key, **unflat(edit.model, values))
    name = edit.detail.partition(".")[0]
    declared = details_of(edit.model)
    filled = {detail.partition(".")[0] for detail, value in values.items() if value}
    # Another network gives all that a row holds to other readers.
    is_told = {name} if name != NETWORK else {name, *filled}
    for one in declared:
        if not edit.detail or one.name in is_told:
            yield audience_of(row, one)
    if name in (AUDIENCE, OWNER) and AUDIENCE in editable_columns(edit.model):
        yield Audience(values[AUDIENCE])
