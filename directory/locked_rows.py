"""Rows that several processes count in at once: made where missing, and locked until the transaction ends."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from directory.extensions import Model

INSERTS: dict[str, Callable[[Any], Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
Row = TypeVar("Row", bound=Model)


def locked_row(session: Session, model: type[Row], key: dict[str, Any], **defaults: Any) -> Row:
    """Return the row of this primary key, locked until the session's transaction ends.

    It is inserted with `defaults` where there is none: `ON CONFLICT DO NOTHING` waits for another process that inserts
    the same key, so neither fails. SQLite's transaction holds its one lock already.
    """
    insert = INSERTS[session.get_bind().dialect.name]
    session.execute(insert(model).values(**key, **defaults).on_conflict_do_nothing())
    return session.get_one(model, key, with_for_update=True)
