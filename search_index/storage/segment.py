"""A segment: an immutable inverted index in memory, of sorted words, each with its posting list by field.

Documents are numbered in the default order: the heaviest first, of these the one with the shortest name, then by key.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from search_index.storage.fields import FACET_MARK, FACETS, KEYWORDS, NAMES, NOTES, SEARCHED, SPELLED, TOPICS
from search_index.storage.postings import FacetColumn, Numbers, Postings, Span, postings
from search_index.text import phonetic

_LAST = "\U0010ffff"


@dataclass(frozen=True)
class PhoneticIndex:
    """The phonetic index of a vocabulary: sorted phonetic keys, and the places of the words of each.

    `omissions` are sorted numbers of 64 bits: above the number of a delete (`phonetic.deletes`), below the place of its
    key.
    """

    keys: list[str]
    places: Postings
    omissions: memoryview

    @classmethod
    def of(cls, words: list[str]) -> PhoneticIndex:
        """Return the phonetic index of `words`."""
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            for sound in phonetic.phonetic_keys(word):
                places.setdefault(sound, []).append(place)
        keys, omitted = sorted(places), array("Q")
        for at, sound in enumerate(keys):
            if len(words[places[sound][0]]) > 3:
                numbers = phonetic.deletes(sound, 2 if len(sound) > 5 else 1)
                omitted.extend(number << 32 | at for number in numbers)
        return cls(keys, postings(map(places.__getitem__, keys)), memoryview(array("Q", sorted(omitted))))

    def with_key(self, sound: str) -> list[int]:
        """Return the places of the words with a phonetic key."""
        return self._places(_between(self.keys, sound, sound + "\0"))

    def beginning(self, sound: str) -> list[int]:
        """Return the places of the words with a phonetic key that begins so."""
        return self._places(_between(self.keys, sound, sound + _LAST))

    def near(self, sound: str, errors: int) -> Iterator[tuple[int, int]]:
        """Yield (edit distance, place) of the words whose phonetic key is within `errors` of this one."""
        seen: set[int] = set()
        for number in phonetic.deletes(sound, errors):
            seen |= _under(self.omissions, number)
        for at in seen:
            apart = phonetic.edit_distance(sound, self.keys[at], errors)
            if apart <= errors:
                yield from ((apart, place) for place in self._places((at, at + 1)))

    def _places(self, span: Span) -> list[int]:
        places: list[int] = self.places.of(span).tolist()
        return places


@dataclass(frozen=True)
class Segment:
    """One segment of the index.

    `lengths` are those of the shortest whole name of each document, `said` is the checksum of its content.
    `words` is the sorted vocabulary of all searched fields, `postings` the documents of each word by field (of TOPICS,
    places in the sorted `topics`), `spelled` each word with the ways it is written (`word<TAB>written`), sorted,
    `spelled_docs` and `spelled_topics` the documents that write it so, and the topics that are called so.
    `names` are the whole folded names written without spaces, sorted, `name_docs` the documents of each. `doc_names`
    are the names of each document: the place of the name above those of all words, then those of its words in order.
    `letters` are those of each word, and none of each name. `numbers` is the document of each of the engine's own
    numbers (for none, the number of documents).
    """

    keys: list[str]
    weights: Numbers
    lengths: Numbers
    said: Numbers
    words: list[str]
    letters: Numbers
    postings: Mapping[str, Postings]
    topics: list[str]
    topic_docs: Postings
    spelled: list[str]
    spelled_docs: Postings
    spelled_topics: Postings
    names: list[str]
    name_docs: Postings
    doc_names: Postings
    facets: Mapping[str, FacetColumn]
    numbers: Numbers
    packed_sounds: PhoneticIndex | None = None

    def exact(self, word: str) -> Span:
        """Return where `word` stands."""
        return _between(self.words, word, word + "\0")

    def beginning(self, prefix: str) -> Span:
        """Return where the words stand that begin with `prefix`."""
        return _between(self.words, prefix, prefix + _LAST)

    def named(self, solid: str) -> Numbers:
        """Return the documents one of whose names, written without spaces, is `solid`."""
        return self.name_docs.of(_between(self.names, solid, solid + "\0"))

    def names_beginning(self, solid: str) -> Span:
        """Return the places of the names that begin with `solid`, as in `doc_names`."""
        first, after = _between(self.names, solid, solid + _LAST)
        return first + len(self.words), after + len(self.words)

    def whole_names(self, doc: int) -> str:
        """Return the whole names of a document, as `fields.whole_names`."""
        lines: list[list[str]] = []
        for at in self.doc_names.of((doc, doc + 1)).tolist():
            if at < len(self.words):
                lines[-1].append(self.words[at])
            else:
                lines.append([])
        return "\n".join(map(" ".join, lines))

    def spellings(self, word: str) -> Iterator[tuple[str, Numbers, list[str]]]:
        """Yield how `word` is written, in lower case, the documents that write it so in names and keywords, and the
        topics that are called so."""
        for place in range(*_between(self.spelled, word + "\t", word + "\n")):
            topics = self.spelled_topics.of((place, place + 1)).tolist()
            docs = self.spelled_docs.of((place, place + 1))
            yield self.spelled[place].partition("\t")[2], docs, [self.topics[topic] for topic in topics]

    def on_topic(self, topic: str) -> Numbers:
        """Return the documents of a topic."""
        return self.topic_docs.of(_between(self.topics, topic, topic + "\0"))

    def terms(self, gone: Set[int]) -> dict[int, dict[str, set[str]]]:
        """Return what each document is found by, as `fields.terms`, but those of the engine's numbers `gone`."""
        lost = set(self.numbers[list(gone)].tolist())
        found: dict[int, dict[str, set[str]]] = {
            doc: {name: set() for name in (*SEARCHED, SPELLED, FACETS)}
            for doc in range(len(self.keys))
            if doc not in lost
        }
        lists = [(name, self.words, self.postings[name]) for name in (NAMES, KEYWORDS, NOTES)]
        lists += [(TOPICS, self.topics, self.topic_docs), (SPELLED, self.spelled, self.spelled_docs)]
        for name, listed, docs_of in lists:
            for term, docs in zip(listed, docs_of, strict=True):
                for doc in docs.tolist():
                    if doc not in lost:
                        found[doc][name].add(term)
        for name, column in self.facets.items():
            for doc, code in enumerate(column.codes.tolist()):
                if doc not in lost:
                    found[doc][FACETS].update(f"{name}{FACET_MARK}{value}" for value in column.values[code])
        return found

    def called(self) -> dict[str, set[str]]:
        """Return the words of each topic that the segment has words of."""
        found: dict[str, set[str]] = {}
        for word, topics in zip(self.words, self.postings[TOPICS], strict=True):
            for topic in topics.tolist():
                found.setdefault(self.topics[topic], set()).add(word)
        return found

    @cached_property
    def sounds(self) -> PhoneticIndex:
        """The phonetic index of the words."""
        return self.packed_sounds or PhoneticIndex.of(self.words)


def default_sort_key(weight: float, length: int, key: str) -> tuple[float, int, str]:
    """Return the sort key of a document where nothing else decides; `length` is that of its shortest whole name."""
    return -weight, length, key


def _under(entries: memoryview, number: int) -> set[int]:
    """Return what stands under a number of 32 bits in sorted numbers of 64."""
    first = bisect_left(entries, number << 32)
    after = bisect_left(entries, (number + 1) << 32, first)
    return {entry & 0xFFFFFFFF for entry in entries[first:after]}


def _between(entries: list[str], first: str, after: str) -> Span:
    """Return the places of a sorted list from `first` to before `after`; none if both are equal."""
    at = bisect_left(entries, first)
    return at, bisect_left(entries, after, at)
