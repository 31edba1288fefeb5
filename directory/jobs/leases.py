"""Leases on rows. A process claims a lease, renews it while the work goes on, and releases it.

Inside `holding`, each transaction renews the lease. Work that hangs loses its lease, and then writes nothing more.
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
from directory.tokens import public_id
from directory.transaction import check_guards_separately, guarded, has_guards, separate_transaction

LEASE = timedelta(minutes=2)
RENEWED_EVERY = LEASE / 4

Row = TypeVar("Row", bound=Leased)
Item = TypeVar("Item")


class LeaseLost(Exception):
    """The lease is lost: it expired and another process claimed the row, or the row is gone."""


@dataclass(frozen=True)
class Lease:
    """This process's claim of a row: name of the table, key of the row, and a random name of the holder."""

    table: str
    key: int | str
    holder: str

    def renew(self, connection: Connection) -> None:
        """Extend the lease to LEASE from now, in the transaction of `connection`.

        Raises LeaseLost if another process has claimed the row meanwhile. Expiry alone raises no error.
        """
        if not self._write(connection, leased_until=clock.now() + LEASE):
            raise LeaseLost(f"{self.table} {self.key}")

    def release(self, session: Session, **values: Any) -> bool:
        """Release the row, write these values into the row, and return True. If the values contain `leased_until`, no
        process claims the row before that time.

        If the lease was lost, only log this and return False.
        """
        is_held = self._write(session.connection(), **{"leased_until": None, "leased_by": None, **values})
        if not is_held:
            logger.warning("lease_lost", table=self.table, key=self.key)
        return is_held

    def _write(self, connection: Connection, **values: Any) -> bool:
        table: Table = db.metadata.tables[self.table]
        (key,) = table.primary_key.columns
        mine = update(table).where(key == self.key, table.c.leased_by == self.holder)
        return connection.execute(mine.values(**values)).rowcount == 1


def is_free(model: type[Leased], now: datetime) -> ColumnElement[bool]:
    """Return the SQL condition that no process holds a lease on a row of `model` at the time `now`."""
    return or_(model.leased_until.is_(None), clock.is_due(model.leased_until, now, LEASE))


def claim(model: type[Row], *conditions: Any, order: Any, **values: Any) -> tuple[Row, Lease] | None:
    """Claim the first row that meets the conditions, write `values` into it, and return the detached row with its
    lease.

    Return None if no row meets the conditions. The conditions must exclude held rows (see `is_free`).
    """
    return next(iter(claim_some(model, *conditions, order=order, most=1, **values)), None)


def claim_some(
    model: type[Row], *conditions: Any, order: Any, most: int, lease: timedelta = LEASE, **values: Any
) -> list[tuple[Row, Lease]]:
    """Claim the first `most` rows that meet the conditions for the time `lease`, as `claim` claims one. The rows are
    in no order."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    (key,) = table.primary_key.columns
    first = select(key).where(*conditions).order_by(*order)
    if db.session.scalar(first.limit(1)) is None:
        return []
    holder = public_id()
    held = {"leased_until": clock.now() + lease, "leased_by": holder}
    with separate_transaction() as session:
        mine = first.limit(most).with_for_update(skip_locked=True)
        taken = update(model).where(key.in_(mine)).values(**held, **values).returning(model)
        rows = list(session.scalars(taken, execution_options={"synchronize_session": False}))
        session.expunge_all()
    return [(row, Lease(table.name, getattr(row, key.name), holder)) for row in rows]


@contextmanager
def holding(lease: Lease) -> Iterator[None]:
    """Make each transaction inside the block renew the lease. If the lease was lost, roll back and raise LeaseLost."""
    with guarded(lease.renew):
        yield


def renew_between(rows: Iterable[Item]) -> Iterator[Item]:
    """Yield the rows. Between two rows, renew the leases of this process in a separate transaction if they are due.

    A lost lease raises nothing here. The next transaction that writes raises LeaseLost.
    """
    if not has_guards():
        yield from rows
        return
    renewed_at = clock.now()
    for row in rows:
        yield row
        if clock.now() - renewed_at >= RENEWED_EVERY:
            with suppress(LeaseLost, Busy):
                check_guards_separately()
            renewed_at = clock.now()
