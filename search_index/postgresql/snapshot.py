"""A snapshot in PostgreSQL. A worker caches a part of it (`IndexCache`). Each search reads the rest from the
database."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from operator import itemgetter
from typing import Any, cast

import numpy as np
from psycopg import Cursor

from search_index.postgresql.schema import LOOKED_AT, MARKS, PART, SPELLED_MARK, WHOLE_MARK, quoted, stored_deletes
from search_index.query.exact_matches import exact_matches
from search_index.query.match_set import BEST, MatchSet, WordSpan
from search_index.query.terms import QueryTerm
from search_index.storage.fields import FACET_MARK, FIELD_WEIGHT, NAMES, TOPICS
from search_index.storage.in_memory_postings import FacetColumn, Numbers, Span, concatenated
from search_index.storage.snapshot import Snapshot, WholeNames
from search_index.text import phonetic

_LAST, _BEGUN = "\U0010ffff", ":*"
_WORDS = "SELECT word, documents, topics, spelled FROM word"
_SOUNDS = "SELECT word, documents, topics, spelled, sound FROM word JOIN sound USING (word)"
# Only beginnings of one or two letters have more words than the limit. Words beyond the limit still find documents, but
# add nothing to the similarity of names.
_BEGINNING = f"""
SELECT prefix, found.* FROM unnest(%s::text[]) AS prefix, LATERAL (
    {_WORDS} WHERE word >= prefix AND word < prefix || '{_LAST}' AND ({LOOKED_AT})
    ORDER BY documents DESC, word LIMIT 2000
) AS found
"""  # noqa: S608 (of constants alone)
_HOLDING = """
SELECT level, documents FROM unnest(%s::integer[], %s::text[]) AS asked (level, term) JOIN posting USING (term)
UNION ALL SELECT level, string_agg(int4send(id), '') FROM unnest(%s::integer[], %s::text[]) AS asked (level, query)
JOIN document ON words @@ query::tsquery GROUP BY level
"""
_DESCRIBED = "SELECT id, key, names FROM document WHERE id = ANY(%s)"
_CODES = "SELECT codes FROM facet_column WHERE field = %s"
_ADDED = "SELECT id, weight, facets, tsvector_to_array(words) FROM document WHERE id >= %s"


class DatabaseVocabulary:
    """The words that one query has read from the index so far, with the interface of a segment's vocabulary.

    A span is a range of positions in `words`. If words were read by their beginning, `begun` maps their span to this
    beginning. `read` maps a word to its number of documents, its topics and its spellings.
    """

    def __init__(self, cursor: Cursor[Any]) -> None:
        self._cursor = cursor
        self._spans: dict[str, Span] = {}
        self._asked: set[str] = set()
        self.words: list[str] = []
        self.begun: dict[Span, str] = {}
        self.read: dict[str, tuple[int, str, str]] = {}
        self.phonetic_index = DatabasePhoneticIndex(self)

    def exact(self, word: str) -> Span:
        """Return a span for `word`, even if the index does not contain the word."""
        return self.add([word])

    def beginning(self, prefix: str) -> Span:
        """Return the span of the words that begin with `prefix`, at most the 2,000 most frequent. The last item of the
        span is a placeholder, not a word.

        A word is left out if it has a digit, occurs only in notes and is rare.
        """
        if prefix not in self._spans:
            self.read_beginnings({prefix})
        return self._spans[prefix]

    def read_beginnings(self, prefixes: Collection[str]) -> None:
        """Read the words that begin with each of `prefixes`, and store their spans for `beginning`."""
        found: dict[str, list[str]] = {prefix: [] for prefix in prefixes}
        for prefix, word, *read in self._cursor.execute(_BEGINNING, (list(prefixes),)) if prefixes else ():
            found[prefix].append(word)
            self.read.update({word: read})
        for prefix, words in found.items():
            # The last entry is no word: it makes the span differ from the span of any single word.
            self._spans[prefix] = self.add([*words, prefix + _LAST])
            self.begun[self._spans[prefix]] = prefix

    def read_words(self, words: set[str]) -> None:
        """Read the words in `words` that were not requested before."""
        if unread := words - self.read.keys() - self._asked:
            self._asked |= unread
            self.ask(f"{_WORDS} WHERE word = ANY(%s)", list(unread))

    def ask(self, query: str, *values: Any) -> list[Any]:
        """Run a query whose rows begin with a word, and return the rows. Store each row in `read` under its word."""
        rows = self._cursor.execute(query, values).fetchall()
        self.read.update((word, read) for word, *read in rows)
        return rows

    def add(self, words: list[str]) -> Span:
        """Append `words` to the vocabulary and return their span there."""
        self.words += words
        return len(self.words) - len(words), len(self.words)


class VocabularyPrefetch:
    """Stands in for a snapshot and for its only segment. It records the words that exact matching looks up."""

    def __init__(self) -> None:
        self.segments = [self]
        self.words: list[str] = []
        self.exacts: set[str] = set()
        self.beginnings: set[str] = set()

    def exact(self, word: str) -> Span:
        """Record `word`. Return an empty span."""
        self.exacts.add(word)
        return 0, 0

    def beginning(self, prefix: str) -> Span:
        """Record `prefix`. Return an empty span."""
        self.beginnings.add(prefix)
        return 0, 0


class DatabasePhoneticIndex:
    """The phonetic index of a vocabulary, read from the database."""

    def __init__(self, vocabulary: DatabaseVocabulary) -> None:
        self._vocabulary = vocabulary

    def with_key(self, sound: str) -> range:
        """Return the numbers of the words with the phonetic key `sound`."""
        return self._places("sound = %s", sound)

    def beginning(self, sound: str) -> range:
        """Return the numbers of the words with a phonetic key that begins with `sound`."""
        return self._places("sound >= %s AND sound < %s", sound, sound + _LAST)

    def near(self, sound: str, errors: int) -> Iterator[tuple[int, int]]:
        """Yield (edit distance, word number) for each word with a phonetic key whose edit distance from `sound` is at
        most `errors`. Short words may be missing."""
        rows = self._vocabulary.ask(f"{_SOUNDS} WHERE omissions && %s::integer[]", stored_deletes(sound, errors))
        for word, *_, key in rows:
            apart = phonetic.edit_distance(sound, key, errors)
            if apart <= errors:
                yield apart, self._vocabulary.add([word])[0]

    def _places(self, condition: str, *values: str) -> range:
        rows = self._vocabulary.ask(f"{_SOUNDS} WHERE {condition}", *values)
        return range(*self._vocabulary.add([row[0] for row in rows]))


@dataclass(frozen=True)
class IndexCache:
    """The part of the index that a worker caches until the mark of the index changes.

    - `sorted_`: documents with numbers below this number are in the default order.
    - `listed`: the terms that have a posting list. A list contains only documents with numbers below `sorted_`.
    - `late`: for each listed term, the documents that contain the term and were added after its list was made.
    - `memo`: match sets of earlier queries.
    """

    mark: tuple[int, int]
    sorted_: int
    deleted: Numbers
    weights: Numbers
    columns: dict[str, FacetColumn]
    listed: set[str]
    late: dict[str, list[int]]
    memo: dict[Hashable, MatchSet] = field(default_factory=dict)


def read_cache(cursor: Cursor[Any], before: IndexCache | None) -> IndexCache:
    """Return the cache for the present state of the index. Only data that changed since `before` are read."""
    found = mark(cursor)
    if before and before.mark == found:
        return before
    same = before if before and before.mark[0] == found[0] else None
    [(sorted_, size, deleted)] = cursor.execute("SELECT sorted, size, gone FROM state")
    known = same.weights if same else _numbers(cursor, "f8", "SELECT weights FROM state")
    listed = same.listed if same else {term for (term,) in cursor.execute("SELECT term FROM posting")}
    late = {term: [*docs] for term, docs in same.late.items()} if same else {}
    columns = _columns(cursor, same.columns if same else {}, size)
    weights = _extended(known, size)
    for number, weight, codes, words in cursor.execute(_ADDED, (len(known),)):
        weights[number] = weight
        for column, code in zip(columns.values(), codes, strict=False):
            column.codes[number] = code
        for term in listed.intersection(words):
            late.setdefault(term, []).append(number)
    return IndexCache(found, sorted_, np.array(deleted, np.uint32), weights, columns, listed, late)


class DatabaseSnapshot(Snapshot):
    """The state of the index that one search sees, with the interface of a snapshot in memory."""

    def __init__(self, cursor: Cursor[Any], known: IndexCache) -> None:
        super().__init__(())
        self._cursor, self._known, self._vocabulary = cursor, known, DatabaseVocabulary(cursor)
        self.deleted, self.size = known.deleted, len(known.weights)
        self.count = self.size - len(known.deleted)
        self.weights, self.columns, self._memo = known.weights, known.columns, known.memo
        # The search uses these attributes like a segment and its lists. Queries fill them step by step.
        self.segments, self.keys, self.lengths = cast("Any", ([self._vocabulary], {}, {}))
        self._names: dict[int, list[str]] = {}
        self.live_documents = self.memoized((), lambda: super(DatabaseSnapshot, self).live_documents)

    def prefetch(self, words: Iterable[QueryTerm]) -> None:
        """Read the words of the index that `exact_matches` will look up for `words`. A few database queries read them
        for all `words` together."""
        rehearsal: Any = VocabularyPrefetch()
        for word in words:
            if (word, 0) not in self._memo:
                deque(exact_matches(rehearsal, word), maxlen=0)
        self._vocabulary.read_beginnings(rehearsal.beginnings)
        self._vocabulary.read_words(rehearsal.exacts)

    def match_set_of(self, word_spans: Sequence[WordSpan]) -> MatchSet:
        """Return the live documents that contain a word of `word_spans`, each with the level of its best word."""
        levels: dict[str, int] = {}
        for sure, words, beginning in self._read(word_spans):
            terms = [(name, mark + word) for name, mark in MARKS.items() for word in words]
            if beginning:
                terms = [(name, term) for name, term in terms if term in self._known.listed]
                terms += ((name, f"{mark}{beginning}{_BEGUN}") for name, mark in MARKS.items())
            topics = {topic for word in words for topic in self._vocabulary.read[word][1].split()}
            for name, term in [*terms, *((TOPICS, topic) for topic in topics)]:
                levels[term] = max(levels.get(term, 0), round(BEST * sure * FIELD_WEIGHT[name]))
        own = np.zeros(self.size, np.uint8)
        for level, docs in sorted(self._lists(levels), key=itemgetter(0)):
            own[docs] = level
        return self.live_match_set(own, word_spans)

    def _lists(self, levels: Mapping[str, int]) -> list[tuple[int, Numbers]]:
        """Return pairs of a level and the documents that contain a term of this level (`levels`). One pair may stand
        for several terms of the same level. A term may have no pair, or several."""
        listed = {term: level for term, level in levels.items() if term in self._known.listed}
        others = {_query(term): level for term, level in levels.items() if term not in listed}
        late = self._known.late
        lists = [(level, np.array(late[term])) for term, level in listed.items() if term in late]
        if levels:
            asked = (listed.values(), listed, others.values(), others)
            rows = self._cursor.execute(_HOLDING, tuple(map(list, asked)), binary=True)
            lists += ((level, unpacked("u4", packed)) for level, packed in rows)
        return lists

    def _read(self, word_spans: Sequence[WordSpan]) -> Iterator[tuple[float, list[str], str]]:
        """Yield (sureness, words in the index, beginning) for each span. The words of the span were read by this
        beginning, which is empty if they were read one by one."""
        read = self._vocabulary.read
        self._vocabulary.read_words({word for _, own, span in word_spans for word in own.words[slice(*span)]})
        for sure, vocabulary, span in word_spans:
            words = [word for word in vocabulary.words[slice(*span)] if word in read]
            yield sure, words, self._vocabulary.begun.get(span, "")

    def is_live(self, word: str) -> bool:
        """Return whether a live document contains `word`, or has a topic that contains `word`. Call this only for words
        that are in the index."""
        if len(self.deleted) == len(self._known.deleted):
            self._vocabulary.read_words({word})
            # The first column is the number of documents that contain the word themselves, not through a topic.
            if self._vocabulary.read.get(word, [0])[0]:
                return True
        return super().is_live(word)

    def frequency(self, word: str) -> int:
        """Return the number of live documents with the word in a name."""
        lists = self._lists({MARKS[NAMES] + word: BEST})
        return len(self.live(concatenated([docs for _, docs in lists])))

    def spellings(self, word: str) -> set[str]:
        """Return the lower-case spellings that a word has in the names, keywords and topics of live documents."""
        own, on = self._parts_of(word, 2, PART), self._parts_of(word, 1, " ")
        living = self._live_terms([*(f"{SPELLED_MARK}{word}\t{written}" for written in own), *on])
        spelled = [each for each in living if each[0] == SPELLED_MARK]
        self._vocabulary.read_words(living.difference(spelled))
        by_topics = (each for topic in living.difference(spelled) for each in self._parts_of(topic, 2, PART))
        entries = [*(each[1:] for each in spelled), *by_topics]
        return {written for each, _, written in (entry.partition("\t") for entry in entries) if each == word}

    def _parts_of(self, word: str, at: int, mark: str) -> list[str]:
        self._vocabulary.read_words({word})
        read = self._vocabulary.read.get(word)
        return [part for part in str(read[at]).split(mark) if part] if read else []

    def _live_terms(self, terms: list[str]) -> set[str]:
        if not self.deleted.size:
            return set(terms)
        lists = self._lists({term: place for place, term in enumerate(terms)})
        return {terms[place] for place, docs in lists if self.live(docs).size}

    def docs_of_keys(self, keys: Collection[str]) -> list[int]:
        """Return the numbers of the live documents with these keys, in no fixed order. Unknown keys are passed over."""
        query = "SELECT id FROM document WHERE key = ANY(%s)"
        found = [number for (number,) in self._cursor.execute(query, (list(keys),))] if keys else []
        return [number for number in found if self.live_documents.levels[number]]

    def docs_named(self, unspaced: str) -> Numbers:
        """Return the live documents with a name that, without its spaces, equals `unspaced`."""
        lists = self._lists({WHOLE_MARK + unspaced: BEST})
        return self.live(concatenated([docs for _, docs in lists]))

    def whole_names(
        self, docs: Numbers, words: Sequence[MatchSet], unspaced: str
    ) -> Iterator[tuple[Numbers, WholeNames]]:
        """Yield one pair for all documents, since they are read together: their positions in `docs`, and their whole
        names. The caller must have got these documents from `first`, which reads the names."""
        of_docs = [self._names[doc] for doc in docs.tolist()]
        parts = [["", *name.split()] for names in of_docs for name in names]
        every = list(chain.from_iterable(parts))
        names = WholeNames(
            letters=np.array(list(map(len, every)), np.uint8),
            marks=_starts(parts),
            docs=_starts(of_docs),
            begun=np.array(["".join(each).startswith(unspaced) for each in parts]),
            sure=[np.array([match_set.words.get(part, 0) for part in every]) for match_set in words],
        )
        yield np.arange(len(docs)), names

    def first(self, docs: Numbers, most: int) -> Numbers:
        """Return the first documents of `docs` in the default order, at most `most`. Store their keys and names in the
        snapshot.

        `docs` must be ascending.
        """
        late = docs.searchsorted(self._known.sorted_)
        found = np.concatenate([docs[: min(late, most)], docs[late:]])
        if unread := set(found.tolist()).difference(self._names):
            for doc, key, names in self._cursor.execute(_DESCRIBED, (list(unread),)):
                self.keys[doc], self._names[doc] = key, names.split("\n")
                self.lengths[doc] = min(map(len, self._names[doc]))
        return found if late == len(docs) else self.in_order(found)[:most]


def _starts(lists: Sequence[Sequence[str]]) -> Numbers:
    return np.array(list(accumulate(map(len, lists), initial=0))[:-1])


def _query(term: str) -> str:
    """Return a term as the text of a query. A term that ends with _BEGUN becomes a prefix search."""
    word, begun, _ = term.partition(_BEGUN)
    return quoted(word) + begun


def mark(cursor: Cursor[Any]) -> tuple[int, int]:
    """Return (index, version) of the present state. A rebuild changes `index`, each commit changes `version`."""
    [(index, version)] = cursor.execute("SELECT 'state'::regclass::oid, version FROM state")
    return index, version


def _columns(cursor: Cursor[Any], known: Mapping[str, FacetColumn], size: int) -> dict[str, FacetColumn]:
    values = next((list(column.values) for column in known.values()), [])
    rows = cursor.execute("SELECT had FROM facet WHERE code >= %s ORDER BY code", (len(values),))
    values += (tuple(had.split(FACET_MARK)) if had else () for (had,) in rows)
    columns = {}
    for (name,) in cursor.execute("SELECT field FROM facet_column ORDER BY place").fetchall():
        codes = known[name].codes if name in known else _numbers(cursor, "u4", _CODES, name)
        columns[name] = FacetColumn(values, _extended(codes, size))
    return columns


def _numbers(cursor: Cursor[Any], code: str, query: str, *values: Any) -> Numbers:
    row = cursor.execute(query, values, binary=True).fetchone()
    return unpacked(code, row[0] if row and row[0] else b"")


def unpacked(code: str, packed: bytes) -> Numbers:
    """Return an array of the numbers that `packed` holds in big-endian order. `code` is their NumPy type."""
    return np.frombuffer(packed, f">{code}").astype(code)


def _extended(numbers: Numbers, size: int) -> Numbers:
    return np.concatenate([numbers, np.zeros(size - len(numbers), numbers.dtype)])
