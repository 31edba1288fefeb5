"""One generation of the index in memory, never changed, shared by all threads.

It is made of segments. A commit adds a small one and marks documents of older ones as gone, so the
next snapshot shares the containers of every segment that stayed. Documents are numbered through all segments.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from functools import cached_property
from itertools import accumulate, chain, pairwise
from operator import itemgetter

from search_index.fields import FIELD_WEIGHT, KEYWORDS, NAMES, NOTES, TOPICS
from search_index.held import BEST, Held, Place, hold
from search_index.segment import Column, Segment, standing

# What is kept of words that were asked for, so that the next reader's answer is quick.
_KEPT_BYTES = 10_000_000


class Snapshot:
    """All segments of one generation as one: what a search reads."""

    def __init__(self, parts: Iterable[tuple[Segment, frozenset[int]]]) -> None:
        """Take each segment with the engine's numbers of its documents that are gone."""
        self.segments: list[Segment] = []
        self.keys: list[str] = []
        self.names: list[str] = []
        self.weights = array("d")
        self.gone: set[int] = set()
        for segment, gone in sorted(parts, key=lambda part: -len(part[0].keys)):
            base = len(self.keys)
            self.gone.update(base + doc for number in gone if (doc := segment.numbers[number]) < len(segment.keys))
            self.segments.append(segment)
            self.keys += segment.keys
            self.names += segment.names
            self.weights += segment.weights
        self.size, self.count = len(self.keys), len(self.keys) - len(self.gone)
        self.starts = list(accumulate((len(segment.keys) for segment in self.segments), initial=0))
        self._numbers = {id(segment): at for at, segment in enumerate(self.segments)}
        self._kept: dict[Hashable, Held] = {}

    def kept(self, key: Hashable, make: Callable[[], Held]) -> Held:
        """Return what was made under `key` before, or make it."""
        held = self._kept.get(key)
        if held is None:
            if len(self._kept) * self.size > _KEPT_BYTES:
                self._kept.clear()
            held = self._kept[key] = make()
        return held

    def hold(self, places: Sequence[Place]) -> Held:
        """Return the documents that hold a word of `places`, each by the best of them."""
        found: list[list[tuple[int, array[int]]]] = [[] for _ in self.segments]
        topics: dict[str, int] = {}
        for sure, segment, span in places:
            at = self._numbers[id(segment)]
            for name in (NAMES, KEYWORDS, NOTES):
                if docs := segment.postings[name].of(span):
                    found[at].append((round(BEST * sure * FIELD_WEIGHT[name]), docs))
            level = round(BEST * sure * FIELD_WEIGHT[TOPICS])
            for place in segment.postings[TOPICS].of(span):
                topic = segment.topics[place]
                topics[topic] = max(level, topics.get(topic, 0))
        for topic, level in topics.items():
            for each, segment in zip(found, self.segments, strict=True):
                if docs := segment.on_topic(topic):
                    each.append((level, docs))
        return self._joined(found, places)

    def _joined(self, found: list[list[tuple[int, array[int]]]], places: Sequence[Place]) -> Held:
        levels, listed = bytearray(), []
        for base, segment, each in zip(self.starts, self.segments, found, strict=False):
            own = bytearray(len(segment.keys))
            for level, docs in sorted(each, key=itemgetter(0)):
                for doc in docs:
                    own[doc] = level
                listed.append(array("I", map(base.__add__, docs)) if base else docs)
            levels += own
        return hold(self._living(levels), listed, places)

    def _living(self, levels: bytearray) -> bytearray:
        for doc in self.gone:
            levels[doc] = 0
        return levels

    @cached_property
    def every(self) -> Held:
        """All documents."""
        levels = self._living(bytearray(b"\1") * self.size)
        return hold(levels, [range(self.size)])

    @cached_property
    def nothing(self) -> Held:
        """No document."""
        return hold(bytearray(self.size), ())

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The facets of all documents, by field."""
        names = {name for segment in self.segments for name in segment.facets}
        return {name: self._column(name) for name in names}

    def _column(self, name: str) -> Column:
        first = self.segments[0].facets.get(name)
        if first and len(self.segments) == 1:
            return first
        places = {values: place for place, values in enumerate(first.values if first else ())}
        codes = array("I", first.codes if first else ())
        for segment in self.segments[1 if first else 0 :]:
            column = segment.facets.get(name) or Column([()], array("I", bytes(4 * len(segment.keys))))
            moved = [places.setdefault(values, len(places)) for values in column.values]
            codes.extend(map(moved.__getitem__, column.codes))
        return Column(list(places), codes)

    def having(self, name: str, values: frozenset[str]) -> Held:
        """Return the documents with any of `values` in the field `name`."""
        return self.kept((name, values), lambda: self._having(self.columns.get(name), values))

    def _having(self, column: Column | None, values: frozenset[str]) -> Held:
        if column is None:
            return self.nothing
        allowed = [not values.isdisjoint(each) for each in column.values]
        levels = self._living(bytearray(map(allowed.__getitem__, column.codes)))
        return hold(levels, [range(self.size)])

    def counts(self, name: str, docs: Sequence[int]) -> dict[str, int]:
        """Return how many of `docs` have each value of the field `name`; values without any are left out."""
        counts: dict[str, int] = {}
        if column := self.columns.get(name):
            codes = itemgetter(*docs)(column.codes) if len(docs) > 1 else [column.codes[doc] for doc in docs]
            for code, count in Counter(codes).items():
                for value in column.values[code]:
                    counts[value] = counts.get(value, 0) + count
        return counts

    @cached_property
    def by_key(self) -> dict[str, int]:
        """The number of each document by its key."""
        return {key: doc for doc, key in enumerate(self.keys) if doc not in self.gone}

    def numbered(self, keys: Collection[str]) -> set[int]:
        """Return the numbers of the documents with these keys; there may be none with some."""
        return {self.by_key[key] for key in keys if key in self.by_key} if keys else set()

    def named(self, solid: str) -> set[int]:
        """Return the documents one of whose names, written without spaces, is `solid`."""
        own = ((base, segment.named(solid)) for base, segment in zip(self.starts, self.segments, strict=False))
        return {base + doc for base, docs in own for doc in docs} - self.gone

    def first(self, docs: Sequence[int], most: int) -> list[int]:
        """Return the first `most` of ascending `docs`: the heaviest, of these the one with the shortest name, then
        by key, never by when they were written."""
        bounds = [bisect_left(docs, start) for start in self.starts]
        parts = [docs[start : min(end, start + most)] for start, end in pairwise(bounds)]
        if len(self.segments) == 1:
            return list(parts[0])
        return sorted(chain.from_iterable(parts), key=self.standing)[:most]

    def standing(self, doc: int) -> tuple[float, int, str]:
        """Return by what a document stands where nothing else decides."""
        return standing(self.weights[doc], self.names[doc], self.keys[doc])
