"""The tables of an index in PostgreSQL. Each index has a schema of its own.

Each document has a text search vector of its words. In the vector, each word has a prefix, which says in which field of
the document the word stands. If several fields contain the word, the prefix is that of the best field. When the index
is created, frequent words move from the vectors to posting lists.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Any

from psycopg import Cursor

from search_index.documents import Document
from search_index.storage import fields
from search_index.storage.fields import KEYWORDS, NAMES, NOTES, SPELLED, TOPICS
from search_index.text import phonetic

MARKS = {NOTES: "C", KEYWORDS: "B", NAMES: "A"}
"""A mapping from field to the prefix of the field's words, the best field last. Folded words have no capitals."""
TOPIC_MARK, WHOLE_MARK, SPELLED_MARK = "@", "=", "~"
"""The prefixes of a topic, of a whole name written without spaces, and of a word with one of its spellings."""
_NO_WORDS = (WHOLE_MARK, SPELLED_MARK)
PART = "\n"
"""Separates the spellings of a word. In the row of a topic, it separates the spellings of all words of the topic."""

# For a term that more documents contain, reading a list is faster than collecting the numbers from GIN.
_FEW_DOCUMENTS = 200
LOOKED_AT = f"spelled <> '' OR topics <> '' OR documents > {_FEW_DOCUMENTS} OR word !~ '[0-9]'"
"""The condition of words that a prefix search reads one by one.

The other words occur only in notes and have digits, as in addresses. Such words are not inflected.
"""

_TABLES = """
CREATE TABLE state (position bigint, version bigint, sorted integer, size integer, gone integer[], weights bytea);
INSERT INTO state VALUES (0, 0, 0, 0, '{}', '');
CREATE TABLE document (id integer, key text COLLATE "C", weight float8, length integer, said bigint,
    names text, facets integer[], words tsvector);
CREATE TABLE facet (field text COLLATE "C", had text COLLATE "C", code integer, PRIMARY KEY (field, had));
INSERT INTO facet VALUES ('', '', 0);
CREATE TABLE facet_column (field text, place integer, codes bytea);
CREATE TABLE word (word text COLLATE "C" PRIMARY KEY, documents integer, topics text, spelled text);
CREATE TABLE posting (term text COLLATE "C" PRIMARY KEY, documents bytea);
ALTER TABLE posting ALTER documents SET STORAGE EXTERNAL;
CREATE TABLE sound (sound text COLLATE "C", word text COLLATE "C", omissions integer[]);
"""
_INDEXES = """
DROP TABLE document;
ALTER TABLE rest RENAME TO document;
ALTER TABLE document ADD PRIMARY KEY (id);
CREATE UNIQUE INDEX document_key ON document (key);
CREATE INDEX document_words ON document USING gin (words) WITH (fastupdate = off);
CREATE INDEX sound_sound ON sound (sound);
CREATE INDEX sound_word ON sound (word);
CREATE INDEX sound_omissions ON sound USING gin (omissions) WITH (fastupdate = off);
UPDATE state SET sorted = size, weights = (SELECT string_agg(float8send(weight), '' ORDER BY id) FROM document);
UPDATE facet_column SET codes = (SELECT string_agg(int4send(coalesce(facets[place], 0)), '' ORDER BY id) FROM document);
ANALYZE document, word, sound;
"""
_LEAVE_OUT = "DELETE FROM document WHERE key = ANY(%s) RETURNING id, tsvector_to_array(words)"
_INCOMING = """
CREATE TEMPORARY TABLE incoming (LIKE document) ON COMMIT DROP;
ALTER TABLE incoming DROP id;
"""
_NUMBER = """
INSERT INTO document SELECT size - 1 + row_number() OVER (ORDER BY weight DESC, length, key),
    key, weight, length, said, names, facets, words FROM incoming, state
"""
_COUNT = """
INSERT INTO word
SELECT * FROM unnest(%s::text[], %s::integer[], %s::text[], %s::text[]) AS counted (word, documents, topics, spelled)
ON CONFLICT (word) DO UPDATE SET documents = word.documents + excluded.documents,
    topics = trim(word.topics || ' ' || excluded.topics),
    spelled = (SELECT coalesce(string_agg(DISTINCT each, E'\\n'), '') FROM
        string_to_table(word.spelled || E'\\n' || excluded.spelled, E'\\n') AS each WHERE each <> '')
"""
_FORGET = "DELETE FROM word WHERE word = ANY(%s) AND documents = 0 AND topics = '' RETURNING word"
# Seldom needed: a topic is deleted with its last document, or when a State or function gets another name.
_LEAVE_TOPICS = """
UPDATE word SET topics = array_to_string(ARRAY(
    SELECT each FROM string_to_table(topics, ' ') AS each WHERE each <> ALL(%(gone)s)), ' ')
WHERE topics <> '' AND string_to_array(topics, ' ') && %(gone)s RETURNING word
"""
_CODES = """
SELECT field, had, code FROM facet JOIN unnest(%s::text[], %s::text[]) AS asked (field, had) USING (field, had)
"""
_AT_ONCE = 10_000
_LIST = """
INSERT INTO posting SELECT term, string_agg(int4send(id), '')
FROM document, unnest(tsvector_to_array(words)) AS term WHERE term = ANY(%s) GROUP BY term
"""
_WITHOUT_LISTED = """
CREATE TABLE rest AS SELECT id, key, weight, length, said, names, facets,
    array_to_tsvector(ARRAY(SELECT term FROM unnest(tsvector_to_array(words)) AS term WHERE term <> ALL(%s))) AS words
FROM document ORDER BY id
"""


