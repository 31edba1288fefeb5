"""Matching: finds the documents that contain all words of a query, or as many as possible.

For each word, the first kind of match that finds anything counts: exact, by sound, with typing errors, by beginning.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby
from math import log
from operator import attrgetter

import numpy as np

from search_index.query.exact_matches import exact_matches, whole_words
from search_index.query.match_set import BEST, RANKED, MatchSet, WordSpan
from search_index.query.spelling import by_sound, with_typos
from search_index.query.terms import QueryTerm, TermMatch, numbers_of, words_of
from search_index.storage import fields
from search_index.storage.in_memory_postings import Numbers
from search_index.storage.snapshot import Snapshot
from search_index.text import phonetic

_MATCH_SET, _OWN = attrgetter("match_set"), attrgetter("own")


@dataclass(frozen=True)
class QueryMatch:
    """The sets of documents that match a query. A document matches if it is in all sets of `wanted`.

    - `own`: the same sets without `Query.extra_matches`.
    - `found`: the matches of each word that was not left out.
    - `ignored`: the words that were left out, as typed.
    """

    wanted: list[MatchSet]
    own: list[MatchSet]
    found: list[TermMatch]
    ignored: tuple[str, ...] = ()


def match(
    snapshot: Snapshot,
    words: list[QueryTerm],
    extra: Mapping[str, frozenset[str]],
    within: Sequence[MatchSet] = (),
    *,
    is_exact: bool = False,
    sure_words: frozenset[str] = frozenset(),
) -> QueryMatch:
    """Match the `words` of a query with the documents of a snapshot. Words without a match are left out.

    Only documents that are in every set of `within` count. If no such document contains all remaining words, each word
    is matched by all kinds of match together. Then the best document is found (`_holds_most`), and the words that it
    lacks are left out too. `is_exact` and `sure_words` limit the kinds of match, as in `Query`.
    """
    every = [
        _find_whole(snapshot, word, extra)
        if word.text in sure_words
        else find(snapshot, word, extra, is_exact=is_exact)
        for word in words
    ]
    known = [found for found in every if found.match_set.docs.size]
    left_out = [found.word for found in every if not found.match_set.docs.size]
    needed = [found for found in known if not found.is_filler(snapshot.count)] or known
    wanted, own = list(_wanted(needed, _MATCH_SET)), list(_wanted(needed, _OWN))
    if known and not intersection([*wanted, *within]).size:
        guessed = [found for found in known if not is_exact and found.word.text not in sure_words]
        known = [find_by_every_kind(snapshot, found) if found in guessed else found for found in known]
        best = _holds_most(snapshot, known, within)
        is_kept = [best is not None and found.match_set.levels[best] > 0 for found in known]
        left_out += (found.word for found, kept in zip(known, is_kept, strict=True) if not kept)
        known = [found for found, kept in zip(known, is_kept, strict=True) if kept]
        wanted, own = [found.match_set for found in known], [found.own for found in known]
    return QueryMatch(wanted, own, known, _as_typed(left_out, known))


def intersection(wanted: Iterable[MatchSet]) -> Numbers:
    """Return the documents that are in every set, in ascending order. There must be at least one set."""
    fewest_first = sorted(wanted, key=lambda match_set: len(match_set.docs))
    docs = fewest_first[0].docs
    for match_set in fewest_first[1:]:
        docs = match_set.filter_docs(docs)
    return docs


def read_terms(snapshot: Snapshot, query: str, extra: Mapping[str, frozenset[str]]) -> list[QueryTerm]:
    """Return the words of a normalized query in their order. If a document contains a telephone number of the query,
    the number is added at the end, and the words that are parts of the number are removed."""
    words = words_of(query)
    for number in numbers_of(query):
        if find(snapshot, number, extra).match_set.docs.size:
            words = [word for word in words if not number.start <= word.start < number.end] + [number]
    return words


def find(
    snapshot: Snapshot, word: QueryTerm, extra: Mapping[str, frozenset[str]], *, is_exact: bool = False
) -> TermMatch:
    """Return the matches of `word` by the surest kind of match that finds anything. Telephone numbers match only
    exactly.

    `extra` is `Query.extra_matches`.
    """
    extra_docs = _extra_docs(snapshot, word, extra)
    match_set = snapshot.nothing
    for at, (kind, is_guess) in enumerate(_KINDS[:1] if word.is_number or is_exact else _KINDS):
        match_set = own = _match_set(snapshot, word, at, kind)
        if extra_docs and not at:
            match_set = own.joined(extra_docs, round(BEST * fields.EXTRA_MATCH))
        if match_set.docs.size:
            return TermMatch(word, match_set, own, is_guess, _idf(snapshot, match_set))
    return TermMatch(word, match_set, match_set, False, 0.0)


def _find_whole(snapshot: Snapshot, word: QueryTerm, extra: Mapping[str, frozenset[str]]) -> TermMatch:
    own, docs = _match_set(snapshot, word, len(_KINDS), whole_words), _extra_docs(snapshot, word, extra)
    match_set = own.joined(docs, round(BEST * fields.EXTRA_MATCH)) if docs else own
    return TermMatch(word, match_set, own, False, _idf(snapshot, match_set))


def find_by_every_kind(snapshot: Snapshot, found: TermMatch) -> TermMatch:
    """Return the matches of a word by all kinds of match together. For a telephone number, only exact matches are
    used."""
    if found.word.is_number:
        return found
    wide = [_match_set(snapshot, found.word, at, kind) for at, (kind, _) in enumerate(_KINDS)]
    return replace(
        found, match_set=reduce(MatchSet.union, wide, found.match_set), own=reduce(MatchSet.union, wide, found.own)
    )


def _extra_docs(snapshot: Snapshot, word: QueryTerm, extra: Mapping[str, frozenset[str]]) -> list[int]:
    return snapshot.docs_of_keys(extra.get(word.text, ()))


def is_known(snapshot: Snapshot, word: QueryTerm) -> bool:
    """Return whether a document contains `word` as a whole.

    For the last word of a query, a longer word that begins with `word` is enough. A word of one letter is never known.
    """
    return len(word.text) > 1 and _match_set(snapshot, word, len(_KINDS) + 1, _whole_or_begun).docs.size > 0


def _whole_or_begun(snapshot: Snapshot, word: QueryTerm) -> Iterator[WordSpan]:
    yield from whole_words(snapshot, word)
    if word.is_last:
        yield from ((fields.PREFIX, segment, segment.beginning(word.text)) for segment in snapshot.segments)


def _wanted(found: list[TermMatch], by: Callable[[TermMatch], MatchSet]) -> Iterator[MatchSet]:
    """Yield the match sets that a matching document must be in. `by` returns the match set of a term.

    In a run of overlapping pairs of characters, a document must match the first pair, the last pair, and at least one
    of each two consecutive pairs.
    """
    for at, each in enumerate(found):
        before, after = found[at - 1 : at], found[at + 1 : at + 2]
        is_inside = all(other and _is_beside(each, other[0]) for other in (before, after))
        if not is_inside:
            yield by(each)
        yield from (by(each).union(by(other)) for other in after if _is_beside(each, other))


def _is_beside(one: TermMatch, other: TermMatch) -> bool:
    return one.word.is_gram and other.word.is_gram and abs(one.word.start - other.word.start) == 1


def _holds_most(snapshot: Snapshot, known: list[TermMatch], within: Sequence[MatchSet]) -> int | None:
    if within:
        docs = intersection(within)
        docs = docs[np.logical_or.reduce([each.match_set.levels[docs] > 0 for each in known])]
        return _best_of(snapshot, docs, known) if docs.size else None
    rare = [found.match_set.docs for found in known if len(found.match_set.docs) <= RANKED]
    fewest = min((found.match_set.docs for found in known), key=len)
    docs = np.array(sorted(set().union(*(each.tolist() for each in rare)))) if rare else snapshot.first(fewest, RANKED)
    return _best_of(snapshot, docs, known)


def _best_of(snapshot: Snapshot, docs: Numbers, known: list[TermMatch]) -> int:
    scores = sum(each.match_set.levels[docs] * each.idf**2 for each in known)
    most = np.round(scores, 9)
    return int(snapshot.first(docs[most == most.max()], 1)[0])


def _as_typed(left_out: list[QueryTerm], kept: list[TermMatch]) -> tuple[str, ...]:
    """Return the words that were left out, as typed.

    Neighbouring pairs of characters are joined into one text. Characters that also belong to a pair in `kept` are
    removed.
    """
    covered = {place for f in kept if f.word.is_gram for place in range(f.word.start, f.word.end)}
    letters = {place: letter for w in left_out for place, letter in enumerate(w.typed, w.start)}
    places = enumerate(sorted(letters.keys() - covered))
    runs = groupby(places, key=lambda counted: counted[1] - counted[0])
    return tuple("".join(letters[place] for _, place in run) for _, run in runs)


def _match_set(snapshot: Snapshot, word: QueryTerm, at: int, kind: "Kind") -> MatchSet:
    return snapshot.memoized((word, at), lambda: snapshot.match_set_of(list(kind(snapshot, word))))


def _idf(snapshot: Snapshot, match_set: MatchSet) -> float:
    return log(1 + (snapshot.count - len(match_set.docs) + 0.5) / (len(match_set.docs) + 0.5))


def _by_beginning(snapshot: Snapshot, word: QueryTerm) -> Iterator[WordSpan]:
    """Yield words that begin with `word`.

    For the last word of a query, also yield words whose phonetic key begins with the key of `word`.
    """
    if len(word.text) < 3 or word.is_gram:
        return
    for segment in snapshot.segments:
        yield fields.INNER_PREFIX, segment, segment.beginning(word.text)
        for sound in phonetic.phonetic_keys(word.text)[:1] if word.is_last else ():
            for place in segment.phonetic_index.beginning(sound):
                yield fields.INNER_PREFIX, segment, (place, place + 1)


Kind = Callable[[Snapshot, QueryTerm], Iterator[WordSpan]]
_KINDS: tuple[tuple[Kind, bool], ...] = (
    (exact_matches, False),
    (by_sound, True),
    (with_typos, True),
    (_by_beginning, False),
)
