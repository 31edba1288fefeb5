"""The one lease: for long work, recurring jobs and mail. A row is claimed, renewed while it is worked on, and released.

While a lease is held (`holding`), each transaction of this process begins and ends by renewing it, in that transaction.
So work that goes on keeps its lease, work that hangs does not, and whoever lost a lease writes nothing more.
What reads for long between two transactions goes through its rows by `renewing`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, or_, select, update
from sqlalchemy.orm import Session

from directory import clock
from directory.errors import Busy
from directory.extensions import db
from directory.logs import logger
from directory.models.lease import Leased
from directory.models.waiting import has_come
from directory.tokens import public_id
from directory.transaction import ask_guards_beside, guarded, is_guarded, separate_transaction

LEASE = timedelta(minutes=2)
RENEWED_EVERY = LEASE / 4

Row = TypeVar("Row", bound=Leased)
Item = TypeVar("Item")


class LeaseLost(Exception):
    """Another process holds by now what this one held."""


@dataclass(frozen=True)
class Lease:
    """A row of a table that this process holds."""

    table: str
    key: int | str
    holder: str

    def renew(self, connection: Connection) -> None:
        """Hold the row for another LEASE from now, within the connection's transaction. Raises LeaseLost."""
        if not self._write(connection, leased_until=clock.now() + LEASE):
            raise LeaseLost(f"{self.table} {self.key}")

    def release(self, session: Session, **values: Any) -> bool:
        """Let the row go and write values into it; write nothing and return False where the lease was lost."""
        is_held = self._write(session.connection(), leased_until=None, leased_by=None, **values)
        if not is_held:
            logger.warning("lease_lost", table=self.table, key=self.key)
        return is_held

    def _write(self, connection: Connection, **values: Any) -> bool:
        table: Table = db.metadata.tables[self.table]
        (key,) = table.primary_key.columns
        mine = update(table).where(key == self.key, table.c.leased_by == self.holder)
        return connection.execute(mine.values(**values)).rowcount == 1


def is_free(model: type[Leased], now: datetime) -> ColumnElement[bool]:
    """Return the condition that no process holds a row."""
    return or_(model.leased_until.is_(None), has_come(model.leased_until, now, LEASE))


def claim(model: type[Row], *conditions: Any, order: Any, **values: Any) -> tuple[Row, Lease] | None:
    """Hold the first row, by `order`, under these conditions, and write values into it; None where there is none.

    The row is returned as it is then, apart from any session. The write lock is asked for only where there is a row.
    """
    table: Table = model.__table__  # type: ignore[attr-defined]
    (key,) = table.primary_key.columns
    first = select(key).where(*conditions).order_by(*order).limit(1)
    if db.session.scalar(first) is None:
        return None
    holder = public_id()
    held = {"leased_until": clock.now() + LEASE, "leased_by": holder}
    with separate_transaction() as session:
        mine = first.with_for_update(skip_locked=True).scalar_subquery()
        taken = update(model).where(key == mine).values(**held, **values).returning(model)
        row = session.scalar(taken, execution_options={"synchronize_session": False})
        if row is not None:
            session.expunge(row)
    return None if row is None else (row, Lease(table.name, getattr(row, key.name), holder))


@contextmanager
def holding(lease: Lease) -> Iterator[None]:
    """Have each transaction of the block renew the lease. Where it was lost, the transaction is rolled back and
    LeaseLost raised."""
    with guarded(lease.renew):
        yield


def renewing(rows: Iterable[Item]) -> Iterator[Item]:
    """Yield rows and, between two of them, renew each RENEWED_EVERY what this process holds, if anything.

    The transaction that reads the rows goes on. Where the lease was lost, the next transaction that writes says so.
    """
    if not is_guarded():
        yield from rows
        return
    renewed_at = clock.now()
    for row in rows:
        yield row
        if clock.now() - renewed_at >= RENEWED_EVERY:
            with suppress(LeaseLost, Busy):
                ask_guards_beside()
            renewed_at = clock.now()
