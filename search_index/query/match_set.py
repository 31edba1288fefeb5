"""Match sets: the documents that contain a query word or have a facet value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

import numpy as np

from search_index.storage.in_memory_postings import Numbers, Span
from search_index.storage.segment import Segment

WordSpan = tuple[float, Segment, Span]
"""The sureness of a match (1 is exact), the segment of the matching words, and the span of these words in the
segment."""

RANKED = 500
"""The number of matches that are scored in full: those with the best levels. Other matches follow in the default
order (heaviest first, then shortest name)."""
BEST = 100
"""The highest level: that of an exact match in a name. A level states how well a document matches a word."""
SURE = 10_000
"""The integer that stands for a sureness of 1."""
_NO_WORD = 2**31 - 2
"""A number above all word numbers."""


@dataclass(frozen=True)
class MatchSet:
    """The documents that match a word or a facet value, by ascending number.

    - `levels`: for every document of the index, how well it matches, from 0 (no match) to BEST.
    - `word_spans`: the words of the index that matched.
    """

    levels: Numbers
    docs: Numbers
    word_spans: Sequence[WordSpan] = ()
    _meant: dict[int, tuple[Numbers, Numbers]] = field(default_factory=dict)

    def sure(self, segment: Segment, words: Numbers) -> Numbers:
        """Return for each word number in `words` how surely the word matches, from 0 to SURE."""
        if id(segment) not in self._meant:
            self._meant[id(segment)] = _meant((sure, span) for sure, of, span in self.word_spans if of is segment)
        meant, sure = self._meant[id(segment)]
        at = meant.searchsorted(words)
        return np.where(meant[at] == words, sure[at], 0)

    @cached_property
    def words(self) -> dict[str, int]:
        """A mapping from each matching word to how surely it matches, from 0 to SURE."""
        sure: dict[str, int] = {}
        for each, segment, (first, after) in sorted(self.word_spans, key=itemgetter(0)):
            sure.update(dict.fromkeys(segment.words[first:after], round(each * SURE)))
        return sure

    def filter_docs(self, docs: Numbers) -> Numbers:
        """Return the documents in `docs` that are in the set."""
        return docs[self.levels[docs] > 0]

    def best(self, docs: Numbers) -> Numbers:
        """Return the documents in `docs` with the highest levels, RANKED documents or more. If `docs` has fewer, return
        all of them.

        If one document of a level is returned, all documents of the level are.
        """
        levels = self.levels[docs]
        as_good = np.bincount(levels)[::-1].cumsum()[::-1]
        least = np.count_nonzero(as_good >= RANKED) - 1
        return docs[levels >= least]

    def union(self, other: MatchSet) -> MatchSet:
        """Return the union of two sets. A document in both sets gets the better level."""
        return (
            match_set_of(np.maximum(self.levels, other.levels), (*self.word_spans, *other.word_spans))
            if other.docs.size
            else self
        )

    def joined(self, others: Sequence[int], level: int) -> MatchSet:
        """Return a copy of the set that also has the documents `others`, at `level` or better."""
        levels = self.levels.copy()
        levels[others] = np.maximum(levels[others], level)
        return MatchSet(levels, match_set_of(levels).docs, self.word_spans, self._meant)


def match_set_of(levels: Numbers, word_spans: Sequence[WordSpan] = ()) -> MatchSet:
    """Return the match set of the documents with a level above 0. `levels` has every document of the index."""
    return MatchSet(levels, (levels > 0).nonzero()[0].astype(np.uint32), word_spans)


def _meant(word_spans: Iterable[tuple[float, Span]]) -> tuple[Numbers, Numbers]:
    """Return the distinct word numbers of the spans in ascending order, and the greatest sureness of each number.

    Both arrays end with an extra item for _NO_WORD.
    """
    ordered = sorted((*word_spans, (0.0, (_NO_WORD, _NO_WORD + 1))))
    words = np.concatenate([np.arange(*span, dtype=np.uint32) for _, span in ordered])
    sure = np.repeat([round(each * SURE) for each, _ in ordered], [after - first for _, (first, after) in ordered])
    by_word = words.argsort(kind="stable")
    is_surest = np.append(words[by_word][1:] != words[by_word][:-1], True)
    return words[by_word][is_surest], sure[by_word][is_surest]
