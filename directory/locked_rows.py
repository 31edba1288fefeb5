"""Locks a row that several processes update at the same time, such as a counter, until the transaction ends."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from directory.extensions import Model

INSERTS: dict[str, Callable[[Any], Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
Row = TypeVar("Row", bound=Model)


def locked_row(session: Session, model: type[Row], key: dict[str, Any], **defaults: Any) -> Row:
    """Return the row with this primary key, locked until the session's transaction ends. A missing row is inserted with
    `defaults`.

    If two processes insert the same key at the same time, the second waits and then gets the row of the first.
    """
    insert = INSERTS[session.get_bind().dialect.name]
    session.execute(insert(model).values(**key, **defaults).on_conflict_do_nothing())
    return session.get_one(model, key, with_for_update=True)
