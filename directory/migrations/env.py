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
    """Write a type of ours as the plain one it is stored as, so that old migrations need none of our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{type(item.impl_instance).__name__}()"
    return False


def run() -> None:
    """Apply the migrations that were asked for, in one transaction: of several at once one after another."""
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
    """Apply them by a connection; where `flask database copy` hands one in, in its transaction, which goes on."""
    options = current_app.extensions["migrate"].configure_args
    context.configure(connection=connection, target_metadata=db.metadata, render_item=render_item, **options)
    with context.begin_transaction():
        take_write_lock(connection)
        context.run_migrations()
        if connection.dialect.name == "sqlite" and (broken := connection.exec_driver_sql(CHECK).first()):
            raise RuntimeError(f"A row of {broken[0]} would refer to a row of {broken[2]} that is not there.")


def migrate_unchecked(connection: Connection) -> None:
    """Apply them while SQLite lets rows refer to nothing, which is looked for at the end of the transaction.

    A table that is made anew is dropped for a moment, with all rows that refer to it where these are checked.
    Source: SQLite, "ALTER TABLE", making other kinds of table schema changes.
    """
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        migrate(connection)
    finally:
        connection.rollback()
        cursor.execute("PRAGMA foreign_keys = ON")


run()
