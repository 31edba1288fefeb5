"""The ordered log of entries that changed, written in the same transaction as the change.

The index of every node, `changes?since=` and feeds follow it by id.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import DateTime, Integer, String, event, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from directory.clock import now
from directory.extensions import Model, db
from directory.models.authority import Authority, Designation
from directory.models.details import KEY_CHARACTERS, Entry, EntryKey
from directory.models.focal_point import FocalPoint
from directory.models.jurisdiction import Jurisdiction, OtherName
from directory.models.legislation import Legislation
from directory.models.network import Network, NetworkMember
from directory.models.provenance import Provenance
from directory.models.requirement import RequirementSheet, Rule
from directory.models.treaty import Treaty, TreatyParty

# MODELS_BY_KIND must know every entry, this one too.
from directory.models.treaty_status import TreatyStatus  # noqa: F401

# Who else shows the name of an entry: the column that points to it.
SHOWN_THROUGH: dict[type[Entry], tuple[InstrumentedAttribute[Any], ...]] = {
    Jurisdiction: (
        Authority.jurisdiction_key,
        RequirementSheet.jurisdiction_key,
        Legislation.jurisdiction_key,
        NetworkMember.jurisdiction_key,
        TreatyParty.jurisdiction_key,
    ),
    Authority: (FocalPoint.authority_key,),
    Network: (FocalPoint.network_key,),
    Treaty: (Designation.treaty_key, Rule.treaty_key),
    Legislation: (Designation.legislation_key, Rule.legislation_key),
}


class Change(Model):
    """One entry that a transaction touched; ids stand in commit order (see `transaction`)."""

    __tablename__ = "change"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)


@event.listens_for(db.session, "before_flush")
def note_changes(session: Session, _context: Any, _instances: Any) -> None:
    """Note each entry that this flush touches, once a transaction, before its rows are written."""
    noted: set[EntryKey] = session.info.setdefault("noted", set())
    with session.no_autoflush:
        touched = set(_touched_entries(session)) - noted
    noted |= touched
    session.add_all(Change(kind=kind, key=key) for kind, key in sorted(touched))


@event.listens_for(db.session, "after_commit")
@event.listens_for(db.session, "after_soft_rollback")
def forget_noted(session: Session, *_previous: Any) -> None:
    """Start the next transaction with a clean page."""
    session.info.pop("noted", None)


def _touched_entries(session: Session) -> Iterator[EntryKey]:
    """Yield what shows a row as it will be and, where it moves to another entry, as it was."""
    altered = [*filter(session.is_modified, session.dirty), *session.deleted]
    moved = [_as_stored(session, row) for row in altered if isinstance(row, Entry) and _moves(row)]
    for row in chain(session.new, altered, moved):
        if isinstance(row, Entry):
            yield from row.shown_on()
    yield from _entries_showing_names(session, chain(session.new, altered, moved), altered)
    yield from _entries_of_provenance(session, chain(session.new, altered))


def _moves(row: Entry) -> bool:
    state = inspect(row)
    columns = (a for a in state.mapper.column_attrs if a.columns[0].foreign_keys)
    return any(state.attrs[attribute.key].history.has_changes() for attribute in columns)


def _as_stored(session: Session, row: Entry) -> Entry:
    """Return a copy of what the database still holds: an attribute that was set before it was
    read has no history."""
    mapper = inspect(type(row))
    columns = [getattr(type(row), attribute.key) for attribute in mapper.column_attrs]
    stored = session.execute(select(*columns).where(type(row).key == row.key)).one()
    return type(row)(**dict(zip(mapper.column_attrs.keys(), stored, strict=True)))


def _entries_showing_names(session: Session, touched: Iterable[Any], altered: Iterable[Any]) -> Iterator[EntryKey]:
    """Yield what shows the names of altered entries, and of States that gain or lose another name."""
    keys: dict[type[Entry], set[str]] = {}
    for row in altered:
        if isinstance(row, Entry):
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
        yield from _entries_showing(session, showing, {other.key for other in others})


def _entries_of_provenance(session: Session, touched: Iterable[Any]) -> Iterator[EntryKey]:
    new = {row.entry_key for row in session.new if isinstance(row, Entry)}
    for row in touched:
        if isinstance(row, Provenance) and (row.kind, row.key) not in new:
            entry = session.get(MODELS_BY_KIND[row.kind], row.key)
            yield from entry.shown_on() if entry is not None else ()


def _entry_models(model: type[Entry]) -> Iterator[type[Entry]]:
    for subclass in model.__subclasses__():
        if "__tablename__" in vars(subclass):
            yield subclass
        yield from _entry_models(subclass)


MODELS_BY_KIND = {model.KIND: model for model in _entry_models(Entry)}
