"""The matches of one word of a query, by the surest kind of match that finds anything.

The kinds of match are tried in this order: exact, by sound, with typing errors, by beginning.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import reduce
from math import log

from search_index.query.exact_matches import exact_matches
from search_index.query.match_set import BEST, MatchSet, WordSpan
from search_index.query.spelling import by_sound, with_typos
from search_index.query.terms import QueryTerm, TermMatch, numbers_of, words_of
from search_index.storage import fields
from search_index.storage.snapshot import Snapshot
from search_index.text import phonetic


def read_terms(snapshot: Snapshot, query: str, extra: Mapping[str, frozenset[str]]) -> list[QueryTerm]:
    """Return the terms of a normalized query: its words in the order of the query, and the telephone numbers in the
    index. Such a number replaces the words of its digits and comes last."""
    words = words_of(query)
    for number in numbers_of(query):
        if find(snapshot, number, extra).match_set.docs.size:
            words = [word for word in words if not number.start <= word.start < number.end] + [number]
    return words


def find(snapshot: Snapshot, word: QueryTerm, extra: Mapping[str, frozenset[str]]) -> TermMatch:
    """Return the matches of `word` by the surest kind of match that finds anything.

    `extra` is a mapping from word to the keys of further documents that contain the word. A telephone number with an
    error is another number, so telephone numbers match only exactly.
    """
    extra_docs = snapshot.docs_of_keys(extra.get(word.text, ()))
    match_set = snapshot.nothing
    for at, (kind, is_guess) in enumerate(_KINDS[:1] if word.is_number else _KINDS):
        match_set = own = _match_set(snapshot, word, at, kind)
        if extra_docs and not at:
            match_set = own.joined(extra_docs, round(BEST * fields.EXTRA_MATCH))
        if match_set.docs.size:
            return TermMatch(word, match_set, own, is_guess, _idf(snapshot, match_set))
    return TermMatch(word, match_set, match_set, False, 0.0)


def find_by_every_kind(snapshot: Snapshot, found: TermMatch) -> TermMatch:
    """Return the matches of a word by all kinds of match together. The matches of a telephone number are returned
    unchanged."""
    if found.word.is_number:
        return found
    wide = [_match_set(snapshot, found.word, at, kind) for at, (kind, _) in enumerate(_KINDS)]
    return replace(
        found, match_set=reduce(MatchSet.union, wide, found.match_set), own=reduce(MatchSet.union, wide, found.own)
    )


def _match_set(snapshot: Snapshot, word: QueryTerm, at: int, kind: "Kind") -> MatchSet:
    return snapshot.memoized((word, at), lambda: snapshot.match_set_of(list(kind(snapshot, word))))


def _idf(snapshot: Snapshot, match_set: MatchSet) -> float:
    return log(1 + (snapshot.count - len(match_set.docs) + 0.5) / (len(match_set.docs) + 0.5))


def is_known(snapshot: Snapshot, word: QueryTerm) -> bool:
    """Return whether any document contains the word itself or another form of the word."""
    return len(word.text) > 1 and _match_set(snapshot, word, 0, exact_matches).docs.size > 0


def _by_beginning(snapshot: Snapshot, word: QueryTerm) -> Iterator[WordSpan]:
    """Yield the words that begin with `word`. If `word` is the last word of the query, also yield words with a phonetic
    key that begins with the phonetic key of `word`."""
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
