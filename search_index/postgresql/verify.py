"""Compares the tables of an index in PostgreSQL with the rows that the documents would produce."""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from typing import Any

from psycopg import Cursor

from search_index.documents import Document
from search_index.postgresql.schema import PART, TOPIC_MARK, counted, words_of
from search_index.postgresql.snapshot import DatabaseSnapshot, read_cache, unpacked
from search_index.storage import fields
from search_index.storage.verify import differences_shown
from search_index.text import phonetic


def differences(cursor: Cursor[Any], documents: Iterable[Document]) -> Iterator[str]:
    """Yield a line for each difference between the tables and the rows that `documents` would produce."""
    every = {document.key: document for document in documents}
    expected, known = dict(every), read_cache(cursor, None)
    vocabulary, spelled = yield from _of_vocabulary(cursor, every.values())
    yield from differences_shown(DatabaseSnapshot(cursor, known), vocabulary, spelled, every)
    listed: dict[int, set[str]] = {}
    for term, packed in cursor.execute("SELECT term, documents FROM posting", binary=True):
        for number in unpacked("u4", packed).tolist():
            listed.setdefault(number, set()).add(term)
    for number, key, *stored, words in cursor.execute(
        "SELECT id, key, weight, said, names, tsvector_to_array(words) FROM document"
    ):
        document = expected.pop(key, None)
        if document is None:
            yield f"{key}: in the index, but should not be there"
            continue
        says = [document.weight, fields.content_checksum(document), fields.whole_names(document)]
        facets = {name: had for name, column in known.columns.items() if (had := column.values[column.codes[number]])}
        if [*stored, known.weights[number], facets] != [*says, document.weight, _facet_values(document)]:
            yield f"{key}: what is stored differs"
        yield from (
            f"{key}: lacks, or should not have, {term!r}"
            for term in words_of(document) ^ listed.get(number, set()).union(words)
        )
    yield from (f"{key}: not in the index" for key in expected)


def _facet_values(document: Document) -> dict[str, tuple[str, ...]]:
    return {name: values for name, values in document.facets.items() if values}


def _of_vocabulary(
    cursor: Cursor[Any], documents: Iterable[Document]
) -> Generator[str, None, tuple[set[str], set[str]]]:
    """Yield a line for each word whose stored counts, topics or phonetic keys differ from those that the documents
    would produce. The generator's return value is a pair: the words and the spellings in the tables."""
    counts: Counter[str] = Counter()
    topics: dict[str, set[str]] = {}
    for document in documents:
        counts.update(counted(Counter(words_of(document))))
        for topic in document.topics:
            for word in fields.words(topic):
                topics.setdefault(word, set()).add(TOPIC_MARK + fields.topic_key(topic))
    rows = """SELECT word, documents, topics, ARRAY(SELECT sound FROM sound WHERE sound.word = word.word), spelled
        FROM word"""
    stored, spelled = {}, set[str]()
    for word, held, on, heard, written in cursor.execute(rows):
        stored[word] = held, set(on.split()), set(heard)
        parts = filter(None, written.split(PART))
        spelled.update(parts if word[0] == TOPIC_MARK else (f"{word}\t{part}" for part in parts))
    for word in counts.keys() | topics.keys() | stored.keys():
        if stored.get(word) != (counts[word], topics.get(word, set()), set(phonetic.phonetic_keys(word))):
            yield f"{word}: what is known of the word differs"
    return {word for word in stored if word[0] != TOPIC_MARK}, spelled
