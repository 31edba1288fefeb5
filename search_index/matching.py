"""Which documents hold all words of a query, and in which order they stand."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import add, mul

from search_index import fields
from search_index.held import BEST, RANKED, Held
from search_index.snapshot import Snapshot
from search_index.words import Found, Word, find, find_widely

RANKED_AGAIN = 100
"""Of the documents that are weighed (RANKED), the best by words, whose names are compared with the query as a whole."""
# Of more known words, as many begin with two letters, it is quicker to look at each part of a name.
_MANY_WORDS = 1000


@dataclass(frozen=True)
class Match:
    """What documents must hold to match the words of `found`, and the words that were left out."""

    wanted: list[Held]
    found: list[Found]
    ignored: tuple[str, ...] = ()


def match(snapshot: Snapshot, words: list[Word], also: Mapping[str, frozenset[str]]) -> Match:
    """Return what the documents hold that hold all `words`, leaving out as little as gives any.

    A word takes part by its surest kind of match. If no document then holds all, every kind counts,
    and those words are kept that the document holds which holds most of the query.
    """
    every = [find(snapshot, word, also) for word in words]
    known = [found for found in every if found.held.docs]
    left_out = [found.word for found in every if not found.held.docs]
    wanted = list(_wanted([found for found in known if not found.is_filler(snapshot.count)] or known))
    if known and not common(wanted):
        known = [find_widely(snapshot, found) for found in known]
        best = _holds_most(snapshot, known)
        left_out += (found.word for found in known if not found.held.levels[best])
        known = [found for found in known if found.held.levels[best]]
        wanted = [found.held for found in known]
    return Match(wanted, known, _as_typed(left_out, known))


def common(wanted: Iterable[Held]) -> Sequence[int]:
    """Return the documents, ascending, that hold everything."""
    fewest_first = sorted(wanted, key=lambda held: len(held.docs))
    docs: Sequence[int] = fewest_first[0].docs
    for held in fewest_first[1:]:
        docs = held.kept(docs)
    return docs


def _wanted(found: list[Found]) -> Iterator[Held]:
    """Yield, for each word, what documents must hold.

    Of neighbouring pairs of characters one of two is enough, since one of them may lie across the seam of two words.
    """
    for at, each in enumerate(found):
        before, after = found[at - 1 : at], found[at + 1 : at + 2]
        is_inside = all(other and _is_beside(each, other[0]) for other in (before, after))
        if not is_inside:
            yield each.held
        yield from (each.held.united(other.held) for other in after if _is_beside(each, other))


def _is_beside(one: Found, other: Found) -> bool:
    return one.word.is_gram and other.word.is_gram and abs(one.word.start - other.word.start) == 1


def _holds_most(snapshot: Snapshot, known: list[Found]) -> int:
    """Return the document that holds most of the words, the telling ones above all; it holds one of the rare."""
    rare = [found.held.docs for found in known if len(found.held.docs) <= RANKED]
    fewest = min((found.held.docs for found in known), key=len)
    docs = set().union(*rare) or snapshot.first(fewest, RANKED)
    scores = {doc: sum(each.held.levels[doc] * each.idf**2 for each in known) for doc in docs}
    most = round(max(scores.values()), 9)
    return snapshot.first(sorted(doc for doc, score in scores.items() if round(score, 9) == most), 1)[0]


def _as_typed(left_out: list[Word], kept: list[Found]) -> tuple[str, ...]:
    """Return words as typed, neighbouring pairs of characters as one, without what is kept."""
    covered = {place for f in kept if f.word.is_gram for place in range(f.word.start, f.word.end)}
    letters = {place: letter for w in left_out for place, letter in enumerate(w.typed, w.start)}
    places = enumerate(sorted(letters.keys() - covered))
    runs = groupby(places, key=lambda counted: counted[1] - counted[0])
    return tuple("".join(letters[place] for _, place in run) for _, run in runs)


def rank(snapshot: Snapshot, docs: Sequence[int], found: list[Found], solid: str, most: int) -> list[int]:
    """Return the first `most` of ascending `docs` for the query `solid`, best first.

    Ties stand as documents stand where nothing else decides, never by when they were written.
    """
    named = {doc for doc in snapshot.named(solid) if doc in docs[(at := bisect_left(docs, doc)) : at + 1]}
    pool = snapshot.first(_best(docs, found), RANKED)
    pool += snapshot.first(sorted(named.difference(pool)), len(named))
    scores = dict(zip(pool, _scores(snapshot, pool, found), strict=True))
    ranked = sorted(pool, key=scores.__getitem__, reverse=True)
    top = named.union(ranked[:RANKED_AGAIN])
    again = [doc for doc in pool if doc in top]
    alike = Alike(found, solid)
    for doc in again:
        scores[doc] = scores[doc] * (1 + alike.most(snapshot.names[doc])) + fields.WHOLE_NAME * (doc in named)
    again.sort(key=scores.__getitem__, reverse=True)
    ranked = again + [doc for doc in ranked if doc not in top]
    if len(ranked) < most:
        ranked += snapshot.first([doc for doc in docs if doc not in scores], most - len(ranked))
    return ranked[:most]


def _scores(snapshot: Snapshot, docs: Sequence[int], found: list[Found]) -> list[float]:
    """Return what the words are worth in each document."""
    sums: Iterable[float] = [0.0] * len(docs)
    for each in found:
        levels = map(each.held.levels.__getitem__, docs)
        sums = map(add, sums, map((each.idf / BEST).__mul__, levels))
    return list(map(mul, sums, map(snapshot.weights.__getitem__, docs)))


def _best(docs: Sequence[int], found: list[Found]) -> Sequence[int]:
    """Return those of many `docs` that hold the words best, the most telling word first, yet at least RANKED."""
    for each in sorted(found, key=lambda found: -found.idf) if len(docs) > RANKED else ():
        docs = each.held.best(docs)
    return docs


class Alike:
    """How much a name is like a query as a whole, of which `found` are the words and `solid` is all that was typed."""

    def __init__(self, found: list[Found], solid: str) -> None:
        self._solid = solid
        self._words = [(each.idf, each.held.sure) for each in found]
        self._asked = sum(each.idf for each in found)
        few = sum(len(sure) for _, sure in self._words) < _MANY_WORDS
        self._touched = set().union(*(sure for _, sure in self._words)) if few else None

    def most(self, names: str) -> float:
        """Return the share to add for the one of `names`, one a line, that is most like the query."""
        return max(map(self._likeness, names.split("\n")))

    def _likeness(self, name: str) -> float:
        parts = name.split(" ")
        # Most names of a document are in other languages.
        alike = parts if self._touched is None else self._touched.intersection(parts)
        if not alike or not name:
            return 0.0
        inside = covered = 0.0
        holds_all = True
        for idf, sure in self._words:
            worth, letters = 0.0, 0
            for part in alike:
                each = sure.get(part, 0.0)
                if each > worth or (each == worth and len(part) > letters):
                    worth, letters = each, len(part)
            inside += worth * idf
            covered += worth * letters
            holds_all = holds_all and worth > 0
        whole = "".join(parts)
        share = inside / self._asked
        likeness = fields.COVERAGE * share * min(1.0, covered / len(whole)) + fields.IN_ONE_NAME * share * holds_all
        return likeness + fields.STARTS_NAME * whole.startswith(self._solid) * (inside > 0)
