"""What one segment of the engine holds, in plain containers that are never changed.

A set of documents is an int, one bit each, where it is counted, and a set or an array of numbers
where it is listed.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from search_index import sounds

Span = tuple[int, int]
"""Places of a vocabulary, from the first to before the second."""

_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Postings:
    """The documents of each place of a vocabulary, one place after the other; `starts` parts them."""

    starts: array[int]
    docs: array[int]

    def of(self, span: Span) -> array[int]:
        """Return the documents of all places of `span`, each as often as it stands there."""
        return self.docs[self.starts[span[0]] : self.starts[span[1]]]

    def without(self, gone: Set[int]) -> Postings:
        """Return the same without these documents."""
        starts, docs = array("I", [0]), array("I")
        for first, after in pairwise(self.starts):
            docs.extend(doc for doc in self.docs[first:after] if doc not in gone)
            starts.append(len(docs))
        return Postings(starts, docs)


@dataclass(frozen=True)
class Segment:
    """What one segment of the engine holds, documents numbered from its own 0 until `moved`.

    `words` is the sorted vocabulary of all searched fields, `names` the whole folded names of each
    document, `spelled` each word with the ways it is written (`word<TAB>written`), sorted.
    """

    keys: list[str]
    weights: array[float]
    words: list[str]
    postings: Mapping[str, Postings]
    names: list[tuple[str, ...]]
    spelled: list[str]
    facets: Mapping[str, Mapping[str, int]]
    base: int = 0

    def moved(self, base: int) -> Segment:
        """Return the segment with its documents numbered from `base`."""
        if not base:
            return self
        postings = {
            field: replace(each, docs=array("I", map(base.__add__, each.docs))) for field, each in self.postings.items()
        }
        facets = {
            field: {value: docs << base for value, docs in values.items()} for field, values in self.facets.items()
        }
        return replace(self, postings=postings, facets=facets, base=base)

    def without(self, gone: Set[int]) -> Segment:
        """Return what the segment, not moved, holds of the other documents, with all its words."""
        kept = ~to_bits(gone, len(self.keys))
        return replace(
            self,
            keys=["" if doc in gone else key for doc, key in enumerate(self.keys)],
            weights=array("d", (0 if doc in gone else weight for doc, weight in enumerate(self.weights))),
            postings={field: each.without(gone) for field, each in self.postings.items()},
            names=[() if doc in gone else names for doc, names in enumerate(self.names)],
            facets={name: {value: docs & kept for value, docs in of.items()} for name, of in self.facets.items()},
        )

    def exact(self, word: str) -> Span:
        """Return where `word` stands."""
        return _between(self.words, word, word + "\0")

    def beginning(self, prefix: str) -> Span:
        """Return where the words stand that begin with `prefix`."""
        return _between(self.words, prefix, prefix + _LAST)

    def sounding(self, beginning: str) -> Iterator[int]:
        """Yield the places of the words whose sound begins so."""
        for key in self.sound_keys[slice(*_between(self.sound_keys, beginning, beginning + _LAST))]:
            yield from self.by_sound[key]

    def spellings(self, word: str) -> list[str]:
        """Return how `word` is written in names and keywords, in lower case."""
        entries = self.spelled[slice(*_between(self.spelled, word + "\t", word + "\n"))]
        return [entry.partition("\t")[2] for entry in entries]

    @cached_property
    def by_solid_name(self) -> dict[str, list[int]]:
        """Documents by whole folded name, written without spaces."""
        found: dict[str, list[int]] = {}
        for doc, names in enumerate(self.names, self.base):
            for solid in {name.replace(" ", "") for name in names}:
                found.setdefault(solid, []).append(doc)
        return found

    @cached_property
    def by_sound(self) -> dict[str, list[int]]:
        """Places of the vocabulary by sound key."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            for sound in sounds.sounds(word):
                found.setdefault(sound, []).append(place)
        return found

    @cached_property
    def sound_keys(self) -> list[str]:
        """The sound keys, sorted."""
        return sorted(self.by_sound)

    @cached_property
    def omissions(self) -> array[int]:
        """Sorted numbers of omissions, each above the place of its sound key in `sound_keys`."""
        found: list[int] = []
        for place, sound in enumerate(self.sound_keys):
            if len(self.words[self.by_sound[sound][0]]) > 3:
                numbers = sounds.omissions(sound, 2 if len(sound) > 5 else 1)
                found += (number << 32 | place for number in numbers)
        return array("Q", sorted(found))

    def near(self, sound: str, errors: int) -> Iterator[tuple[int, int]]:
        """Yield (typing errors, place) of the words within `errors` of a sound key."""
        numbers, keys = self.omissions, self.sound_keys
        seen: set[int] = set()
        for number in sounds.omissions(sound, errors):
            first = bisect_left(numbers, number << 32)
            after = bisect_left(numbers, (number + 1) << 32, first)
            seen.update(found & 0xFFFFFFFF for found in numbers[first:after])
        for key in seen:
            apart = sounds.distance(sound, keys[key], errors)
            if apart <= errors:
                yield from ((apart, place) for place in self.by_sound[keys[key]])


def _between(entries: list[str], first: str, after: str) -> Span:
    """Return the places of a sorted list from `first` to before `after`; none if both are equal."""
    at = bisect_left(entries, first)
    return at, bisect_left(entries, after, at)


def to_bits(docs: Iterable[int], size: int) -> int:
    """Return a set of numbers below `size` as an int with those bits set."""
    flags = bytearray(b"0") * (size + 1)
    for doc in docs:
        flags[-1 - doc] = 49
    return int(flags, 2)
