"""What all apps of a run share, because it is the same for each and takes most of the time of making one, and what is
left out for the sake of time: the databases of tests need not survive a loss of power."""

import sqlite3
from typing import Any, ClassVar

from flask import Flask
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from directory.extensions import db

# More than the statements of all tests of a worker.
STATEMENTS = 10_000
_compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS)
_connected: list[Engine] = []
_of_postgresql: list[Engine] = []


class CompiledRule(Rule):
    """A rule of addresses that is parsed and compiled once."""

    compiled: ClassVar[dict[tuple[object, ...], dict[str, object]]] = {}

    def compile(self) -> None:
        key = self.rule, self.subdomain, self.host, repr(self.defaults), self.is_leaf, self.merge_slashes
        if key not in self.compiled:
            given = self.__dict__.copy()
            super().compile()
            self.compiled[key] = {n: value for n, value in self.__dict__.items() if given.get(n) is not value}
            self.compiled[key]["arguments"] = self.arguments
        self.__dict__.update(self.compiled[key])


def share_statements(app: Flask) -> None:
    """Let the app use the SQL that another app over the same kind of database compiled: SQLAlchemy keeps it by engine
    and dialect."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        if not _connected:
            _connected.append(create_engine("sqlite://"))
            # The first connection tells the dialect what the library can do.
            _connected[0].connect().close()
        engine.dialect = _connected[0].dialect
    elif first := next((one for one in _of_postgresql if one.dialect.server_version_info), None):
        engine.dialect = first.dialect
    else:
        # Nobody connects here: some tests are about a server that is away.
        _of_postgresql.append(engine)
    engine._compiled_cache = _compiled


# Registered after that of `directory.extensions`, so that it has the last word; forked programs do not have it.
@event.listens_for(Engine, "connect")
def _hurry(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")
