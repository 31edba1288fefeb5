"""Matching: finds the documents that contain all words of a query, or as many as possible."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import numpy as np

from search_index.query.match_set import RANKED, MatchSet
from search_index.query.term_matching import find, find_by_every_kind
from search_index.query.terms import QueryTerm, TermMatch
from search_index.storage.postings import Numbers
from search_index.storage.snapshot import Snapshot

_MATCH_SET, _OWN = attrgetter("match_set"), attrgetter("own")


@dataclass(frozen=True)
class QueryMatch:
    """The sets of documents that match a query.

    A document matches if it is in all sets of `wanted`. `own` are the same sets without `Query.extra_matches`: the
    matches that the index alone finds. `found` are the matches of each word. `ignored` are the words that were left
    out, as typed.
    """

    wanted: list[MatchSet]
    own: list[MatchSet]
    found: list[TermMatch]
    ignored: tuple[str, ...] = ()


def match(snapshot: Snapshot, words: list[QueryTerm], extra: Mapping[str, frozenset[str]]) -> QueryMatch:
    """Match all `words`. If no document contains all of them, leave out as few words as possible.

    A word counts by its surest kind of match. If then no document contains all words, every kind of match counts. The
    words that the best document does not contain are left out; that document contains most of the query.
    """
    every = [find(snapshot, word, extra) for word in words]
    known = [found for found in every if found.match_set.docs.size]
    left_out = [found.word for found in every if not found.match_set.docs.size]
    needed = [found for found in known if not found.is_filler(snapshot.count)] or known
    wanted, own = list(_wanted(needed, _MATCH_SET)), list(_wanted(needed, _OWN))
    if known and not intersection(wanted).size:
        known = [find_by_every_kind(snapshot, found) for found in known]
        best = _holds_most(snapshot, known)
        left_out += (found.word for found in known if not found.match_set.levels[best])
        known = [found for found in known if found.match_set.levels[best]]
        wanted, own = [found.match_set for found in known], [found.own for found in known]
    return QueryMatch(wanted, own, known, _as_typed(left_out, known))


def intersection(wanted: Iterable[MatchSet]) -> Numbers:
    """Return the documents that are in every set, in ascending order."""
    fewest_first = sorted(wanted, key=lambda match_set: len(match_set.docs))
    docs = fewest_first[0].docs
    for match_set in fewest_first[1:]:
        docs = match_set.filter_docs(docs)
    return docs


def _wanted(found: list[TermMatch], by: Callable[[TermMatch], MatchSet]) -> Iterator[MatchSet]:
    """Yield sets of documents. A document matches the query if it is in all of these sets. `by` returns the set of a
    word.

    Inside a run of character pairs, one of two neighbouring pairs is enough, since a pair may span two words.
    """
    for at, each in enumerate(found):
        before, after = found[at - 1 : at], found[at + 1 : at + 2]
        is_inside = all(other and _is_beside(each, other[0]) for other in (before, after))
        if not is_inside:
            yield by(each)
        yield from (by(each).union(by(other)) for other in after if _is_beside(each, other))


def _is_beside(one: TermMatch, other: TermMatch) -> bool:
    return one.word.is_gram and other.word.is_gram and abs(one.word.start - other.word.start) == 1


def _holds_most(snapshot: Snapshot, known: list[TermMatch]) -> int:
    """Return the document that contains most of the query, where rare words count most.

    If few documents contain a word of the query, the returned document contains at least one such word.
    """
    rare = [found.match_set.docs for found in known if len(found.match_set.docs) <= RANKED]
    fewest = min((found.match_set.docs for found in known), key=len)
    docs = np.array(sorted(set().union(*(each.tolist() for each in rare)))) if rare else snapshot.first(fewest, RANKED)
    scores = sum(each.match_set.levels[docs] * each.idf**2 for each in known)
    most = np.round(scores, 9)
    return int(snapshot.first(docs[most == most.max()], 1)[0])


def _as_typed(left_out: list[QueryTerm], kept: list[TermMatch]) -> tuple[str, ...]:
    """Return the left-out words as typed.

    Neighbouring character pairs are joined. Characters that also belong to a matched pair are left out.
    """
    covered = {place for f in kept if f.word.is_gram for place in range(f.word.start, f.word.end)}
    letters = {place: letter for w in left_out for place, letter in enumerate(w.typed, w.start)}
    places = enumerate(sorted(letters.keys() - covered))
    runs = groupby(places, key=lambda counted: counted[1] - counted[0])
    return tuple("".join(letters[place] for _, place in run) for _, run in runs)
