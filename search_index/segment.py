"""What one segment of the engine holds, in plain containers that are never changed.

Documents are numbered in the order in which they stand where nothing else decides: the heaviest first, of these
the one with the shortest name, then by key.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from zlib import crc32

from search_index import sounds
from search_index.fields import FACET_MARK, FACETS, KEYWORDS, NAMES, NOTES, SEARCHED, TOPICS

Span = tuple[int, int]
"""Places of a vocabulary, from the first to before the second."""

_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Postings:
    """The numbers that belong to each place of a list, one place after the other; `starts` parts them."""

    starts: array[int]
    numbers: array[int]

    def of(self, span: Span) -> array[int]:
        """Return the numbers of all places of `span`, each as often as it stands there."""
        return self.numbers[self.starts[span[0]] : self.starts[span[1]]]

    def __iter__(self) -> Iterator[array[int]]:
        """Yield the numbers of each place."""
        return map(self.of, pairwise(range(len(self.starts))))


@dataclass(frozen=True)
class Column:
    """A field of facets: each combination of values that a document has, and by document the place of its own."""

    values: list[tuple[str, ...]]
    codes: array[int]


@dataclass(frozen=True)
class Sounds:
    """How the words of a vocabulary sound: sorted keys, and the places of the words of each.

    `omissions` are sorted numbers, each that of an omission above the place of its key.
    """

    keys: list[str]
    places: Postings
    omissions: array[int]

    @classmethod
    def of(cls, words: list[str]) -> Sounds:
        """Return how `words` sound."""
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            for sound in sounds.sounds(word):
                places.setdefault(sound, []).append(place)
        keys, omitted = sorted(places), array("Q")
        for at, sound in enumerate(keys):
            if len(words[places[sound][0]]) > 3:
                numbers = sounds.omissions(sound, 2 if len(sound) > 5 else 1)
                omitted.extend(number << 32 | at for number in numbers)
        return cls(keys, postings(keys, places, range(len(words))), array("Q", sorted(omitted)))

    def alike(self, sound: str) -> array[int]:
        """Return the places of the words with this sound key."""
        return self.places.of(_between(self.keys, sound, sound + "\0"))

    def beginning(self, sound: str) -> array[int]:
        """Return the places of the words whose sound begins so."""
        return self.places.of(_between(self.keys, sound, sound + _LAST))

    def near(self, sound: str, errors: int) -> Iterator[tuple[int, int]]:
        """Yield (typing errors, place) of the words within `errors` of a sound key."""
        seen: set[int] = set()
        for number in sounds.omissions(sound, errors):
            seen |= _under(self.omissions, number)
        for at in seen:
            apart = sounds.distance(sound, self.keys[at], errors)
            if apart <= errors:
                yield from ((apart, place) for place in self.places.of((at, at + 1)))


@dataclass(frozen=True)
class Segment:
    """What one segment of the engine holds.

    `names` are the whole folded names of each document, one a line, `said` what differs if anything that it says
    does, `words` the sorted vocabulary of all searched fields, `postings` the documents of each word by field (of
    TOPICS, places in the sorted `topics`), `spelled` each word with the ways it is written (`word<TAB>written`),
    sorted, `numbers` the document of each of the engine's own numbers (for none, the number of documents),
    `solid_names` sorted numbers, each that of a name written without spaces above its document.
    """

    keys: list[str]
    weights: array[float]
    names: list[str]
    said: array[int]
    words: list[str]
    postings: Mapping[str, Postings]
    topics: list[str]
    topic_docs: Postings
    spelled: list[str]
    facets: Mapping[str, Column]
    numbers: array[int]
    solid_names: array[int]
    packed_sounds: Sounds | None = None

    def exact(self, word: str) -> Span:
        """Return where `word` stands."""
        return _between(self.words, word, word + "\0")

    def beginning(self, prefix: str) -> Span:
        """Return where the words stand that begin with `prefix`."""
        return _between(self.words, prefix, prefix + _LAST)

    def named(self, solid: str) -> list[int]:
        """Return the documents one of whose names, written without spaces, is `solid`."""
        number = crc32(solid.encode())
        return [
            doc for doc in _under(self.solid_names, number) if solid in self.names[doc].replace(" ", "").split("\n")
        ]

    def spellings(self, word: str) -> list[str]:
        """Return how `word` is written in names, keywords and topics, in lower case."""
        entries = self.spelled[slice(*_between(self.spelled, word + "\t", word + "\n"))]
        return [entry.partition("\t")[2] for entry in entries]

    def frequency(self, span: Span) -> int:
        """Return how often names hold the words of `span`."""
        return len(self.postings[NAMES].of(span))

    def on_topic(self, topic: str) -> array[int]:
        """Return the documents of a topic."""
        return self.topic_docs.of(_between(self.topics, topic, topic + "\0"))

    def terms(self, gone: Set[int]) -> dict[int, dict[str, set[str]]]:
        """Return what each document is found by, as `fields.terms`, but those of the engine's numbers `gone`."""
        lost = {self.numbers[number] for number in gone}
        found: dict[int, dict[str, set[str]]] = {
            doc: {name: set() for name in (*SEARCHED, FACETS)} for doc in range(len(self.keys)) if doc not in lost
        }
        lists = [(name, self.words, self.postings[name]) for name in (NAMES, KEYWORDS, NOTES)]
        for name, listed, docs_of in (*lists, (TOPICS, self.topics, self.topic_docs)):
            for term, docs in zip(listed, docs_of, strict=True):
                for doc in docs:
                    if doc not in lost:
                        found[doc][name].add(term)
        for name, column in self.facets.items():
            for doc, code in enumerate(column.codes):
                if doc not in lost:
                    found[doc][FACETS].update(f"{name}{FACET_MARK}{value}" for value in column.values[code])
        return found

    def called(self) -> dict[str, set[str]]:
        """Return the words of each topic that the segment has words of."""
        found: dict[str, set[str]] = {}
        for word, topics in zip(self.words, self.postings[TOPICS], strict=True):
            for topic in topics:
                found.setdefault(self.topics[topic], set()).add(word)
        return found

    @cached_property
    def sounds(self) -> Sounds:
        """How the words sound."""
        return self.packed_sounds or Sounds.of(self.words)


