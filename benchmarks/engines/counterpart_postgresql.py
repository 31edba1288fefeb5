"""Our other index, in PostgreSQL, through the same door."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from benchmarks.engines import counterpart
from benchmarks.engines.database import Database
from search_index import Document
from search_index.postgresql.index import PostgreSQLIndex


class Engine(counterpart.Engine):
    """The index in a database, asked through one connection kept open, as the site's pool does."""

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
        """Make the database and write the index."""
        self._database.create()
        super().build(documents)

    def megabytes(self) -> float:
        """Return what it holds on the disk."""
        return self._database.megabytes()

    def close(self) -> None:
        """Close the connection."""
        if self._connection:
            self._connection.close()
