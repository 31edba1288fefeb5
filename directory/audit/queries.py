"""Queries the audit chain, and the log of disclosures."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, scoped_session, selectinload

from directory.extensions import db
from directory.models import AuditEvent, AuditValues, Disclosure
from directory.models.details import EntryKey

BATCH_ROWS = 5_000
SMALLEST_NUMBER = -(2**31)


def list_events(entries: Iterable[EntryKey], detail: str = "") -> list[AuditEvent]:
    """Return the acts on these entries with the acts' values, oldest first. If `detail` is given, return only acts on
    this detail. Before showing a value, check that the viewer may read the value (see `access.history_gate`)."""
    these = or_(*(and_(AuditEvent.kind == kind, AuditEvent.key == key) for kind, key in entries))
    query = select(AuditEvent).where(these).options(selectinload(AuditEvent.values)).order_by(AuditEvent.id)
    return list(db.session.scalars(query.where(AuditEvent.detail == detail) if detail else query))


def count_events() -> int:
    """Return the number of rows of the chain."""
    return db.session.scalar(select(func.count()).select_from(AuditEvent)) or 0


class Unreadable(Exception):
    """A row of the chain, or its values, cannot be read: something other than this program changed the row. `number` is
    the row's number."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def iterate_chain() -> Iterator[Row[Any]]:
    """Yield the rows of the chain with the columns of their values, oldest first. Raises Unreadable at the first row
    that cannot be read."""
    values = AuditValues.__table__.columns
    columns = [AuditValues.event_id, *(values[name].label(f"values_{name}") for name in ("key", "before", "after"))]
    query = select(*AuditEvent.__table__.columns, *columns).order_by(AuditEvent.id)
    query = query.join_from(AuditEvent, AuditValues, AuditValues.event_id == AuditEvent.id, isouter=True)
    last, batch = SMALLEST_NUMBER, BATCH_ROWS
    while rows := _read(query.where(AuditEvent.id > last), last, batch):
        yield from rows
        last, batch = rows[-1].id, BATCH_ROWS if len(rows) > 1 else 1


def _read(query: Select[Any], last: int, batch: int) -> Sequence[Row[Any]]:
    """Return the next rows, at most `batch`. If one of these rows cannot be read, return only the first of them. If
    the first row cannot be read, raises Unreadable. `last` is the number of the row before."""
    try:
        return db.session.execute(query.limit(batch)).all()
    except (ValueError, TypeError):
        if batch > 1:
            return _read(query, last, 1)
        number = db.session.scalar(select(func.min(AuditEvent.id)).where(AuditEvent.id > last))
        raise Unreadable(number or last) from None


def count_disclosures(entry: EntryKey) -> int:
    """Return how many times restricted details of an entry were disclosed. The caller checks that the viewer may see
    the entry's readers (Action.SEE_READERS)."""
    return db.session.scalar(select(func.count()).select_from(Disclosure).where(*_of(entry))) or 0


def list_disclosures(entry: EntryKey, start: int, count: int) -> list[Disclosure]:
    """Return a page of the disclosures of an entry, newest first. The caller checks that the viewer may see the entry's
    readers (Action.SEE_READERS)."""
    query = select(Disclosure).where(*_of(entry)).order_by(Disclosure.id.desc())
    return list(db.session.scalars(query.offset(start).limit(count)))


def list_entries_shown(session: Session | scoped_session[Any], account_id: int, since: datetime) -> set[EntryKey]:
    """Return the keys of the entries whose restricted details were disclosed to an account since a moment. Does not
    flush `session`."""
    query = (
        select(Disclosure.kind, Disclosure.key).where(Disclosure.account_id == account_id, _is_since(since)).distinct()
    )
    with session.no_autoflush:
        return {(kind, key) for kind, key in session.execute(query)}


def list_accounts_shown(entries: int, since: datetime) -> list[int]:
    """Return the sorted ids of the accounts to which restricted details of many entries were disclosed since a moment.
    `entries` is the least number of entries."""
    shown = select(Disclosure.account_id, Disclosure.kind, Disclosure.key).where(_is_since(since)).distinct().subquery()
    query = select(shown.c.account_id).group_by(shown.c.account_id).having(func.count() >= entries)
    return list(db.session.scalars(query.order_by(shown.c.account_id)))


def _is_since(moment: datetime) -> ColumnElement[bool]:
    last_before = select(Disclosure.id).where(Disclosure.at < moment).order_by(Disclosure.id.desc()).limit(1)
    # Ids are compared, since they rise with time.
    return Disclosure.id > func.coalesce(last_before.scalar_subquery(), 0)


def _of(entry: EntryKey) -> tuple[ColumnElement[bool], ...]:
    kind, key = entry
    return Disclosure.kind == kind, Disclosure.key == key
