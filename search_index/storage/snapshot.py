"""A snapshot: one generation of the index in memory, immutable and shared by all threads.

The documents of all segments are numbered one after the other. A new snapshot reuses unchanged segments.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Self

import numpy as np

from search_index.query.match_set import BEST, MatchSet, WordSpan, match_set_of
from search_index.storage.fields import FIELD_WEIGHT, KEYWORDS, NAMES, NOTES, TOPICS
from search_index.storage.in_memory_postings import FacetColumn, Numbers, concatenated
from search_index.storage.segment import Segment, default_sort_key

_OWN = (NAMES, KEYWORDS, NOTES)
# The most bytes of memoized match sets. A later query with the same words reuses these sets.
_MEMO_BYTES = 10_000_000


@dataclass(frozen=True)
class WholeNames:
    """The whole names of some documents as one sequence of words, with a mark before each name.

    - `letters`: the length of each word, and 0 for a mark.
    - `marks`: the positions of the marks.
    - `docs`: for each document, the position in `marks` at which its first name stands.
    - `begun`: for each name, whether it begins with the query.
    - `sure`: a row for each word of the query: how surely each word of the names matches, from 0 to SURE.
    """

    letters: Numbers
    marks: Numbers
    docs: Numbers
    begun: Numbers
    sure: list[Numbers]


class Snapshot:
    """All segments of one generation. Documents in `deleted` are deleted or hidden; the others are live."""

    def __init__(self, parts: Iterable[tuple[Segment, frozenset[int]]]) -> None:
        """Store `parts`: pairs of a segment and the numbers that Whoosh gives to the segment's deleted documents."""
        ordered = sorted(parts, key=lambda part: -len(part[0].keys))
        self.segments = [segment for segment, _ in ordered]
        self.starts = list(accumulate((len(segment.keys) for segment in self.segments), initial=0))
        self.keys = [key for segment in self.segments for key in segment.keys]
        self.weights = concatenated([segment.weights for segment in self.segments])
        self.lengths = concatenated([segment.lengths for segment in self.segments])
        lost = []
        for (segment, deleted), start in zip(ordered, self.starts, strict=False):
            docs = segment.numbers[list(deleted)]
            # Whoosh numbers topics too.
            lost.append(docs[docs < len(segment.keys)] + start)
        self.deleted = concatenated(lost)
        self.size, self.count = len(self.keys), len(self.keys) - len(self.deleted)
        self._based = list(zip(self.segments, self.starts, strict=False))
        self._numbers = {id(segment): at for at, segment in enumerate(self.segments)}
        self._memo: dict[Hashable, MatchSet] = {}

    def without(self, keys: Collection[str]) -> Self:
        """Return a copy of the snapshot in which the documents with these keys are hidden as well."""
        hidden = np.array(self.docs_of_keys(keys), np.uint32)
        other = copy(self)
        other.deleted, other.count, other._memo = concatenated([self.deleted, hidden]), self.count - len(hidden), {}
        for made in ("live_documents", "by_key"):
            vars(other).pop(made, None)
        return other

    def memoized(self, key: Hashable, make: Callable[[], MatchSet]) -> MatchSet:
        """Return the match set that is memoized under `key`. If no match set is memoized, call `make` and memoize the
        result."""
        match_set = self._memo.get(key)
        if match_set is None:
            if len(self._memo) * self.size > _MEMO_BYTES:
                self._memo.clear()
            match_set = self._memo[key] = make()
        return match_set

    def match_set_of(self, word_spans: Sequence[WordSpan]) -> MatchSet:
        """Return the live documents that contain a word of `word_spans`, each with the level of its best word."""
        found: list[list[tuple[int, Numbers]]] = [[] for _ in self.segments]
        topics: dict[str, int] = {}
        word_spans = [place for place in word_spans if place[2][0] < place[2][1]]
        for sure, segment, span in word_spans:
            own = found[self._numbers[id(segment)]]
            own += ((round(BEST * sure * FIELD_WEIGHT[name]), segment.postings[name].of(span)) for name in _OWN)
            level = round(BEST * sure * FIELD_WEIGHT[TOPICS])
            for place in segment.postings[TOPICS].of(span).tolist():
                topic = segment.topics[place]
                topics[topic] = max(level, topics.get(topic, 0))
        levels = np.zeros(self.size, np.uint8)
        for (segment, start), own in zip(self._based, found, strict=True):
            in_segment = levels[start : start + len(segment.keys)]
            on_topic = ((level, segment.on_topic(topic)) for topic, level in topics.items())
            for level, docs in sorted((*own, *on_topic), key=itemgetter(0)):
                in_segment[docs] = level
        return self.live_match_set(levels, word_spans)

    def live_match_set(self, levels: Numbers, word_spans: Sequence[WordSpan] = ()) -> MatchSet:
        """Return the match set of `levels`, without deleted documents. Their levels are set to 0 in `levels` itself."""
        levels[self.deleted] = 0
        return match_set_of(levels, word_spans)

    @cached_property
    def live_documents(self) -> MatchSet:
        """The match set of all live documents."""
        return self.live_match_set(np.ones(self.size, np.uint8))

    @cached_property
    def nothing(self) -> MatchSet:
        """The match set of no document."""
        return match_set_of(np.zeros(self.size, np.uint8))

    @cached_property
    def columns(self) -> dict[str, FacetColumn]:
        """A mapping from field to the facet values of all documents."""
        if len(self.segments) == 1:
            return dict(self.segments[0].facets)
        return {name: self._column(name) for name in {name for segment in self.segments for name in segment.facets}}

    def _column(self, name: str) -> FacetColumn:
        places: dict[tuple[str, ...], int] = {}
        codes = []
        for segment in self.segments:
            column = segment.facets.get(name) or FacetColumn([()], np.zeros(len(segment.keys), np.uint32))
            moved = [places.setdefault(values, len(places)) for values in column.values]
            codes.append(np.array(moved, np.uint32)[column.codes])
        return FacetColumn(list(places), concatenated(codes))

    def docs_with_facet(self, name: str, values: frozenset[str]) -> MatchSet:
        """Return the live documents with any of `values` in the facet field `name`."""
        return self.memoized((name, values), lambda: self._docs_with_facet(self.columns.get(name), values))

    def _docs_with_facet(self, column: FacetColumn | None, values: frozenset[str]) -> MatchSet:
        if column is None:
            return self.nothing
        allowed = np.array([not values.isdisjoint(each) for each in column.values], np.uint8)
        return self.live_match_set(allowed[column.codes])

    def counts(self, name: str, docs: Numbers) -> dict[str, int]:
        """Return the number of documents in `docs` for each value of the facet field `name`, without zeros."""
        return self.columns[name].counts(docs) if name in self.columns else {}

    @cached_property
    def by_key(self) -> dict[str, int]:
        """A mapping from key to document number, for live documents."""
        docs = self.live_documents.docs.tolist()
        return dict(zip(map(self.keys.__getitem__, docs), docs, strict=True))

    def docs_of_keys(self, keys: Collection[str]) -> list[int]:
        """Return the numbers of the live documents with these keys, in the order of `keys`. Unknown keys are passed
        over."""
        return [doc for doc in map(self.by_key.get, keys) if doc is not None] if keys else []

    def docs_named(self, unspaced: str) -> Numbers:
        """Return the live documents with a name that, without its spaces, equals `unspaced`."""
        return self.live(concatenated([segment.docs_named(unspaced) + start for segment, start in self._based]))

    def is_live(self, word: str) -> bool:
        """Return whether a live document contains `word`, or has a topic that contains `word`. Call this only for words
        that are in the index."""
        if not self.deleted.size:
            return True
        return self.match_set_of([(1.0, segment, segment.exact(word)) for segment in self.segments]).docs.size > 0

    def frequency(self, word: str) -> int:
        """Return the number of live documents with the word in a name."""
        named = ((each.postings[NAMES].of(each.exact(word)), start) for each, start in self._based)
        return len(self.live(concatenated([docs + start for docs, start in named])))

    def spellings(self, word: str) -> set[str]:
        """Return the lower-case spellings that a word has in the names, keywords and topics of live documents."""
        return {
            written
            for segment, start in self._based
            for written, docs, topics in segment.spellings(word)
            if not self.deleted.size or self.live(docs + start).size or any(map(self._is_of_any, topics))
        }

    def _is_of_any(self, topic: str) -> bool:
        return any(self.live(segment.on_topic(topic) + start).size for segment, start in self._based)

    def live(self, docs: Numbers) -> Numbers:
        """Return the documents in `docs` that are live."""
        return docs[self.live_documents.levels[docs] > 0]

    def whole_names(
        self, docs: Numbers, words: Sequence[MatchSet], unspaced: str
    ) -> Iterator[tuple[Numbers, WholeNames]]:
        """Yield a pair for each segment that contains some of `docs`: the positions of these documents in `docs`, and
        their whole names.

        `words` has the matches of each word of the query; `unspaced` is the query without spaces.
        """
        for segment, start in self._based:
            here = ((docs >= start) & (docs < start + len(segment.keys))).nonzero()[0]
            if here.size:
                yield here, _whole_names(segment, docs[here] - start, words, unspaced)

    def first(self, docs: Numbers, most: int) -> Numbers:
        """Return the first documents of `docs` in the default order, at most `most`. `docs` must be ascending."""
        if len(self.segments) == 1:
            return docs[:most]
        bounds = docs.searchsorted(self.starts).tolist()
        return self.in_order(concatenated([docs[at : min(end, at + most)] for at, end in pairwise(bounds)]))[:most]

    def in_order(self, docs: Numbers) -> Numbers:
        """Return the documents in `docs`, sorted in the default order."""
        return np.array(sorted(docs.tolist(), key=self.default_sort_key), np.uint32)

    def default_sort_key(self, doc: int) -> tuple[float, int, str]:
        """Return the sort key of a document in the default order."""
        return default_sort_key(self.weights[doc], self.lengths[doc], self.keys[doc])


def _whole_names(segment: Segment, docs: Numbers, words: Sequence[MatchSet], unspaced: str) -> WholeNames:
    parts, starts = segment.doc_names.of_each(docs)
    marks = (parts >= len(segment.words)).nonzero()[0]
    first, after = segment.names_beginning(unspaced)
    names = parts[marks]
    return WholeNames(
        letters=segment.letters[parts],
        marks=marks,
        docs=marks.searchsorted(starts),
        begun=(names >= first) & (names < after),
        sure=[match_set.sure(segment, parts) for match_set in words],
    )
