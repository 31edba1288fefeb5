"""Match sets: the documents that hold a word of a query, or a value of a facet. Matching intersects and unites them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

import numpy as np

from search_index.storage.postings import Numbers, Span
from search_index.storage.segment import Segment

Place = tuple[float, Segment, Span]
"""How sure a match is (1 is exact), and where its words stand."""

RANKED = 500
"""Documents, best by the words in turn, of which all that they hold is weighed; the others stand after them."""
BEST = 100
"""The level of what holds a word exactly, in a name."""
SURE = 10_000
"""What stands for a sure match where sureness is an integer."""
_NO_WORD = 2**31 - 2
"""The place of no word of any index, above those of all."""


@dataclass(frozen=True)
class MatchSet:
    """The documents, ascending, that hold something; `levels` says of every document how well, from 0 (not) to BEST.

    `places` are the words of the index by which they hold it.
    """

    levels: Numbers
    docs: Numbers
    places: Sequence[Place] = ()
    _meant: dict[int, tuple[Numbers, Numbers]] = field(default_factory=dict)

    def sure(self, segment: Segment, words: Numbers) -> Numbers:
        """Return how surely each of `words` of a segment is meant, in parts of SURE."""
        if id(segment) not in self._meant:
            self._meant[id(segment)] = _meant((sure, span) for sure, of, span in self.places if of is segment)
        meant, sure = self._meant[id(segment)]
        at = meant.searchsorted(words)
        return np.where(meant[at] == words, sure[at], 0)

    @cached_property
    def words(self) -> dict[str, int]:
        """Each of the words, and how surely it is meant, in parts of SURE."""
        sure: dict[str, int] = {}
        for each, segment, (first, after) in sorted(self.places, key=itemgetter(0)):
            sure.update(dict.fromkeys(segment.words[first:after], round(each * SURE)))
        return sure

    def filter_docs(self, docs: Numbers) -> Numbers:
        """Return those of `docs` that hold it."""
        return docs[self.levels[docs] > 0]

    def best(self, docs: Numbers) -> Numbers:
        """Return those of `docs` that hold it best: of the highest levels that at least RANKED of them have."""
        levels = self.levels[docs]
        as_good = np.bincount(levels)[::-1].cumsum()[::-1]
        least = np.count_nonzero(as_good >= RANKED) - 1
        return docs[levels >= least]

    def union(self, other: MatchSet) -> MatchSet:
        """Return what is held by this or another, as well as by the better of the two."""
        return (
            match_set_of(np.maximum(self.levels, other.levels), (*self.places, *other.places))
            if other.docs.size
            else self
        )

    def joined(self, others: Sequence[int], level: int) -> MatchSet:
        """Return this with other documents that hold it at least so well."""
        levels = self.levels.copy()
        levels[others] = np.maximum(levels[others], level)
        return MatchSet(levels, match_set_of(levels).docs, self.places, self._meant)


def match_set_of(levels: Numbers, places: Sequence[Place] = ()) -> MatchSet:
    """Return what is held as `levels` says."""
    return MatchSet(levels, (levels > 0).nonzero()[0].astype(np.uint32), places)


def _meant(places: Iterable[tuple[float, Span]]) -> tuple[Numbers, Numbers]:
    """Return the words of `places`, ascending, then one that no index has, and how surely each is meant at best."""
    ordered = sorted((*places, (0.0, (_NO_WORD, _NO_WORD + 1))))
    words = np.concatenate([np.arange(*span, dtype=np.uint32) for _, span in ordered])
    sure = np.repeat([round(each * SURE) for each, _ in ordered], [after - first for _, (first, after) in ordered])
    by_word = words.argsort(kind="stable")
    is_surest = np.append(words[by_word][1:] != words[by_word][:-1], True)
    return words[by_word][is_surest], sure[by_word][is_surest]
