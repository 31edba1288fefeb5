"""The rows changed by recorded acts, and the entries whose followers are told of the changes."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select

from directory.extensions import db
from directory.follows.queries import FOLLOWED, REMOVED, newest_event
from directory.history.past_owners import PastOwners
from directory.history.queries import PARTS, entries_within
from directory.models import (
    AuditEvent,
    AuditValues,
    Authority,
    FocalPoint,
    Legislation,
    NetworkMember,
    Notice,
    OtherName,
    RequirementSheet,
    StateRelation,
    TreatyParty,
    TreatyStatus,
    TreatyTerritory,
)
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey

TOLD_KINDS = [*PARTS, *(part for parts in PARTS.values() for part in parts)]
# The columns by which a row is shown on the page of a State or a network (see `shown_on` and `place` of the models). A
# part is also shown wherever its entry is shown.
_SHOWN_BY = (
    ("jurisdiction", Authority.jurisdiction_key),
    ("jurisdiction", RequirementSheet.jurisdiction_key),
    ("jurisdiction", Legislation.jurisdiction_key),
    ("jurisdiction", Notice.jurisdiction_key),
    ("jurisdiction", TreatyParty.jurisdiction_key),
    ("jurisdiction", TreatyStatus.jurisdiction_key),
    ("jurisdiction", TreatyTerritory.jurisdiction_key),
    ("jurisdiction", NetworkMember.jurisdiction_key),
    ("jurisdiction", OtherName.jurisdiction_key),
    ("jurisdiction", StateRelation.jurisdiction_key),
    ("jurisdiction", StateRelation.other_key),
    ("network", Notice.network_key),
    ("network", FocalPoint.network_key),
)


@dataclass(frozen=True)
class TouchedRows:
    """The rows that were changed by acts in the audit chain with ids above `after`, up to the newest act id `until`.
    The row that changed last comes first."""

    after: int
    until: int
    rows: Collection[EntryKey]
    # Tells to which authority each row belonged at any act.
    holders: PastOwners
    _owners: dict[EntryKey, Mapping[EntryKey, frozenset[EntryKey]]] = field(default_factory=dict)

    def entries_by_root(self, row: EntryKey) -> Mapping[EntryKey, frozenset[EntryKey]]:
        """Return the entries whose followers are told of changes to a row, keyed by root.

        A root is an entry to which the row belonged at some time since `after`. A change made while the row belonged to
        a root is told to the followers of the entries under this root.

        The result is empty for a row that is not in `rows`. The first call for a row reads the database.
        """
        if row not in self.rows:
            return {}
        if row not in self._owners:
            self._owners[row] = _owners(row, self.after, self.until, self.holders)
        return self._owners[row]

    def concerned(self, row: EntryKey, root: EntryKey) -> frozenset[EntryKey]:
        """Return the entries whose followers are told of a change to a row. `root` is the entry to which the row
        belonged at the time of the change."""
        return self.entries_by_root(row).get(root, frozenset())


def touched_since(after: int, followed: Collection[EntryKey] | None = None) -> TouchedRows:
    """Return the rows whose details were changed by acts with ids above `after`.

    If `followed` is given, return only rows whose changes can be news to followers of these entries.
    """
    until, holders = newest_event(), PastOwners()
    new = AuditEvent.id > after, AuditEvent.detail != "", AuditEvent.kind.in_(TOLD_KINDS)
    query = select(AuditEvent.kind, AuditEvent.key).where(*new).group_by(AuditEvent.kind, AuditEvent.key)
    found = db.session.execute(query.order_by(func.max(AuditEvent.id).desc()))
    rows: dict[EntryKey, None] = dict.fromkeys((kind, key) for kind, key in found)
    if followed is not None:
        shown = {*followed, *_shown_with(followed)}
        rows = {row: None for row in rows if not shown.isdisjoint(_related(row, after, until, holders))}
    return TouchedRows(after, until, rows.keys(), holders)


def _related(row: EntryKey, after: int, until: int, holders: PastOwners) -> set[EntryKey]:
    left = {("authority", one) for one in holders.left(row, after, until)}
    return {row} | entries_within(row, after, until, holders) | left


def _shown_with(followed: Collection[EntryKey]) -> Iterator[EntryKey]:
    """Yield the keys of rows that the pages of the followed entries show, and of removed rows that belonged to a
    followed State."""
    keys = {kind: [key for of_kind, key in followed if of_kind == kind] for kind in FOLLOWED}
    for kind, column in _SHOWN_BY:
        if keys[kind]:
            model = column.class_
            yield from (
                (model.KIND, key) for key in db.session.scalars(select(model.key).where(column.in_(keys[kind])))
            )
    of_office = FocalPoint.authority_key.in_(keys["authority"])
    desks = or_(of_office, Authority.jurisdiction_key.in_(keys["jurisdiction"]))
    if keys["authority"] or keys["jurisdiction"]:
        query = select(FocalPoint.key).join(FocalPoint.authority).where(desks)
        yield from ((FocalPoint.KIND, key) for key in db.session.scalars(query))
    if keys["jurisdiction"]:
        yield from _removed_of_states(set(keys["jurisdiction"]))


def _removed_of_states(states: Collection[str]) -> Iterator[EntryKey]:
    removed = AuditEvent.action == REMOVED, AuditEvent.detail == "jurisdiction_key", AuditEvent.kind.in_(TOLD_KINDS)
    query = select(AuditEvent.kind, AuditEvent.key, AuditValues.before).join(
        AuditValues, AuditValues.event_id == AuditEvent.id
    )
    for kind, key, before in db.session.execute(query.where(*removed)):
        if before in states:
            yield kind, key


def _owners(row: EntryKey, after: int, until: int, holders: PastOwners) -> dict[EntryKey, frozenset[EntryKey]]:
    left = {("authority", one) for one in holders.left(row, after, until)}
    found = {}
    for root in entries_within(row, after, until, holders):
        shown = {one for one in _shown_on(row) if root in (row, one) or one[0] != root[0]} | _shown_on(root)
        shown |= _states_of_removed(row) | {root}
        found[root] = frozenset(one for one in shown | (left if root == row else set()) if one[0] in FOLLOWED)
    return found


def _states_of_removed(row: EntryKey) -> set[EntryKey]:
    removed = AuditEvent.kind == row[0], AuditEvent.key == row[1], AuditEvent.action == REMOVED
    query = select(AuditValues.before).join(AuditEvent, AuditEvent.id == AuditValues.event_id)
    if db.session.get(MODELS_BY_KIND[row[0]], row[1]) is not None:
        return set()
    named = db.session.scalars(query.where(*removed, AuditEvent.detail == "jurisdiction_key"))
    return {("jurisdiction", str(state)) for state in named if state}


def _shown_on(row: EntryKey) -> set[EntryKey]:
    entry = db.session.get(MODELS_BY_KIND[row[0]], row[1])
    return {*entry.shown_on(), ("jurisdiction", entry.place().jurisdiction)} if entry is not None else set()
