"""The documents that hold a word of a query, or a value of a facet: what matching combines."""

from __future__ import annotations

from array import array
from bisect import insort
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, compress
from operator import itemgetter

from search_index.segment import Segment, Span

Place = tuple[float, Segment, Span]
"""How sure a match is (1 is exact), and where its words stand."""

RANKED = 500
"""Documents, best by the words in turn, of which all that they hold is weighed; the others stand after them."""
BEST = 100
"""The level of what holds a word exactly, in a name."""
# Of so small a part of all documents it is quicker to sort the numbers than to look at every one.
_FEW = 1 / 32


@dataclass(frozen=True)
class Held:
    """The documents, ascending, that hold something; `levels` says of every document how well, from 0 (not) to BEST.

    `places` are the words of the index by which they hold it.
    """

    levels: bytearray
    docs: array[int]
    places: Sequence[Place] = ()

    @cached_property
    def sure(self) -> dict[str, float]:
        """Each of the words, and how surely it is meant."""
        sure: dict[str, float] = {}
        for each, segment, (first, after) in sorted(self.places, key=itemgetter(0)):
            sure.update(dict.fromkeys(segment.words[first:after], each))
        return sure

    def kept(self, docs: Sequence[int]) -> list[int]:
        """Return those of `docs` that hold it."""
        return list(compress(docs, map(self.levels.__getitem__, docs)))

    def best(self, docs: Sequence[int]) -> Sequence[int]:
        """Return those of `docs` that hold it best: of the highest levels that at least RANKED of them have."""
        return self._best_of_all if docs is self.docs else self._best(docs)

    @cached_property
    def _best_of_all(self) -> Sequence[int]:
        return array("I", self._best(self.docs))

    def _best(self, docs: Sequence[int]) -> Sequence[int]:
        counts = sorted(Counter(map(self.levels.__getitem__, docs)).items(), reverse=True)
        sums = accumulate(count for _, count in counts)
        least = next((level for (level, _), so_many in zip(counts, sums, strict=True) if so_many >= RANKED), 0)
        return list(compress(docs, map(least.__le__, map(self.levels.__getitem__, docs))))

    def united(self, other: Held) -> Held:
        """Return what is held by this or another, as well as by the better of the two."""
        if not other.docs:
            return self
        levels = bytearray(self.levels)
        for doc in other.docs:
            levels[doc] = max(levels[doc], other.levels[doc])
        return hold(levels, (self.docs, other.docs), (*self.places, *other.places))

    def joined(self, others: Iterable[int], level: int) -> Held:
        """Return this with other documents that hold it at least so well."""
        levels, docs = bytearray(self.levels), array("I", self.docs)
        for doc in others:
            if not levels[doc]:
                insort(docs, doc)
            levels[doc] = max(levels[doc], level)
        return Held(levels, docs, self.places)


def hold(levels: bytearray, docs: Collection[Sequence[int]], places: Sequence[Place] = ()) -> Held:
    """Return what is held by those of the documents of `docs`, some in it more than once, that `levels` has."""
    if sum(map(len, docs)) < len(levels) * _FEW:
        listed = sorted(set().union(*docs))
        return Held(levels, array("I", compress(listed, map(levels.__getitem__, listed))), places)
    return Held(levels, array("I", compress(range(len(levels)), levels)), places)