def create(cursor: Cursor[Any], documents: Iterable[Document], position: int) -> None:
    """Create the tables in the first schema of the search path, and fill them. The schema must be empty. Raises
    ValueError for a repeated key."""
    cursor.execute(_TABLES)
    counts = write(cursor, documents, (), position)
    listed = [term for term, count in counts.items() if count > _FEW_DOCUMENTS]
    cursor.execute(_LIST, (listed,))
    cursor.execute(_WITHOUT_LISTED, (listed,))
    cursor.execute(_INDEXES)
    cursor.execute(f"CREATE INDEX word_looked_at ON word (word) WHERE {LOOKED_AT}")


def write(cursor: Cursor[Any], put: Iterable[Document], drop: Collection[str], position: int) -> Counter[str]:
    """Delete the documents with keys in `drop`, then add `put`. Return a mapping from each term to the number of
    documents that the term gained. The number is negative if the term lost documents.

    Raises ValueError for a repeated key.
    """
    changes = _Changes(cursor)
    if drop:
        put = list(put)
        changes.learn(cursor, put)
    for number, words in cursor.execute(_LEAVE_OUT, (list(drop),)).fetchall():
        changes.deleted.append(number)
        changes.counts.subtract(words)
    cursor.execute(_INCOMING)
    keys: set[str] = set()
    with cursor.copy("COPY incoming FROM STDIN") as copy:
        for document in put:
            if document.key in keys:
                raise ValueError(f"Two documents have the key {document.key!r}.")
            keys.add(document.key)
            copy.write_row(changes.row(document))
    cursor.execute(_NUMBER)
    cursor.execute("DROP TABLE incoming")
    changes.write(cursor)
    cursor.execute(
        "UPDATE state SET position = %s, version = version + 1, size = size + %s, gone = gone || %s",
        (position, len(keys), changes.deleted),
    )
    return changes.counts


def words_of(document: Document) -> set[str]:
    """Return the terms that find a document, each with the prefix of its field or kind."""
    terms = fields.terms(document)
    marked = {word: mark for name, mark in MARKS.items() for word in terms[name]}
    words = {mark + word for word, mark in marked.items()} | {TOPIC_MARK + key for key in terms[TOPICS]}
    words |= {SPELLED_MARK + spelling for spelling in terms[SPELLED]}
    return words | {WHOLE_MARK + name.replace(" ", "") for name in fields.whole_names(document).split("\n") if name}


def counted(counts: Mapping[str, int]) -> Counter[str]:
    """Convert numbers by term to numbers by word: the prefix of a word is removed, and the numbers of its fields are
    added. Topics keep their prefix. Whole names and spellings are left out."""
    words: Counter[str] = Counter()
    for term, by in counts.items():
        if term[0] not in _NO_WORDS:
            words[term if term[0] == TOPIC_MARK else term[1:]] += by
    return words


