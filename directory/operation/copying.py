"""Copies a site's database between SQLite and PostgreSQL, row by row, in the stored form of each value."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    cast,
    collate,
    func,
    insert,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine, UserDefinedType

from directory.audit.heads import ChainHead
from directory.audit.verification import verify
from directory.database_connections import message_of
from directory.extensions import db
from directory.jobs.batches import ReportProgress
from directory.models.types import Instant
from directory.operation.copy_dialects import NotCopied, copy_sequence, deferred_foreign_keys

ROWS_AT_ONCE = 1_000
# Rows of tables with uploaded files can have some megabytes each.
FILES_AT_ONCE = 20


@dataclass(frozen=True)
class CopyResult:
    """The numbers of copied tables and rows. `digest` is a SHA-256 over all rows, table by table, by primary key."""

    tables: int
    rows: int
    digest: str


class StoredJson(UserDefinedType[str]):
    """A JSON column that is read and written as its stored text, so that JSON `null` stays distinct from SQL NULL."""

    cache_ok = True

    def get_col_spec(self, **_options: Any) -> str:
        """Return the name of the type in SQL."""
        return "JSON"

    def column_expression(self, column: ColumnElement[str]) -> ColumnElement[str]:
        """Return the SQL expression that reads the column as text."""
        return cast(column, Text)


def copy(source: Connection, target: Connection, report: ReportProgress) -> CopyResult:
    """Copy all rows into the empty tables of the target, and compare the copies with the source. The caller commits.

    `report` is called twice for each row: when the row is copied, and when it is compared. If NotCopied is raised, the
    caller rolls back.
    """
    tables = [_plain(table) for table in db.metadata.tables.values()]
    for table in tables:
        if target.scalar(select(select(table).exists())):
            raise NotCopied(f"The target holds rows already, in the table {table.name}.")
    total = sum(source.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
    done = iter(range(1, 2 * total + 1))
    step = lambda: report(next(done), 2 * total)  # noqa: E731
    with deferred_foreign_keys(target):
        for table in tables:
            _copy_table(source, target, table, step)
    digest = hashlib.sha256()
    for table in tables:
        _compare_table(source, target, table, step, digest)
        copy_sequence(source, target, table)
    return CopyResult(len(tables), total, digest.hexdigest())


@contextmanager
def session_bound_to(other: Connection) -> Iterator[None]:
    """Bind `db.session` to `other`, a connection to another database, for the block. Commits nothing."""
    db.session.remove()
    # A session of Flask-SQLAlchemy would look up the app's own engine.
    db.session.registry.set(Session(other))  # type: ignore[arg-type]
    try:
        yield
    finally:
        db.session.remove()


def count_verified(target: Connection, heads: list[ChainHead]) -> int:
    """Verify the audit chain in the target, and return the number of its rows.

    Raises BrokenChain if the chain was altered or lacks one of `heads`.
    """
    with session_bound_to(target):
        return sum(1 for _ in verify(heads))


def _plain(table: Table) -> Table:
    columns = (Column(c.name, _plain_type(c.type), primary_key=c.primary_key) for c in table.columns)
    return Table(table.name, MetaData(), *columns)


def _plain_type(declared: TypeEngine[Any]) -> TypeEngine[Any]:
    sql_type = declared.impl_instance if isinstance(declared, TypeDecorator) else declared
    if isinstance(sql_type, JSON):
        return StoredJson()
    return Instant() if isinstance(sql_type, DateTime) and sql_type.timezone else sql_type


def _copy_table(source: Connection, target: Connection, table: Table, step: Callable[[], None]) -> None:
    for rows in _rows(source, table).partitions():
        try:
            target.execute(insert(table), [row._asdict() for row in rows])
        except DBAPIError as error:
            said = message_of(error)
            raise NotCopied(f"The table {table.name} holds what the target does not take: {said}.") from error
        for _ in rows:
            step()


def _compare_table(source: Connection, target: Connection, table: Table, step: Callable[[], None], digest: Any) -> None:
    digest.update(table.name.encode())
    with _rows(source, table) as source_rows, _rows(target, table) as target_rows:
        for ours, theirs in zip_longest(source_rows, target_rows):
            if ours != theirs:
                key = {column.name: getattr(ours or theirs, column.name) for column in table.primary_key}
                raise NotCopied(f"The table {table.name} differs in the row {key}.")
            digest.update(repr([_shown(value) for value in ours]).encode())
            step()


def _rows(connection: Connection, table: Table) -> Any:
    """Return the rows of a table in batches, by primary key, in the same order on both databases."""
    order = [_in_order(connection, column) for column in table.primary_key]
    at_once = FILES_AT_ONCE if any(isinstance(column.type, LargeBinary) for column in table.columns) else ROWS_AT_ONCE
    return connection.execute(select(table).order_by(*order).execution_options(yield_per=at_once))


def _in_order(connection: Connection, column: Column[Any]) -> ColumnElement[Any]:
    is_text = isinstance(column.type, String) and connection.dialect.name == "postgresql"
    return collate(column, "C") if is_text else column


def _shown(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
