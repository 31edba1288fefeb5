"""Runs migrations over the app's own database connection."""

from contextlib import nullcontext
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

from directory import models  # noqa: F401  (registers the tables)
from directory.extensions import db
from directory.transaction import take_write_lock


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write a type of ours as the plain one it is stored as, so that old migrations need none of our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{type(item.impl_instance).__name__}()"
    return False


def run() -> None:
    """Apply the migrations that were asked for, in one transaction: of several at once one after another.

    `flask database copy` hands in the connection to another database, with a transaction that goes on.
    """
    options = current_app.extensions["migrate"].configure_args
    given = context.config.attributes.get("connection")
    with nullcontext(given) if given else db.engine.connect().execution_options(writes=True) as connection:
        context.configure(connection=connection, target_metadata=db.metadata, render_item=render_item, **options)
        with context.begin_transaction():
            take_write_lock(connection)
            context.run_migrations()


run()
