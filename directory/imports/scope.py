"""Reads the entries to which rows of a file refer. Finds the places (State and networks) of rows, and checks the
viewer's rights there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from directory.access.gate import read_all
from directory.access.policy import Action, may, may_read, may_somewhere
from directory.access.provenance import RecordedProvenance
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.imports.cells import cells_of, version_of
from directory.imports.columns import KINDS, SOURCED_BY
from directory.models import (
    Authority,
    ContactDetail,
    Designation,
    Entry,
    FocalPoint,
    Jurisdiction,
    Legislation,
    Network,
    Place,
    Treaty,
)
from directory.models.details import EntryKey
from directory.models.jurisdiction import place_of_state
from directory.proposals.change_set import LAW, SUCCESSOR, ChangeSet
from directory.proposals.consequences import is_law_abroad
from directory.proposals.editable_columns import AUDIENCE, Values, editable_columns, flat
from directory.proposals.edits import Edit
from directory.proposals.joint_approvals import Approval, approvals_of
from directory.vocabulary import ENDED_STATUSES, Audience

OWNER = "authority_key"


class RowPlaces:
    """Finds the places (State and networks) of rows.

    - `states`: maps the key of an authority to its State, for stored authorities and for authorities that checked rows
      create.
    - `ended`: the keys of ended authorities.
    - `planned`: maps the key of an authority to the State that the file gives it, also in rows that are not checked
      yet.
    """

    def __init__(self) -> None:
        query = select(Authority.key, Authority.jurisdiction_key, Authority.status)
        found = db.session.execute(query).all()
        self.states: dict[str, str] = {key: state or "" for key, state, _ in found}
        self.ended: set[str] = {key for key, _, status in found if status in ENDED_STATUSES}
        self.planned: dict[str, str] = {}
        self._places: dict[str, Place] = {}

    def note(self, kind: str, key: str, values: Values) -> None:
        """Record the State that an authority will have, and whether it will have ended.

        Do nothing for any other kind of row.
        """
        if kind == Authority.KIND:
            self.states[key] = str(values.get("jurisdiction_key") or "")
            self.ended.discard(key)
            self.ended |= {key} if values.get("status") in ENDED_STATUSES else set()

    def place(self, kind: str, values: Values) -> Place:
        """Return the place (State and networks) of a row with these values. The row need not be stored. The desk of the
        place is empty."""
        state = self._state(values)
        network = values.get("network_key") if kind in ("contact_detail", "focal_point") else None
        return Place(state, frozenset({str(network)})) if network else self.place_of_state(state)

    def approvals(self, kind: str, before: Values, after: Values) -> list[Approval]:
        """Return the approvals that are needed to change a row's values from `before` to `after`."""
        return list(approvals_of(kind, before, after, self._state, self.place_of_state))

    def moves(self, before: Values, after: Values) -> bool:
        """Return whether the change moves a stored row to another State."""
        return bool(before) and self._state(before) != self._state(after)

    def place_of_state(self, state: str) -> Place:
        """Return the place of a State, with the networks of the State."""
        if state not in self._places:
            self._places[state] = place_of_state(state)
        return self._places[state]

    def succeeds_abroad(self, entry_key: EntryKey, before: Values, after: Values) -> bool:
        """Return whether a change would put a row and its successor into different States.

        If the file moves an authority, its new State is used. `proposals.consequences.succeeds_abroad` has the same
        rule.
        """
        kind, key = entry_key
        successor, state = str(after.get(SUCCESSOR) or ""), self._planned_state(after)
        is_moved = self.moves(before, after)
        if successor and (successor != before.get(SUCCESSOR) or is_moved) and state != self._state_of(kind, successor):
            return True
        return is_moved and any(here != there for here, there in self._states_beside(kind, key, state))

    def rests_on_foreign_law(self, entry_key: EntryKey, before: Values, after: Values) -> bool:
        """Return whether a change would make a designation rest on a law of another State.

        If the file moves an authority, its new State is used. `proposals.consequences.rests_on_foreign_law` has the
        same rule.
        """
        kind, key = entry_key
        if kind == Designation.KIND:
            is_new = any(before.get(detail) != after.get(detail) for detail in (LAW, OWNER))
            laws = [str(after[LAW])] if is_new and after.get(LAW) else []
        elif kind == Authority.KIND and self.moves(before, after):
            rows = select(Designation.legislation_key).where(Designation.authority_key == key)
            laws = [law for law in db.session.scalars(rows) if law]
        else:
            return False
        held = filter(None, (db.session.get(Legislation, law) for law in laws))
        return any(is_law_abroad(law.jurisdiction_key, self._planned_state(after)) for law in held)

    def _states_beside(self, kind: str, key: str, state: str) -> Iterator[tuple[str, str]]:
        """Yield the State of a replaced row together with the State of its successor, as both will be after the row
        `key` has moved to the State `state`. There is a pair for each of these replaced rows:

        - each row whose successor is the row `key`;
        - if the row is an authority: each desk of this authority that has a successor, and each desk whose successor is
          a desk of this authority.
        """
        if kind in (Authority.KIND, FocalPoint.KIND):
            model = Authority if kind == Authority.KIND else FocalPoint
            for one in db.session.scalars(select(model).where(model.successor_key == key)):
                yield self._state_of(kind, one.key), state
        if kind == Authority.KIND:
            for desk in db.session.scalars(select(FocalPoint).where(FocalPoint.authority_key == key)):
                if desk.successor_key:
                    yield state, self._state_of(FocalPoint.KIND, desk.successor_key)
                yield from self._states_beside(FocalPoint.KIND, desk.key, state)

    def _state_of(self, kind: str, key: str) -> str:
        desk = db.session.get(FocalPoint, key) if kind == FocalPoint.KIND else None
        return self._planned_state({OWNER: desk.authority_key if desk is not None else key})

    def _planned_state(self, values: Values) -> str:
        owner = str(values.get(OWNER) or "")
        return str(values.get("jurisdiction_key") or self.planned.get(owner) or self.states.get(owner, ""))

    def _state(self, values: Values) -> str:
        return str(values.get("jurisdiction_key") or self.states.get(str(values.get(OWNER) or ""), ""))


