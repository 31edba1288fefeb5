"""The ordered log of entries that changed, written in the same transaction as the change.

The index of every node, `changes?since=` and feeds follow it by id.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import DateTime, Integer, String, event, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from directory.clock import now
from directory.extensions import Model, db
from directory.models.authority import Authority, Designation
from directory.models.details import KEY_CHARACTERS, Entry, EntryKey
from directory.models.focal_point import FocalPoint
from directory.models.jurisdiction import Jurisdiction
from directory.models.legislation import Legislation
from directory.models.network import Network, NetworkMember
from directory.models.provenance import Provenance
from directory.models.requirement import RequirementSheet, Rule
from directory.models.treaty import Treaty, TreatyParty

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
    changed = [row for row in session.dirty if session.is_modified(row)]
    for row in chain(session.new, changed, session.deleted):
        if isinstance(row, Entry):
            yield from row.shown_on()
    for row in chain(changed, session.deleted):
        if isinstance(row, Entry):
            yield from _entries_showing(session, row)
        elif isinstance(row, Provenance):
            yield from _entries_of(session, row)


def _entries_showing(session: Session, row: Entry) -> Iterator[EntryKey]:
    for column in SHOWN_THROUGH.get(type(row), ()):
        for other in session.scalars(select(column.class_).where(column == row.key)):
            yield from other.shown_on()
            yield from _entries_showing(session, other)


def _entries_of(session: Session, row: Provenance) -> Iterable[EntryKey]:
    entry = session.get(MODELS_BY_KIND[row.kind], row.key)
    return entry.shown_on() if entry is not None else ()


def _entry_models(model: type[Entry]) -> Iterator[type[Entry]]:
    for subclass in model.__subclasses__():
        if "__tablename__" in vars(subclass):
            yield subclass
        yield from _entry_models(subclass)


MODELS_BY_KIND = {model.KIND: model for model in _entry_models(Entry)}