def quoted(word: str) -> str:
    """Return a word quoted for text search vectors and queries."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


class _Changes:
    def __init__(self, cursor: Cursor[Any]) -> None:
        self.deleted: list[int] = []
        self.counts: Counter[str] = Counter()
        self._topics: dict[str, tuple[str, ...]] = {}
        self._codes: dict[tuple[str, str], int] = {}
        self._new_codes: dict[tuple[str, str], int] = {}
        [(self._next_code,)] = cursor.execute("SELECT max(code) + 1 FROM facet")
        self._fields = [name for (name,) in cursor.execute("SELECT field FROM facet_column ORDER BY place")]
        self._known_fields = len(self._fields)

    def row(self, document: Document) -> tuple[Any, ...]:
        """Return a document's row without `id`, in the order of the columns, and count its words and topics.

        If the index has documents already, call `learn` first. Without this call, facet values that already have a code
        would get a second code.
        """
        words, names = words_of(document), fields.whole_names(document)
        self.counts.update(words)
        self._topics |= {TOPIC_MARK + fields.topic_key(topic): topic for topic in document.topics}
        vector = " ".join(map(quoted, words))
        length = min(map(len, names.split("\n")))
        said = fields.content_checksum(document)
        return document.key, document.weight, length, said, names, self._coded(document.facets), vector

    def learn(self, cursor: Cursor[Any], documents: Iterable[Document]) -> None:
        """Read the stored codes of the facet values of `documents`."""
        had = {(name, _joined(values)) for document in documents for name, values in document.facets.items()}
        rows = cursor.execute(_CODES, tuple(map(list, zip(*had, strict=True)))) if had else ()
        self._codes = {(name, values): code for name, values, code in rows}

    def _coded(self, facets: Mapping[str, tuple[str, ...]]) -> list[int]:
        """Return one code for each facet field, in the order of the columns. The code stands for all values of the
        document in this field together. It is 0 if the document has no value in the field. A new combination of values
        gets a new code."""
        self._fields += sorted(facets.keys() - set(self._fields))
        had = {name: (name, _joined(values)) for name, values in facets.items() if values}
        for each in had.values():
            if each not in self._codes:
                self._codes[each] = self._new_codes[each] = self._next_code + len(self._new_codes)
        return [self._codes[had[name]] if name in had else 0 for name in self._fields]

    def write(self, cursor: Cursor[Any]) -> None:
        """Write the counts, topics, spellings, phonetic keys and facet codes."""
        with cursor.copy("COPY facet FROM STDIN") as copy:
            for (name, had), code in self._new_codes.items():
                copy.write_row((name, had, code))
        for place, name in enumerate(self._fields[self._known_fields :], self._known_fields + 1):
            cursor.execute("INSERT INTO facet_column VALUES (%s, %s, '')", (name, place))
        counts, topics, spelled = counted(self.counts), self._new_topics(cursor), self._new_spellings()
        fewer_or_more = {word for word, by in counts.items() if by}
        changed = iter(fewer_or_more | topics.keys() | spelled.keys())
        while words := list(islice(changed, _AT_ONCE)):
            known = {word for (word,) in cursor.execute("SELECT word FROM word WHERE word = ANY(%s)", (words,))}
            _write_sounds(cursor, set(words) - known)
            rows = (
                (word, counts[word], " ".join(topics.get(word, ())), PART.join(spelled.get(word, ()))) for word in words
            )
            cursor.execute(_COUNT, tuple(map(list, zip(*rows, strict=True))))
            gone = _forget(cursor, words)
            if topics_gone := [word for word in gone if word[0] == TOPIC_MARK]:
                left = cursor.execute(_LEAVE_TOPICS, {"gone": topics_gone}).fetchall()
                gone += _forget(cursor, [word for (word,) in left])
            if gone:
                cursor.execute("DELETE FROM sound WHERE word = ANY(%s)", (gone,))

    def _new_spellings(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for term, by in self.counts.items():
            if by > 0 and term[0] == SPELLED_MARK:
                word, _, written = term[1:].partition("\t")
                found[word].add(written)
            elif by > 0 and term[0] == TOPIC_MARK:
                found[term] = fields.spellings(self._topics[term])
        return found

    def _new_topics(self, cursor: Cursor[Any]) -> dict[str, list[str]]:
        rows = cursor.execute("SELECT word FROM word WHERE word = ANY(%s)", (list(self._topics),))
        found: dict[str, list[str]] = defaultdict(list)
        for key in self._topics.keys() - {word for (word,) in rows}:
            for word in fields.words(self._topics[key]):
                found[word].append(key)
        return found


def _forget(cursor: Cursor[Any], words: list[str]) -> list[str]:
    return [word for (word,) in cursor.execute(_FORGET, (words,))]


def _joined(values: tuple[str, ...]) -> str:
    return fields.FACET_MARK.join(values)


def _write_sounds(cursor: Cursor[Any], words: Iterable[str]) -> None:
    with cursor.copy("COPY sound FROM STDIN") as copy:
        for word in words:
            for sound in phonetic.phonetic_keys(word):
                copy.write_row(
                    (sound, word, stored_deletes(sound, 2 if len(sound) > 5 else 1) if len(word) > 3 else [])
                )


def stored_deletes(sound: str, errors: int) -> list[int]:
    """Return the numbers of `phonetic.deletes`, each reduced by 2**31: the database has only signed integers."""
    return [number - 2**31 for number in phonetic.deletes(sound, errors)]
