"""SQLite FTS5 over the same folded words, with a table of trigrams for words that no document has."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.engines.base import MOST_HITS, Answer, columns, shown, size_of, words
from benchmarks.queries import Question
from search_index import Document
from search_index.text import phonetic

SCHEMA = """
CREATE TABLE document (id INTEGER PRIMARY KEY, key TEXT UNIQUE, name TEXT, weight REAL);
CREATE VIRTUAL TABLE words USING fts5(names, keywords, notes, prefix='2 3 4', tokenize='unicode61');
CREATE VIRTUAL TABLE known USING fts5vocab(words, 'row');
CREATE VIRTUAL TABLE spelled USING fts5(word, tokenize='trigram');
CREATE TABLE facet (field TEXT, value TEXT, id INTEGER, PRIMARY KEY (field, value, id)) WITHOUT ROWID;
CREATE INDEX facet_of ON facet (id, field, value);
"""
RANK = "bm25(words, 10.0, 8.5, 2.5) * weight"
NEAREST = 50


class Engine:
    """One database file, read over one connection that stays open."""

    largest = 1_000_000

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection = sqlite3.connect(folder / "words.sqlite3")

    def build(self, documents: Iterable[Document]) -> None:
        """Write all documents in one transaction."""
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.executescript(SCHEMA)
        with self._connection as connection:
            for number, one in enumerate(documents, 1):
                row = number, one.key, shown(one), one.weight
                connection.execute("INSERT INTO document VALUES (?, ?, ?, ?)", row)
                connection.execute(
                    "INSERT INTO words (rowid, names, keywords, notes) VALUES (?, ?, ?, ?)", (number, *columns(one))
                )
                values = {(field, value, number) for field, found in one.facets.items() for value in found}
                connection.executemany("INSERT INTO facet VALUES (?, ?, ?)", values)
            connection.execute("INSERT INTO spelled SELECT term FROM known WHERE length(term) > 3")
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._connection.execute("ANALYZE")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def open(self) -> None:
        """Map the file into memory and enlarge the cache, for speed."""
        self._connection.execute("PRAGMA mmap_size = 4000000000")
        self._connection.execute("PRAGMA cache_size = -64000")

    def ask(self, question: Question) -> Answer:
        """Answer one question."""
        match = " AND ".join(self._expression(word, is_begun) for word, is_begun in words(question))
        had, values = _among(match, question.filters)
        total = self._connection.execute(f"SELECT count(*) FROM document WHERE {had}", values).fetchone()[0]
        if match:
            filters, others = _among("", question.filters)
            page = f"""SELECT key, name FROM words JOIN document ON id = words.rowid
                WHERE words MATCH ? AND {filters} ORDER BY {RANK}, key LIMIT {MOST_HITS}"""
            rows = self._connection.execute(page, (match, *others)).fetchall()
        else:
            page = f"SELECT key, name FROM document WHERE {had} ORDER BY weight DESC, key LIMIT {MOST_HITS}"
            rows = self._connection.execute(page, values).fetchall()
        facets = {field: self._count(field, match, question) for field in question.facets}
        return Answer(total, tuple(key for key, _ in rows), tuple(name for _, name in rows), facets)

    def _count(self, field: str, match: str, question: Question) -> dict[str, int]:
        had, values = _among(match, {name: value for name, value in question.filters.items() if name != field})
        counted = f"SELECT value, count(*) FROM facet WHERE field = ? AND {had} GROUP BY value"
        return dict(self._connection.execute(counted, (field, *values)).fetchall())

    def _expression(self, word: str, is_begun: bool) -> str:
        plain = f'"{word}"*' if is_begun else f'"{word}"'
        known = self._connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (plain,)).fetchone()
        if known or len(word) < 4:
            return plain
        return "(" + " OR ".join(f'"{near}"' for near in (*self._near(word), word)) + ")"

    def _near(self, word: str) -> Iterator[str]:
        """Yield known words that are like a word, with one error or, for a long word, up to two errors.

        Only the NEAREST words that share most trigrams with the word are compared.
        """
        errors = 2 if len(word) > 7 else 1
        trigrams = " OR ".join(f'"{word[at : at + 3]}"' for at in range(len(word) - 2))
        nearest = f"SELECT word FROM spelled WHERE spelled MATCH ? ORDER BY rank LIMIT {NEAREST}"
        for (other,) in self._connection.execute(nearest, (trigrams,)):
            if phonetic.edit_distance(word, other, errors) <= errors:
                yield other

    def megabytes(self) -> float:
        """Return the size of the folder in megabytes."""
        return size_of(self._folder)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _among(match: str, filters: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the SQL condition on `id` for documents that match and pass the filters, and the values of the
    condition."""
    parts, values = [], []
    if match:
        parts.append("id IN (SELECT rowid FROM words WHERE words MATCH ?)")
        values.append(match)
    for field, value in filters.items():
        parts.append("id IN (SELECT id FROM facet WHERE field = ? AND value = ?)")
        values += [field, value]
    return " AND ".join(parts) or "1", tuple(values)
