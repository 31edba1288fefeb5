"""A segment: an immutable inverted index in memory.

Documents are numbered in the default order: heaviest first, then shortest name, then key.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search_index.storage.fields import FACET_MARK, FACETS, KEYWORDS, NAMES, NOTES, SEARCHED, SPELLED, TOPICS
from search_index.storage.in_memory_postings import FacetColumn, Numbers, Postings, Span, postings
from search_index.text import phonetic

_LAST = "\U0010ffff"


@dataclass(frozen=True)
class PhoneticIndex:
    """The sorted phonetic keys of a vocabulary, and the word numbers of each key.

    `deletes` are sorted 64-bit numbers. The upper 32 bits of a number are a CRC-32 from `phonetic.deletes`. The lower
    32 bits are the position in `keys` of the phonetic key.
    """

    keys: list[str]
    places: Postings
    deletes: memoryview

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
        return cls(keys, postings(map(places.__getitem__, keys)), memoryview(np.sort(np.asarray(omitted))))

    def with_key(self, sound: str) -> list[int]:
        """Return the numbers of the words with the phonetic key `sound`."""
        return self._places(_between(self.keys, sound, sound + "\0"))

    def beginning(self, sound: str) -> list[int]:
        """Return the numbers of the words with a phonetic key that begins with `sound`."""
        return self._places(_between(self.keys, sound, sound + _LAST))

    def near(self, sound: str, errors: int) -> Iterator[tuple[int, int]]:
        """Yield (edit distance, word number) for each word with a phonetic key whose edit distance from `sound` is at
        most `errors`. Short words may be missing."""
        seen: set[int] = set()
        for number in phonetic.deletes(sound, errors):
            seen |= _under(self.deletes, number)
        for at in seen:
            apart = phonetic.edit_distance(sound, self.keys[at], errors)
            if apart <= errors:
                yield from ((apart, place) for place in self._places((at, at + 1)))

    def _places(self, span: Span) -> list[int]:
        places: list[int] = self.places.of(span).tolist()
        return places


@dataclass(frozen=True)
class Segment:
    """One segment of the index."""

    keys: list[str]
    weights: Numbers
    # The length of each document's shortest whole name.
    lengths: Numbers
    # The checksum of each document's content.
    said: Numbers
    # The sorted vocabulary of all searched fields.
    words: list[str]
    # The length of each word, then a 0 for each name.
    letters: Numbers
    # From field to the documents of each word. For TOPICS, positions in `topics` stand in place of documents.
    postings: Mapping[str, Postings]
    # The sorted topic keys.
    topics: list[str]
    topic_docs: Postings
    # Each word with each of its spellings (`word<TAB>written`), sorted.
    spelled: list[str]
    spelled_docs: Postings
    spelled_topics: Postings
    # The whole folded names without spaces, sorted.
    names: list[str]
    name_docs: Postings
    # The names of each document. A name is a row of numbers: `len(words)` plus the position in `names`, then the
    # numbers of its words.
    doc_names: Postings
    facets: Mapping[str, FacetColumn]
    # From Whoosh's numbers to numbers in this segment. For a topic, the number of documents.
    numbers: Numbers
    packed_phonetic_index: PhoneticIndex | None = None

    def exact(self, word: str) -> Span:
        """Return the span of `word`, empty if the segment does not contain the word."""
        return _between(self.words, word, word + "\0")

    def beginning(self, prefix: str) -> Span:
        """Return the span of the words that begin with `prefix`."""
        return _between(self.words, prefix, prefix + _LAST)

    def docs_named(self, unspaced: str) -> Numbers:
        """Return the documents with a name that, without its spaces, equals `unspaced`."""
        return self.name_docs.of(_between(self.names, unspaced, unspaced + "\0"))

    def names_beginning(self, unspaced: str) -> Span:
        """Return the span of the names that, without spaces, begin with `unspaced`. The span contains numbers of names
        as `doc_names` uses them."""
        first, after = _between(self.names, unspaced, unspaced + _LAST)
        return first + len(self.words), after + len(self.words)

    def whole_names(self, doc: int) -> str:
        """Return the folded names of a document, one name a line, each with its words separated by spaces."""
        lines: list[list[str]] = []
        for at in self.doc_names.of((doc, doc + 1)).tolist():
            if at < len(self.words):
                lines[-1].append(self.words[at])
            else:
                lines.append([])
        return "\n".join(map(" ".join, lines))

    def spellings(self, word: str) -> Iterator[tuple[str, Numbers, list[str]]]:
        """Yield (spelling in lower case, documents, topic keys) for each spelling of a folded word.

        The documents contain the spelling in a name or keyword.
        """
        for place in range(*_between(self.spelled, word + "\t", word + "\n")):
            topics = self.spelled_topics.of((place, place + 1)).tolist()
            docs = self.spelled_docs.of((place, place + 1))
            yield self.spelled[place].partition("\t")[2], docs, [self.topics[topic] for topic in topics]

    def on_topic(self, topic: str) -> Numbers:
        """Return the documents with the topic key `topic`."""
        return self.topic_docs.of(_between(self.topics, topic, topic + "\0"))

    def terms(self, deleted: Set[int]) -> dict[int, dict[str, set[str]]]:
        """Return a mapping from a document's number in this segment to the terms of the document by field. Deleted
        documents are left out. `deleted` has their numbers in Whoosh, which are other numbers."""
        lost = set(self.numbers[list(deleted)].tolist())
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

    def topic_words(self) -> dict[str, set[str]]:
        """Return a mapping from topic key to words, for the topics whose words are stored in this segment."""
        found: dict[str, set[str]] = {}
        for word, topics in zip(self.words, self.postings[TOPICS], strict=True):
            for topic in topics.tolist():
                found.setdefault(self.topics[topic], set()).add(word)
        return found

    @cached_property
    def phonetic_index(self) -> PhoneticIndex:
        """The phonetic index of the words."""
        return self.packed_phonetic_index or PhoneticIndex.of(self.words)


def default_sort_key(weight: float, length: int, key: str) -> tuple[float, int, str]:
    """Return the sort key of the default order. `length` is the length of the document's shortest whole name."""
    return -weight, length, key


def _under(entries: memoryview, number: int) -> set[int]:
    """Return the lower 32 bits of each entry whose upper 32 bits are `number`. `entries` must be sorted."""
    first = bisect_left(entries, number << 32)
    after = bisect_left(entries, (number + 1) << 32, first)
    return {entry & 0xFFFFFFFF for entry in entries[first:after]}


def _between(entries: list[str], first: str, after: str) -> Span:
    """Return the span of the entries from `first` to `after`. An entry equal to `after` is left out. `entries` must be
    sorted."""
    at = bisect_left(entries, first)
    return at, bisect_left(entries, after, at)
