"""Runs migrations over the app's own database connection."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from directory import models  # noqa: F401  (registers the tables)
from directory.extensions import db
from directory.transaction import take_write_lock

CHECK = "PRAGMA foreign_key_check"


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Return the SQL type in which a type of this project is stored, as source text for a migration.

    Return False for any other item, which Alembic then writes itself.
    """
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{type(item.impl_instance).__name__}()"
    return False


def run() -> None:
    """Apply the requested migrations in one transaction. Several processes that migrate do so one after another."""
    given = context.config.attributes.get("connection")
    if given:
        migrate(given)
        return
    with db.engine.connect().execution_options(writes=True) as connection:
        if connection.dialect.name == "sqlite":
            migrate_unchecked(connection)
        else:
            migrate(connection)


def migrate(connection: Connection) -> None:
    """Apply the requested migrations over a connection. An open transaction of the connection stays open.

    Raises RuntimeError if a row in SQLite then refers to a missing row.
    """
    options = current_app.extensions["migrate"].configure_args
    context.configure(connection=connection, target_metadata=db.metadata, render_item=render_item, **options)
    with context.begin_transaction():
        take_write_lock(connection)
        context.run_migrations()
        if connection.dialect.name == "sqlite" and (broken := connection.exec_driver_sql(CHECK).first()):
            raise RuntimeError(f"A row of {broken[0]} would refer to a row of {broken[2]} that is not there.")


def migrate_unchecked(connection: Connection) -> None:
    """Apply the requested migrations without SQLite's check of foreign keys. `migrate` checks them at the end.

    With the check, a migration that drops an old table would delete the rows that refer to it (SQLite, "ALTER TABLE").
    """
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        migrate(connection)
    finally:
        connection.rollback()
        cursor.execute("PRAGMA foreign_keys = ON")


run()
