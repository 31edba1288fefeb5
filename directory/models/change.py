"""The ordered log of changed entries. A log row is written in the transaction of the change."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import chain, count
from typing import Any

from sqlalchemy import DateTime, Index, Integer, String, event, func, insert, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from directory.clock import true_now
from directory.extensions import Model, db
from directory.models.authority import Authority, Competence, ContactDetail, Designation
from directory.models.details import KEY_CHARACTERS, Entry, EntryKey, details_of
from directory.models.focal_point import FocalPoint
from directory.models.jurisdiction import Jurisdiction, OtherName
from directory.models.legislation import Legislation
from directory.models.network import Network, NetworkMember
from directory.models.notice import Notice  # noqa: F401 (MODELS_BY_KIND must know every entry, this one too)
from directory.models.provenance import Provenance
from directory.models.report import Report
from directory.models.requirement import RequirementSheet, Rule
from directory.models.state_relation import StateRelation
from directory.models.treaty import Treaty, TreatyParty
from directory.models.treaty_coverage import TreatyCoverage
from directory.models.treaty_relation import TreatyRelation
from directory.models.treaty_status import TreatyStatus
from directory.models.treaty_territory import TreatyTerritory
from directory.vocabulary import Audience

# The index, feeds and followers depend on SHOWN_THROUGH and LISTED_THROUGH. Cached pages do not, since any change
# invalidates all pages.

# SHOWN_THROUGH maps a model to columns that refer to its rows. A row with such a column shows the name of the entry to
# which the column refers.
SHOWN_THROUGH: dict[type[Entry], tuple[InstrumentedAttribute[Any], ...]] = {
    Jurisdiction: (
        Authority.jurisdiction_key,
        RequirementSheet.jurisdiction_key,
        Legislation.jurisdiction_key,
        NetworkMember.jurisdiction_key,
        TreatyParty.jurisdiction_key,
        StateRelation.other_key,
        TreatyStatus.towards_key,
        TreatyTerritory.territory_key,
        Rule.towards_key,
    ),
    Authority: (FocalPoint.authority_key, Authority.successor_key),
    Network: (FocalPoint.network_key,),
    Treaty: (
        Designation.treaty_key,
        Rule.treaty_key,
        TreatyCoverage.through_key,
        TreatyRelation.other_key,
        Network.treaty_key,
    ),
    Legislation: (Designation.legislation_key, Rule.legislation_key),
}

# LISTED_THROUGH maps a model to the name of one of its columns, and to columns of any models. If a row of the model
# changes, the pages of other rows change too: of all rows that have the same value in one of these columns. For
# example, a desk shows the contacts of its authority, and a list of States shows which States have authorities and
# desks.
LISTED_THROUGH: dict[type[Entry], tuple[str, tuple[InstrumentedAttribute[Any], ...]]] = {
    ContactDetail: ("authority_key", (Authority.key, FocalPoint.authority_key)),
    Competence: ("authority_key", (Authority.key,)),
    Designation: ("authority_key", (Authority.key,)),
    FocalPoint: ("authority_key", (Authority.key,)),
    Network: ("key", (NetworkMember.network_key,)),
    NetworkMember: ("network_key", (NetworkMember.network_key,)),
    Treaty: ("key", (TreatyParty.treaty_key, TreatyStatus.treaty_key)),
    TreatyParty: ("treaty_key", (TreatyParty.treaty_key,)),
}

# The columns that lead from an entry to its State.
STATE_THROUGH: dict[str, tuple[InstrumentedAttribute[Any], ...]] = {
    "jurisdiction": (Jurisdiction.key,),
    "authority": (Authority.jurisdiction_key,),
    "focal_point": (FocalPoint.authority_key, Authority.jurisdiction_key),
    "requirement": (RequirementSheet.jurisdiction_key,),
    "legislation": (Legislation.jurisdiction_key,),
}


class ChangeAction(StrEnum):
    """What a transaction did with an entry."""

    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"


class Change(Model):
    """One entry that a transaction touched. The order of `id` is the order of commits.

    `jurisdiction_key` is the State of the entry after a public change. It is None for entries of no State (see
    STATE_THROUGH) and for changes of restricted details alone.
    """

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_kind_key", "kind", "key", "public_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    # Numbers the public changes without gaps, so that their readers cannot tell how many other changes there are. None
    # for a change of restricted details alone.
    public_id: Mapped[int | None] = mapped_column(unique=True, index=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS))
    # During an update, processes of the version before write no action.
    action: Mapped[str] = mapped_column(
        String(10), default=ChangeAction.CHANGED, server_default=ChangeAction.CHANGED.value
    )
    jurisdiction_key: Mapped[str | None] = mapped_column(String(KEY_CHARACTERS))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=true_now)


Actions = Mapping[EntryKey, ChangeAction]
"""What a transaction did with entries; an entry that is not in the mapping was changed."""


@event.listens_for(db.session, "before_flush")
def note_changes(session: Session, _context: Any, _instances: Any) -> None:
    """Log the entries whose pages show a row changed by the present flush of the session.

    A transaction logs an entry once, and again in two cases: the first flush changed only restricted details and a
    later flush changes something public; a later flush deletes the entry or makes it anew.
    """
    noted: dict[EntryKey, bool] = session.info.setdefault("noted", {})
    touched: dict[EntryKey, bool] = {}
    with session.no_autoflush:
        for entry, is_public in _touched_entries(session):
            touched[entry] = touched.get(entry, False) or is_public
        actions = _actions(session)
        fresh = {
            entry: touched[entry]
            for entry in sorted(touched)
            if touched[entry] > noted.get(entry, -1) or entry in actions
        }
        noted |= fresh
        add_changes(session, fresh, actions)


def add_changes(session: Session, touched: Mapping[EntryKey, bool], actions: Actions) -> None:
    """Write a row of the log for each entry in `touched`. The value of an entry is True if something public changed.

    Call this under the write lock. Bulk statements bypass `note_changes`, so call this after each of them.
    """
    public = [entry for entry, is_public in touched.items() if is_public]
    last = session.scalar(select(func.max(Change.public_id))) if public else None
    numbers, at, states = count((last or 0) + 1), true_now(), _states(session, public)
    rows = [
        {
            "kind": entry[0],
            "key": entry[1],
            "public_id": next(numbers) if is_public else None,
            "action": actions.get(entry, ChangeAction.CHANGED),
            "jurisdiction_key": states.get(entry),
            "changed_at": at,
        }
        for entry, is_public in touched.items()
    ]
    if rows:
        session.connection().execute(insert(Change), rows)


def _actions(session: Session) -> dict[EntryKey, ChangeAction]:
    """Return which entries the flush creates and deletes. An entry that is deleted and made anew in one flush is
    changed."""
    created = {row.entry_key for row in session.new if isinstance(row, Entry)}
    deleted = {row.entry_key for row in session.deleted if isinstance(row, Entry)}
    return dict.fromkeys(created - deleted, ChangeAction.CREATED) | dict.fromkeys(
        deleted - created, ChangeAction.DELETED
    )


def _states(session: Session, entries: Collection[EntryKey]) -> dict[EntryKey, str]:
    """Return the State of each entry that has one, as the transaction leaves it."""
    found = {
        entry: row
        for kind in STATE_THROUGH.keys() - {Jurisdiction.KIND}
        for entry, row in _rows_of(session, kind, entries).items()
    }
    desks = {entry: row for entry, row in found.items() if isinstance(row, FocalPoint)}
    offices = _rows_of(session, "authority", {("authority", desk.authority_key) for desk in desks.values()})
    states = {entry: entry[1] for entry in entries if entry[0] == Jurisdiction.KIND}
    for entry, row in found.items():
        of_state = offices.get(("authority", row.authority_key)) if entry in desks else row
        if of_state is not None and of_state.jurisdiction_key:
            states[entry] = of_state.jurisdiction_key
    return states


def _rows_of(session: Session, kind: str, entries: Collection[EntryKey]) -> dict[EntryKey, Any]:
    """Return the rows of the entries of one kind, also rows that the flush creates or deletes."""
    model = MODELS_BY_KIND[kind]
    own = {entry for entry in entries if entry[0] == kind}
    known = (session.identity_map.get(session.identity_key(model, key)) for _, key in own)
    at_hand = (row for row in (*session.new, *known) if isinstance(row, model))
    found = {row.entry_key: row for row in at_hand if row.entry_key in own}
    keys = [key for _, key in own - found.keys()]
    stored = session.scalars(select(model).where(model.key.in_(keys))) if keys else ()
    return found | {row.entry_key: row for row in stored}


@event.listens_for(db.session, "after_commit")
@event.listens_for(db.session, "after_soft_rollback")
def forget_noted(session: Session, *_previous: Any) -> None:
    """Forget which entries were logged, so that the next transaction of the session logs its entries anew."""
    session.info.pop("noted", None)


Touched = Iterator[tuple[EntryKey, bool]]
"""Pairs of an entry, and True if something public of the entry changed."""


def _touched_entries(session: Session) -> Touched:
    """Yield each entry that the flush touches, with True if something public of the entry changes.

    If a row moves from one entry to another, both entries are touched.
    """
    changed = [row for row in session.dirty if session.is_modified(row, include_collections=False)]
    altered = {*changed, *session.deleted}
    moved = [_as_stored(session, row) for row in altered if isinstance(row, Entry) and _moves(row)]
    entries = {row: bool(public_details(row)) for row in (*session.new, *altered, *moved) if isinstance(row, Entry)}
    entries |= {row: _changes_for_all(session, row) for row in changed if isinstance(row, Entry)}
    for is_public in (True, False):
        own = [row for row in entries if entries[row] is is_public]
        yield from ((shown, is_public) for shown in entries_showing(session, own))
        yield from ((shown, is_public) for shown in _entries_showing_names(session, own, altered))
    yield from _entries_of_provenance(session, chain(session.new, altered))
    # The page of an authority shows for each contact whether a person has reported it.
    reports = (row for row in chain(session.new, altered) if isinstance(row, Report))
    yield from ((("authority", row.authority_key), False) for row in reports)


def public_details(row: Entry) -> set[str]:
    """Return the names of the public details of a row. A row whose audience is not set yet counts as public."""
    audiences = {one.name: one.detail.audience for one in details_of(type(row))}
    own = {name: a if isinstance(a, Audience) else getattr(row, a) or Audience.PUBLIC for name, a in audiences.items()}
    return {name for name, audience in own.items() if audience == Audience.PUBLIC}


def _changes_for_all(session: Session, row: Entry) -> bool:
    """Return whether the pending change of `row` concerns something public. Return True in each of these cases:

    - a public detail changes;
    - the audience changes, and the row has public details before or after the change;
    - a column changes that is not declared as a detail, such as a position, and the row has public details.
    """
    attributes = inspect(type(row)).column_attrs
    changed = {one.key for one in attributes if inspect(row).attrs[one.key].history.has_changes()}
    details = {one.name: one.detail.audience for one in details_of(type(row))}
    public = public_details(row)
    if changed & {str(audience) for audience in details.values()}:
        return bool(public or public_details(_as_stored(session, row)))
    # A column that is no detail, such as a position in a list, has an effect wherever the row is shown.
    return bool(public & changed if changed and changed <= details.keys() else public)


def _moves(row: Entry) -> bool:
    state = inspect(row)
    columns = (a for a in state.mapper.column_attrs if a.columns[0].foreign_keys)
    return any(state.attrs[attribute.key].history.has_changes() for attribute in columns)


def _as_stored(session: Session, row: Entry) -> Entry:
    mapper = inspect(type(row))
    columns = [getattr(type(row), attribute.key) for attribute in mapper.column_attrs]
    stored = session.execute(select(*columns).where(type(row).key == row.key)).one()
    return type(row)(**dict(zip(mapper.column_attrs.keys(), stored, strict=True)))


def entries_showing(session: Session, rows: Iterable[Entry]) -> Iterator[EntryKey]:
    """Yield the entries whose pages show details of the given rows. The rows need not be stored.

    An entry may be yielded several times. An entry is left out if its page shows only the names of rows.
    """
    values: dict[InstrumentedAttribute[Any], set[str]] = {}
    for row in rows:
        yield from row.shown_on()
        own, columns = LISTED_THROUGH.get(type(row), ("key", ()))
        for column in columns:
            values.setdefault(column, set()).add(getattr(row, own))
    for column, held in values.items():
        for other in session.scalars(select(column.parent.class_).where(column.in_(held))):
            yield from other.shown_on()


def _entries_showing_names(session: Session, touched: Iterable[Entry], altered: Collection[Any]) -> Iterator[EntryKey]:
    """Yield the entries whose pages show the name of a row that is in both `touched` and `altered`.

    If an OtherName (a further name of a State) is in `touched`, also yield the entries whose pages name this State.
    """
    keys: dict[type[Entry], set[str]] = {}
    for row in touched:
        if row in altered:
            keys.setdefault(type(row), set()).add(row.key)
    states = {row.jurisdiction_key for row in touched if isinstance(row, OtherName)}
    keys[Jurisdiction] = keys.get(Jurisdiction, set()) | states
    for model, own in keys.items():
        yield from _entries_showing(session, model, own)


def _entries_showing(session: Session, model: type[Entry], keys: set[str]) -> Iterator[EntryKey]:
    for column in SHOWN_THROUGH.get(model, ()) if keys else ():
        showing: type[Entry] = column.parent.class_
        others = session.scalars(select(showing).where(column.in_(keys))).all()
        for other in others:
            yield from other.shown_on()
        # An entry that names an entry of its own kind, such as its successor, shows only the name of the named entry.
        yield from _entries_showing(
            session, showing, {other.key for other in others} if showing is not model else set()
        )


def _entries_of_provenance(session: Session, touched: Iterable[Any]) -> Touched:
    new = {row.entry_key for row in session.new if isinstance(row, Entry)}
    entries: dict[bool, dict[EntryKey, Entry]] = {True: {}, False: {}}
    for row in touched:
        if isinstance(row, Provenance) and row.entry_key not in new:
            entry = session.get(MODELS_BY_KIND[row.kind], row.key)
            if entry is not None:
                entries[row.detail.partition(".")[0] in public_details(entry)][entry.entry_key] = entry
    for is_public, own in entries.items():
        yield from ((shown, is_public) for shown in entries_showing(session, own.values()))


def _entry_models(model: type[Entry]) -> Iterator[type[Entry]]:
    for subclass in model.__subclasses__():
        if "__tablename__" in vars(subclass):
            yield subclass
        yield from _entry_models(subclass)


MODELS_BY_KIND = {model.KIND: model for model in _entry_models(Entry)}
