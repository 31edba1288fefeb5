"""PostgreSQL's own full-text search over the same folded words, with pg_trgm for words that no document has."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.engines.base import MOST_HITS, Answer, columns, shown, words
from benchmarks.engines.database import Database
from benchmarks.queries import Question
from search_index import Document
from search_index.text import phonetic

# At these sizes, parallel plans and compiled plans cost more time than they save.
SETTINGS = "-c jit=off -c max_parallel_workers_per_gather=0 -c work_mem=64MB -c random_page_cost=1.1"
SCHEMA = """
CREATE EXTENSION pg_trgm;
-- A vector of hundreds of words lies outside its row: to look into each is dear, which the planner does not know.
ALTER FUNCTION ts_match_vq(tsvector, tsquery) COST 1000;
CREATE TABLE document (id int PRIMARY KEY, key text, name text, weight real, names tsvector, words tsvector);
CREATE TABLE facet (field text, value text, id int);
"""
INDEXES = """
CREATE INDEX ON document USING gin (words);
CREATE INDEX ON facet (field, value, id);
CREATE INDEX ON facet (id, field, value);
CREATE TABLE spelled AS SELECT word FROM ts_stat('SELECT words FROM document');
CREATE INDEX ON spelled (word text_pattern_ops);
CREATE INDEX ON spelled USING gin (word gin_trgm_ops);
"""
PAGE = """
WITH found AS MATERIALIZED (
  SELECT id, {rank} AS rank FROM document WHERE {condition}
), best AS (
  SELECT id, rank FROM found ORDER BY rank DESC, id LIMIT {most}
)
SELECT (SELECT count(*) FROM found), key, name FROM best JOIN document USING (id) ORDER BY rank DESC, id
"""
# Only the words of names count, since they are stored in the row itself.
RANK = "weight * (0.1 + ts_rank(names, to_tsquery('simple', %s)))"
NEAREST = 50


class Engine:
    """A database, read over one connection that stays open."""

    largest = 1_000_000

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder, SETTINGS)

    def build(self, documents: Iterable[Document]) -> None:
        """Write all documents and create the indexes, in one transaction."""
        self._database.create()
        with self._database.connect() as connection, connection.transaction():
            connection.execute(SCHEMA)
            cursor = connection.cursor()
            cursor.executemany(
                "INSERT INTO document VALUES (%s, %s, %s, %s, to_tsvector('simple', %s), to_tsvector('simple', %s))",
                (
                    (number, one.key, shown(one), one.weight, columns(one)[0], " ".join(columns(one)))
                    for number, one in self._noting(documents)
                ),
            )
            with cursor.copy("COPY facet FROM STDIN") as copy:
                for row in self._facets:
                    copy.write_row(row)
            connection.execute(INDEXES)
        with self._database.connect() as connection:
            connection.execute("VACUUM ANALYZE")

    def _noting(self, documents: Iterable[Document]) -> Iterator[tuple[int, Document]]:
        self._facets: list[tuple[str, str, int]] = []
        for number, one in enumerate(documents, 1):
            self._facets += {(field, value, number) for field, found in one.facets.items() for value in found}
            yield number, one

    def open(self) -> None:
        """Connect to the database."""
        self._connection = self._database.connect()

    def ask(self, question: Question) -> Answer:
        """Answer one question."""
        match = " & ".join(self._expression(word, is_begun) for word, is_begun in words(question))
        condition, values = _condition(match, question.filters)
        page = PAGE.format(rank=RANK if match else "weight", condition=condition, most=MOST_HITS)
        rows = self._connection.execute(page, (*([match] if match else []), *values)).fetchall()
        narrowed = [field for field in question.facets if field in question.filters]
        facets = self._count([field for field in question.facets if field not in narrowed], match, question.filters)
        for field in narrowed:
            others = {name: value for name, value in question.filters.items() if name != field}
            facets |= self._count([field], match, others)
        total = rows[0][0] if rows else 0
        return Answer(total, tuple(key for _, key, _ in rows), tuple(name for _, _, name in rows), facets)

    def _count(self, fields: list[str], match: str, filters: Mapping[str, str]) -> dict[str, dict[str, int]]:
        """Return the counts of some facets, for the documents that match and pass the filters."""
        condition, values = _condition(match, filters)
        among = f"id IN (SELECT id FROM document WHERE {condition})" if values else "true"
        counted = f"SELECT field, value, count(*) FROM facet WHERE field = ANY(%s) AND {among} GROUP BY field, value"
        counts: dict[str, dict[str, int]] = {field: {} for field in fields}
        for field, value, count in self._connection.execute(counted, (fields, *values)) if fields else ():
            counts[field][value] = count
        return counts

    def _expression(self, word: str, is_begun: bool) -> str:
        known = "word LIKE %s" if is_begun else "word = %s"
        sought = f"{word}%" if is_begun else word
        is_known = self._connection.execute(f"SELECT 1 FROM spelled WHERE {known} LIMIT 1", (sought,)).fetchone()
        if is_known or len(word) < 4:
            return f"{word}:*" if is_begun else word
        return "(" + " | ".join((*self._near(word), word)) + ")"

    def _near(self, word: str) -> Iterator[str]:
        """Yield known words that are like a word, with one error or, for a long word, up to two errors.

        Only the NEAREST words that share most trigrams with the word are compared.
        """
        errors = 2 if len(word) > 7 else 1
        nearest = f"SELECT word FROM spelled WHERE word %% %s ORDER BY word <-> %s LIMIT {NEAREST}"
        for (other,) in self._connection.execute(nearest, (word, word)):
            if phonetic.edit_distance(word, other, errors) <= errors:
                yield other

    def megabytes(self) -> float:
        """Return the size of the database in megabytes."""
        return self._database.megabytes()

    def close(self) -> None:
        """Close the connection."""
        if hasattr(self, "_connection"):
            self._connection.close()


def _condition(match: str, filters: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the SQL condition for documents that match and pass the filters, and the values of the condition."""
    parts, values = [], []
    if match:
        parts.append("words @@ to_tsquery('simple', %s)")
        values.append(match)
    for field, value in filters.items():
        parts.append("id IN (SELECT id FROM facet WHERE field = %s AND value = %s)")
        values += [field, value]
    return " AND ".join(parts) or "true", values
