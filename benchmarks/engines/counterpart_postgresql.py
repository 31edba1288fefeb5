"""Our other index, in PostgreSQL, used through the same interface."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from benchmarks.engines import counterpart
from benchmarks.engines.database import Database
from search_index import Document
from search_index.postgresql.index import PostgreSQLIndex


class Engine(counterpart.Engine):
    """The index in a database. One connection stays open for all questions, as in the site's pool of connections."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._database = Database(folder)
        self._connection: psycopg.Connection | None = None
        self.index = PostgreSQLIndex(self._connected, counterpart.STAMP)

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection]:
        if self._connection is None:
            self._connection = self._database.connect()
        yield self._connection

    def build(self, documents: Iterable[Document]) -> None:
        """Create the database and write the index."""
        self._database.create()
        super().build(documents)

    def megabytes(self) -> float:
        """Return the size of the database in megabytes."""
        return self._database.megabytes()

    def close(self) -> None:
        """Close the connection."""
        if self._connection:
            self._connection.close()
