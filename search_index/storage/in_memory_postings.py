"""Posting lists and facet columns in memory: immutable arrays of document numbers."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]

# With fewer documents, counting them one by one is faster: numpy needs 10 to 35 µs before the count begins.
_FEW = 60

Span = tuple[int, int]
"""The first word number of a range of words in a vocabulary, and the word number after the range."""


@dataclass(frozen=True)
class Postings:
    """A posting list for each word number of a vocabulary: the numbers of the documents that contain the word.

    `numbers` contains the lists one after the other. `starts` contains the position in `numbers` at which each list
    begins, then the length of `numbers`.
    """

    starts: memoryview
    numbers: Numbers

    def of(self, span: Span) -> Numbers:
        """Return the posting lists of all word numbers in `span`, one after the other. Document numbers may be
        repeated."""
        return self.numbers[self.starts[span[0]] : self.starts[span[1]]]

    def of_each(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """Return the posting lists of the word numbers `places`, one after the other, and the positions at which the
        lists begin.

        `places` must not be empty.
        """
        first, after = self._starts[places], self._starts[places + 1]
        sizes = after - first
        ends = sizes.cumsum()
        return self.numbers[np.repeat(after - ends, sizes) + np.arange(ends[-1])], ends - sizes

    @cached_property
    def _starts(self) -> Numbers:
        return np.asarray(self.starts)

    def __iter__(self) -> Iterator[Numbers]:
        """Yield the posting lists in the order of the vocabulary."""
        return map(self.of, pairwise(range(len(self.starts))))


@dataclass(frozen=True)
class FacetColumn:
    """One facet field.

    - `values`: the distinct combinations of facet values that documents have
    - `codes`: for each document, the number of its combination, which is a position in `values`
    """

    values: list[tuple[str, ...]]
    codes: Numbers

    def counts(self, docs: Numbers) -> dict[str, int]:
        """Return a mapping from each value to the number of documents in `docs` with the value, without zeros."""
        if docs.size < _FEW:
            return dict(Counter(chain.from_iterable(map(self.values.__getitem__, self.codes[docs].tolist()))))
        values, starts, codes = self._by_value
        if not values:
            return {}
        had = np.add.reduceat(np.bincount(self.codes[docs], minlength=len(self.values))[codes], starts)
        some = had.nonzero()[0].tolist()
        return dict(zip(map(values.__getitem__, some), had[some].tolist(), strict=True))

    @cached_property
    def _by_value(self) -> tuple[list[str], Numbers, Numbers]:
        found: dict[str, list[int]] = {}
        for code in np.bincount(self.codes).nonzero()[0].tolist():
            for value in self.values[code]:
                found.setdefault(value, []).append(code)
        sizes = np.array(list(map(len, found.values())), np.intp)
        return list(found), sizes.cumsum() - sizes, np.array(list(chain.from_iterable(found.values())), np.intp)


def postings(lists: Iterable[Sequence[int]]) -> Postings:
    """Return `lists` packed into one array. The list at index n is the posting list of word number n."""
    starts, all_numbers = array("i", [0]), array("I")
    for each in lists:
        all_numbers.extend(each)
        starts.append(len(all_numbers))
    return Postings(memoryview(starts), np.asarray(all_numbers))


def concatenated(parts: list[Numbers]) -> Numbers:
    """Join arrays into one array."""
    return parts[0] if len(parts) == 1 else np.concatenate((np.zeros(0, np.uint8), *parts))
