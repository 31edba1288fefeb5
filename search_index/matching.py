"""Which documents hold all words of a query, and in which order they stand."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import and_, itemgetter

from search_index import fields
from search_index.snapshot import Snapshot
from search_index.words import Found, Word, find, find_widely

RANKED_AGAIN = 100
"""Documents, best by words, whose names are compared with the query as a whole."""


@dataclass(frozen=True)
class Match:
    """The documents that match every word of `found`, and the words that were left out."""

    docs: set[int]
    found: list[Found]
    ignored: tuple[str, ...] = ()


def match(snapshot: Snapshot, words: list[Word], also: Mapping[str, frozenset[str]]) -> Match:
    """Return the documents that hold all `words`, leaving out as little as gives any.

    A word takes part by its surest kind of match. If no document then holds all, every kind counts,
    and those words are kept that the document holds which holds most of the query.
    """
    every = [find(snapshot, word, also) for word in words]
    known = [found for found in every if found.worth]
    left_out = [found.word for found in every if not found.worth]
    docs = _common([found for found in known if not found.is_filler(snapshot.count)] or known)
    if known and not docs:
        best = _holds_most(snapshot, known)
        left_out += (found.word for found in known if best not in found.worth)
        known = [found for found in known if best in found.worth]
        docs = _common(known)
    return Match(docs, known, _as_typed(left_out, known))


def _holds_most(snapshot: Snapshot, known: list[Found]) -> int:
    """Return the document that holds most of the words, by any kind of match."""
    held: dict[int, float] = {}
    for found in known:
        find_widely(snapshot, found)
        for doc, worth in found.worth.items():
            held[doc] = held.get(doc, 0.0) + worth * found.idf**2
    return _ordered(snapshot, held)[0]


def _common(found: list[Found]) -> set[int]:
    rarest_first: list[Set[int]] = sorted(_wanted(found), key=len)
    return set(reduce(and_, rarest_first)) if found else set()


def _wanted(found: list[Found]) -> Iterator[Set[int]]:
    """Yield, for each word, the documents that hold it.

    Of neighbouring pairs of characters one of two is enough, since one of them may lie across the seam of two words.
    """
    for at, each in enumerate(found):
        before, after = found[at - 1 : at], found[at + 1 : at + 2]
        is_inside = all(other and _is_beside(each, other[0]) for other in (before, after))
        if not is_inside:
            yield each.worth.keys()
        yield from (each.worth.keys() | other.worth.keys() for other in after if _is_beside(each, other))


def _is_beside(one: Found, other: Found) -> bool:
    return one.word.is_gram and other.word.is_gram and abs(one.word.start - other.word.start) == 1


def _as_typed(left_out: list[Word], kept: list[Found]) -> tuple[str, ...]:
    """Return words as typed, neighbouring pairs of characters as one, without what is kept."""
    covered = {place for f in kept if f.word.is_gram for place in range(f.word.start, f.word.end)}
    letters = {place: letter for w in left_out for place, letter in enumerate(w.typed, w.start)}
    places = enumerate(sorted(letters.keys() - covered))
    runs = groupby(places, key=lambda counted: counted[1] - counted[0])
    return tuple("".join(letters[place] for _, place in run) for _, run in runs)


def rank(snapshot: Snapshot, match: Match, solid: str) -> list[int]:
    """Return the documents of `match` for the query `solid`, best first; ties by weight, then key."""
    scores = {
        doc: snapshot.weights[doc] * sum(found.worth.get(doc, 0.0) * found.idf for found in match.found)
        for doc in match.docs
    }
    ranked = _ordered(snapshot, scores)
    named = snapshot.named(solid) & match.docs
    again = {*ranked[:RANKED_AGAIN], *named}
    words = [(found.idf, _sureness(found)) for found in match.found]
    touched = set().union(*(sure for _, sure in words))
    for doc in again:
        likeness = (_likeness(name, words, touched, solid) for name in snapshot.names[doc])
        scores[doc] *= 1 + max(likeness, default=0.0)
        scores[doc] += fields.WHOLE_NAME * (doc in named)
    return _ordered(snapshot, {doc: scores[doc] for doc in again}) + [doc for doc in ranked if doc not in again]


def _ordered(snapshot: Snapshot, scores: dict[int, float]) -> list[int]:
    """Return documents by score: ties by weight, then key, never by when they were written."""
    weights, keys = snapshot.weights, snapshot.keys
    return sorted(scores, key=lambda doc: (-round(scores[doc], 9), -weights[doc], keys[doc]))


def _sureness(found: Found) -> dict[str, float]:
    """Return each known word that a word of the query matches, and how surely."""
    sure: dict[str, float] = {}
    for each, segment, (first, after) in sorted(found.places, key=itemgetter(0)):
        sure.update(dict.fromkeys(segment.words[first:after], each))
    return sure


def _likeness(name: str, words: list[tuple[float, dict[str, float]]], touched: set[str], solid: str) -> float:
    """Return the share to add if `name` is the one that is most like the whole query.

    Most names of a document are in other languages: they have none of the `touched` words.
    """
    alike = touched.intersection(name.split())
    if not alike:
        return 0.0
    whole = name.replace(" ", "")
    inside = covered = asked = 0.0
    holds_all = True
    for idf, sure in words:
        worth, letters = max((sure.get(part, 0.0), len(part)) for part in alike)
        inside += worth * idf
        covered += worth * letters
        asked += idf
        holds_all = holds_all and worth > 0
    share = inside / asked
    likeness = fields.COVERAGE * share * min(1.0, covered / len(whole)) + fields.IN_ONE_NAME * share * holds_all
    return likeness + fields.STARTS_NAME * whole.startswith(solid)
