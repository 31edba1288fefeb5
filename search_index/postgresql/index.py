"""The index in a PostgreSQL database, with the interface of `SearchIndex`."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import blake2s
from typing import Any

from psycopg import Connection, Cursor
from psycopg.errors import LockNotAvailable, UndefinedTable

from search_index.documents import Document, LateChanges, Query, Results
from search_index.errors import LONGEST_WRITING_SECONDS, IndexBusy, IndexUnusable
from search_index.postgresql import schema as tables
from search_index.postgresql.snapshot import DatabaseSnapshot, IndexCache, read_cache
from search_index.postgresql.verify import differences
from search_index.query.execution import answer
from search_index.query.terms import normalized_query, numbers_of, words_of
from search_index.storage.generations import VERSION

Connect = Callable[[], AbstractContextManager[Connection[Any]]]

# With repeatable read, all statements of a search see the same state of the index. The lock comes first: a database
# snapshot that was taken before a wait for a rebuild would miss the rebuilt index. Sequential scans are off, since the
# planner misjudges text search vectors.
_READING = """
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL search_path TO {schema};
SET LOCAL enable_seqscan = off; SET LOCAL jit = off; LOCK TABLE state IN ACCESS SHARE MODE
"""
_OTHERS = "SELECT nspname FROM pg_namespace WHERE nspname ~ '^search_[0-9a-f]{16}$' AND nspname <> %s ORDER BY oid DESC"


class PostgreSQLIndex:
    """The index in a schema of its own, named by a hash of `stamp` and of this package's version.

    A rebuild deletes the schemas of other stamps and versions. It keeps the newest of them, which nodes that are not
    yet upgraded still use.
    """

    def __init__(self, connect: Connect, stamp: str) -> None:
        digest = blake2s(f"{VERSION} {stamp}".encode(), digest_size=8)
        self._connect = connect
        self._schema = "search_" + digest.hexdigest()
        self._lock = int.from_bytes(digest.digest(), signed=True)
        self._rebuild_lock = self._lock ^ 1
        self._known: IndexCache | None = None

    def open(self) -> None:
        """Read the part of the index that a worker caches. Raises IndexUnusable; the caller must then rebuild the
        index."""
        with self._reading() as cursor:
            self._known = read_cache(cursor, self._known)

    @property
    def position(self) -> int:
        """The position in the caller's change log that the index has reached. Raises IndexUnusable if there is no
        usable index."""
        with self._reading() as cursor:
            return _position(cursor)

    def search(self, query: Query) -> Results:
        """Answer a query from the index. Raises IndexUnusable if there is no usable index."""
        with self._reading() as cursor:
            known = self._known = read_cache(cursor, self._known)
            snapshot = DatabaseSnapshot(cursor, known)
            snapshot.prefetch([*words_of(asked), *numbers_of(asked)] if (asked := normalized_query(query.text)) else ())
            return answer(snapshot, query)

    def apply(self, put: Iterable[Document], remove: Iterable[str], position: int) -> None:
        """Add or replace the documents in `put`, remove the documents with the keys in `remove`, and set the position
        of the index to `position`: all of this or nothing.

        If a key is in both arguments, the document is put. If `position` is before the position of the index, nothing
        changes.

        Raises IndexBusy during another write, and IndexUnusable if there is no usable index.
        """
        with self._writing(self._lock) as cursor:
            changed, removed = {document.key: document for document in put}, set(remove)
            if position >= _position(cursor):
                tables.write(cursor, changed.values(), changed.keys() | removed, position)

    def rebuild(self, documents: Iterable[Document], position: int) -> None:
        """Write a new index, then replace the old index. Changes that others make to the old index meanwhile are lost.

        `position` is the position in the change log up to which `documents` are complete. Raises IndexBusy during
        another write, and ValueError for a repeated key.
        """
        self.rebuild_from(lambda: (documents, position), lambda at: LateChanges((), (), at))

    def rebuild_from(
        self, read: Callable[[], tuple[Iterable[Document], int]], late: Callable[[int], LateChanges]
    ) -> None:
        """Rebuild the index, and keep the changes that others make to the old index meanwhile.

        `read` returns the documents and their position in the change log. `late` gets this position and returns the
        later changes; while `late` runs, others cannot write to the index. Raises IndexBusy during another write, and
        ValueError for a repeated key.
        """
        with self._writing(self._rebuild_lock) as cursor:
            documents, position = read()
            staging = f"{self._schema}_new"
            cursor.execute(f"CREATE SCHEMA {staging}; SET LOCAL search_path TO {staging}")
            tables.create(cursor, documents, position)
            self._wait_for_writers(cursor)
            changes = late(position)
            if changes.keys:
                tables.write(cursor, changes.put, changes.keys, changes.position)
            for (schema,) in cursor.execute(_OTHERS + " OFFSET 1", (self._schema,)).fetchall():
                _drop(cursor, schema)
            if cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (self._schema,)).fetchone():
                _drop(cursor, self._schema)
            cursor.execute(f"ALTER SCHEMA {staging} RENAME TO {self._schema}")

    def differences(self, documents: Iterable[Document]) -> list[str]:
        """Return a line for each difference between the index and `documents`, sorted. Raises IndexUnusable if there
        is no usable index."""
        with self._reading() as cursor:
            return sorted(differences(cursor, documents))

    def _wait_for_writers(self, cursor: Cursor[Any]) -> None:
        cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WRITING_SECONDS}s'")
        try:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (self._lock,))
        except LockNotAvailable as error:
            raise IndexBusy("Another writer is at work on this index.") from error
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")

    @contextmanager
    def _reading(self) -> Iterator[Cursor[Any]]:
        with self._transaction() as cursor:
            cursor.execute(_READING.format(schema=self._schema))
            yield cursor

    @contextmanager
    def _writing(self, lock: int) -> Iterator[Cursor[Any]]:
        """Yield a cursor whose transaction holds the advisory lock `lock`.

        Raises IndexBusy if another process holds the lock.
        """
        with self._transaction() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = 0; SET LOCAL search_path TO {self._schema}")
            if cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (lock,)).fetchone() != (True,):
                raise IndexBusy("Another writer is at work on this index.")
            yield cursor

    @contextmanager
    def _transaction(self) -> Iterator[Cursor[Any]]:
        with self._connect() as connection, connection.transaction(), connection.cursor() as cursor:
            try:
                yield cursor
            except UndefinedTable as error:
                raise IndexUnusable("There is no index under this stamp and version: rebuild it.") from error


def _position(cursor: Cursor[Any]) -> int:
    return sum(position for (position,) in cursor.execute("SELECT position FROM state"))


def _drop(cursor: Cursor[Any], schema: str) -> None:
    # Readers take this lock first too. A reader and this removal can therefore never wait for each other.
    cursor.execute(f"LOCK TABLE {schema}.state IN ACCESS EXCLUSIVE MODE; DROP SCHEMA {schema} CASCADE")