def solid_names(names: Iterable[str]) -> array[int]:
    """Return the `solid_names` of a segment with these whole names of its documents."""
    solid = ((doc, name.replace(" ", "")) for doc, lines in enumerate(names) for name in lines.split("\n"))
    return array("Q", sorted({crc32(name.encode()) << 32 | doc for doc, name in solid if name}))


def standing(weight: float, names: str, key: str) -> tuple[float, int, str]:
    """Return by what a document with these whole names, one a line, stands where nothing else decides."""
    return -weight, min(map(len, names.split("\n"))), key


def postings(
    places: Iterable[str], found: Mapping[str, Sequence[int]], moved: Mapping[int, int] | Sequence[int]
) -> Postings:
    """Return for each of `places` in turn the numbers that it has in `found`, as `moved` says, in order."""
    starts, together = array("I", [0]), array("I")
    for place in places:
        together.extend(sorted(map(moved.__getitem__, found.get(place, ()))))
        starts.append(len(together))
    return Postings(starts, together)


def _under(entries: array[int], number: int) -> set[int]:
    """Return what stands under a number of 32 bits in sorted numbers of 64."""
    first = bisect_left(entries, number << 32)
    after = bisect_left(entries, (number + 1) << 32, first)
    return {entry & 0xFFFFFFFF for entry in entries[first:after]}


def _between(entries: list[str], first: str, after: str) -> Span:
    """Return the places of a sorted list from `first` to before `after`; none if both are equal."""
    at = bisect_left(entries, first)
    return at, bisect_left(entries, after, at)
