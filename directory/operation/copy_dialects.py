"""Handles foreign keys and key sequences while a database is filled with copied rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Integer, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from directory.database_connections import message_of

ALTER_FOREIGN_KEYS = """SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I', conrelid::regclass, conname)
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND NOT condeferrable"""
NOT_THERE = "A row refers to one that is not there"


class NotCopied(Exception):
    """The copy failed or was refused, and the target is unchanged. The message gives the reason."""


@contextmanager
def deferred_foreign_keys(target: Connection) -> Iterator[None]:
    """Defer the check of foreign keys to the end of the block. Raises NotCopied if a row refers to a missing row."""
    check = _deferred_by_sqlite if target.dialect.name == "sqlite" else _deferred_by_postgresql
    with check(target):
        yield


@contextmanager
def _deferred_by_sqlite(target: Connection) -> Iterator[None]:
    target.execute(text("PRAGMA defer_foreign_keys = ON"))
    yield
    if found := target.execute(text("PRAGMA foreign_key_check")).first():
        raise NotCopied(f"{NOT_THERE}: in the table {found[0]}, to one of {found[2]}.")


@contextmanager
def _deferred_by_postgresql(target: Connection) -> Iterator[None]:
    references = target.scalars(text(ALTER_FOREIGN_KEYS)).all()
    for reference in references:
        target.execute(text(f"{reference} DEFERRABLE INITIALLY DEFERRED"))
    yield
    try:
        target.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    except DBAPIError as error:
        raise NotCopied(f"{NOT_THERE}: {message_of(error)}.") from error
    for reference in references:
        target.execute(text(f"{reference} NOT DEFERRABLE"))


def copy_sequence(source: Connection, target: Connection, table: Table) -> None:
    """Set the key sequence of a table in the target to the last number that the sequence in the source has given.

    If a row of the table has a higher key, set the sequence to this key. Do nothing if the primary key of the table is
    not a single integer, or if the source has no sequence for the key.
    """
    (column, *others) = table.primary_key
    is_number = not others and isinstance(column.type, Integer)
    last = _last_number(source, table.name, column.name) if is_number else None
    if last is None:
        return
    last = max(last, source.scalar(select(func.max(column))) or 0)
    if target.dialect.name == "sqlite":
        target.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        target.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), {"name": table.name, "last": last})
    elif sequence := _sequence(target, table.name, column.name):
        target.execute(select(func.setval(sequence, max(last, 1), last > 0)))


def _last_number(source: Connection, table: str, column: str) -> int | None:
    """Return the last number that the source's sequence gave, or 0 if the sequence gave none.

    Return None for a PostgreSQL table without a sequence.
    """
    if source.dialect.name == "sqlite":
        given = select(text("max(seq)")).select_from(text("sqlite_sequence")).where(text("name = :name"))
        return source.scalar(given, {"name": table}) or 0
    sequence = _sequence(source, table, column)
    given = select(text("CASE WHEN is_called THEN last_value ELSE 0 END")).select_from(text(sequence or ""))
    return source.scalar(given) if sequence else None


def _sequence(connection: Connection, table: str, column: str) -> str | None:
    return connection.scalar(select(func.pg_get_serial_sequence(table, column)))
