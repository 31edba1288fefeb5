"""What an index in PostgreSQL holds, compared with what documents would write."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from psycopg import Cursor

from search_index import fields, sounds
from search_index.database import read, unpacked
from search_index.documents import Document
from search_index.tables import TOPIC_MARK, WHOLE_MARK, unmarked, words_of


def differences(cursor: Cursor[Any], documents: Iterable[Document]) -> Iterator[str]:
    """Yield a line for each way in which the tables differ from what `documents` would write."""
    expected = {document.key: document for document in documents}
    yield from _of_vocabulary(cursor, expected.values())
    known = read(cursor, None)
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
        says = [document.weight, fields.said(document), fields.whole_names(document)]
        facets = {name: had for name, column in known.columns.items() if (had := column.values[column.codes[number]])}
        if [*stored, known.weights[number], facets] != [*says, document.weight, _had(document)]:
            yield f"{key}: what is stored differs"
        yield from (
            f"{key}: lacks, or should not have, {term!r}"
            for term in words_of(document) ^ listed.get(number, set()).union(words)
        )
    yield from (f"{key}: not in the index" for key in expected)


def _had(document: Document) -> dict[str, tuple[str, ...]]:
    return {name: values for name, values in document.facets.items() if values}


def _of_vocabulary(cursor: Cursor[Any], documents: Iterable[Document]) -> Iterator[str]:
    counts: Counter[str] = Counter()
    topics: dict[str, set[str]] = {}
    for document in documents:
        counts.update(unmarked(term) for term in words_of(document) if term[0] != WHOLE_MARK)
        for topic in document.topics:
            for word in fields.words(topic):
                topics.setdefault(word, set()).add(TOPIC_MARK + fields.topic_key(topic))
    rows = "SELECT word, documents, topics, ARRAY(SELECT sound FROM sound WHERE sound.word = word.word) FROM word"
    stored = {
        word: (held > 0, {topic for topic in on.split() if counts[topic]}, set(heard))
        for word, held, on, heard in cursor.execute(rows)
    }
    for word in counts.keys() | topics.keys() | stored.keys():
        *found, heard = stored.get(word, (False, set[str](), set[str]()))
        expected = [counts[word] > 0, topics.get(word, set())]
        # What nothing holds any more is not asked for.
        if found != expected or (any(expected) and heard != set(sounds.sounds(word))):
            yield f"{word}: what is known of the word differs"
