"""One generation of the index in memory, never changed, shared by all threads.

It is made of segments. A commit adds a small one and marks documents of older ones as gone, so the
next snapshot shares the containers of every segment that stayed.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable
from functools import cached_property

from search_index.segment import Segment, to_bits


class Snapshot:
    """All segments of one generation as one: what a search reads."""

    def __init__(self, parts: Iterable[tuple[Segment, frozenset[int]]]) -> None:
        """Take each segment with the numbers of its documents that are gone."""
        self.segments: list[Segment] = []
        self.gone: set[int] = set()
        self.keys: list[str] = []
        self.names: list[tuple[str, ...]] = []
        self.weights = array("d")
        for segment, gone in sorted(parts, key=lambda part: -len(part[0].keys)):
            base = len(self.keys)
            self.segments.append(segment.moved(base))
            self.gone.update(map(base.__add__, gone))
            self.keys += segment.keys
            self.names += segment.names
            self.weights += segment.weights
        self.live = self.bits(set(range(len(self.keys))) - self.gone)
        self.count = self.live.bit_count()

    def bits(self, docs: Iterable[int]) -> int:
        """Return a set of documents as an int."""
        return to_bits(docs, len(self.keys))

    def flags(self, bits: int) -> str:
        """Return a set of documents as a text whose character `doc` is "1" if it is in the set."""
        return f"{bits:0{len(self.keys)}b}"[::-1]

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        """The documents of each value of each facet field."""
        merged: dict[str, dict[str, int]] = {}
        for segment in self.segments:
            for field, values in segment.facets.items():
                known = merged.setdefault(field, {})
                for value, docs in values.items():
                    known[value] = known.get(value, 0) | docs & self.live
        return merged

    @cached_property
    def by_weight(self) -> list[int]:
        """All documents, the heaviest first, then by key."""
        return sorted(range(len(self.keys)), key=lambda doc: (-self.weights[doc], self.keys[doc]))

    @cached_property
    def by_key(self) -> dict[str, int]:
        """The number of each document by its key."""
        return {key: doc for doc, key in enumerate(self.keys) if doc not in self.gone}

    def numbered(self, keys: Collection[str]) -> set[int]:
        """Return the numbers of the documents with these keys; there may be none with some."""
        return {self.by_key[key] for key in keys if key in self.by_key} if keys else set()

    def named(self, solid: str) -> set[int]:
        """Return the documents one of whose names, written without spaces, is `solid`."""
        found = (doc for each in self.segments for doc in each.by_solid_name.get(solid, ()))
        return set(found) - self.gone