class KnownEntries:
    """The stored entries that a batch of lines names. These mappings are keyed by entry key:

    - `all_values`: all values.
    - `readable`: the values that the viewer may read.
    - `provenance`: the provenance of the readable values.
    - `versions`: the signature of the entry's row (see `cells.version_of`).
    """

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.row_places = RowPlaces()
        # References are looked up one by one. The session finds loaded entries without a statement.
        self._held: list[Any] = [
            one for model in (Jurisdiction, Network, Treaty, Legislation) for one in db.session.scalars(select(model))
        ]
        self.networks = self._keys(Network)
        self.states = self._keys(Jurisdiction)
        self.public_keys = {"treaty_key": self._keys(Treaty), "legislation_key": self._keys(Legislation)}
        self.all_values: dict[EntryKey, Values] = {}
        self.readable: dict[EntryKey, Values] = {}
        self.provenance: dict[EntryKey, Mapping[str, RecordedProvenance]] = {}
        self.versions: dict[EntryKey, str] = {}

    def _keys(self, model: type[Entry]) -> list[str]:
        return sorted(one.key for one in self._held if isinstance(one, model))

    def load(self, keys: Mapping[str, Iterable[str]], owners: Mapping[str, Iterable[str]]) -> None:
        """Read the entries for the next batch of lines, and drop the entries of the batch before.

        `owners` maps a kind of row to keys of authorities. All rows of this kind that belong to these authorities are
        read too.
        """
        self.all_values, self.readable, self.provenance, self.versions = {}, {}, {}, {}
        for kind, model in KINDS.items():
            entries = list(db.session.scalars(select(model).where(model.key.in_(list(keys.get(kind, ()))))))
            owner = getattr(model, OWNER, None)
            if owner is not None and owners.get(kind):
                entries += db.session.scalars(select(model).where(owner.in_(list(owners[kind]))))
            self._take(list({entry.key: entry for entry in entries}.values()))

    def _take(self, entries: list[Entry]) -> None:
        for entry, reading in zip(entries, read_all(self.viewer, entries), strict=True):
            whole, names = flat(entry), set(reading.details)
            # A viewer who may read the row's main detail may also read its owner and audience.
            is_known = any(name in names for name in SOURCED_BY[entry.KIND])
            structure = [name for name, column in editable_columns(type(entry)).items() if column.detail is None]
            seen = names | set(structure) if is_known else set()
            self.versions[entry.entry_key] = version_of(cells_of(entry, reading))
            self.all_values[entry.entry_key] = whole
            self.readable[entry.entry_key] = {
                detail: value for detail, value in whole.items() if detail.partition(".")[0] in seen
            }
            self.provenance[entry.entry_key] = {
                name: found.provenance for name, found in reading.details.items() if found.provenance is not None
            }

    def is_approved(self, kind: str, before: Values, after: Values) -> bool:
        """Return whether the viewer alone can give all approvals that a row needs.

        Only an administrator may import a file that moves a row to another State.
        """
        if self.row_places.moves(before, after) and not may_somewhere(self.viewer, Action.ADMINISTER):
            return False
        asked = self.row_places.approvals(kind, before, after)
        return all(one.is_given_by(self.viewer, Action.IMPORT) for one in asked)

    def may_make_required_changes(self, brought: ChangeSet) -> bool:
        """Return whether the viewer may make the changes of other rows that a row requires, and may read these rows."""
        return all(
            self.is_in_scope(edit.kind, *_versions(brought, edit))
            and self.is_approved(edit.kind, *_versions(brought, edit))
            and all(
                may_read(self.viewer, self.audience_of(brought, edit), lambda place=place: place)  # type: ignore[misc]
                for place in self.places(brought, edit)
            )
            for edit in brought.edits
        )

    def places(self, brought: ChangeSet, edit: Edit) -> list[Place]:
        """Return the places (State and networks), before and after an edit, of the row that the edit changes."""
        return [self.row_places.place(edit.kind, one) for one in _versions(brought, edit)]

    @staticmethod
    def audience_of(brought: ChangeSet, edit: Edit) -> Audience:
        """Return the stored audience of the row that an edit changes. A row without an audience is public."""
        return Audience(brought.before[edit.entry_key].get(AUDIENCE) or Audience.PUBLIC)

    def is_in_scope(self, kind: str, *versions: Values) -> bool:
        """Return whether the viewer may import in the places (State and networks) of a row, for all its non-empty
        `versions`.

        If a contact is for one network, the State of its authority must be in scope too.
        """
        held = [values for values in versions if values]
        places = [self.row_places.place(kind, values) for values in held]
        if kind == ContactDetail.KIND:
            places += [self.row_places.place(kind, {OWNER: values.get(OWNER)}) for values in held]
        return all(may(self.viewer, Action.IMPORT, place) for place in places)


def _versions(brought: ChangeSet, edit: Edit) -> tuple[Values, Values]:
    return brought.before[edit.entry_key], brought.after[edit.entry_key]
