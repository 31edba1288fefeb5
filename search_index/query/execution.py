"""Answers a query from a snapshot: match, filter, count facets, rank, cut out the page, suggest a correction."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from itertools import groupby

import numpy as np

from search_index.documents import Query, Results
from search_index.query.match_set import BEST, MatchSet, Place
from search_index.query.matching import QueryMatch, intersection, match, rank
from search_index.query.terms import MAX_CHARACTERS, TermMatch, is_known, normalized_query, read, words_of
from search_index.storage.postings import Numbers
from search_index.storage.snapshot import Snapshot
from search_index.text import folding, phonetic
from search_index.text.keyboards import retyped


def answer(snapshot: Snapshot, query: Query) -> Results:
    """Return the page of results of `query`."""
    if query.without:
        snapshot = snapshot.without(query.without)
    asked = normalized_query(query.text)
    matched = match(snapshot, read(snapshot, asked, query.also), query.also)
    by_also = _by_also_alone(snapshot, matched) if any(query.also.values()) else snapshot.nothing.docs
    if len(by_also) > query.most_also:
        return replace(answer(snapshot, replace(query, also={})), is_without_also=True)
    corrected = _correct(snapshot, matched.found, asked)
    if corrected or matched.ignored:
        for meant in retyped(query.text[:MAX_CHARACTERS]):
            words = words_of(normalized_query(meant))
            if words and all(is_known(snapshot, word) for word in words):
                asked = corrected = normalized_query(meant)
                matched, by_also = match(snapshot, words, {}), snapshot.nothing.docs
                break
    wanted = (matched.wanted or [snapshot.nothing]) if asked else [snapshot.every]
    known = {
        name: {value: snapshot.nothing.joined(snapshot.numbered(keys), BEST) for value, keys in values.items()}
        for name, values in query.known.items()
    }
    filters = {
        name: _any_of(snapshot, known[name], values) if name in known else snapshot.having(name, values)
        for name, values in query.filters.items()
    }
    docs = intersection([*wanted, *filters.values()])
    start, end = max(query.offset, 0), max(query.offset, 0) + max(query.limit, 0)
    ranked = rank(snapshot, docs, matched.found, _solid(asked), end) if asked else snapshot.first(docs, end)
    facets, told = {}, [docs]
    for name in query.facets:
        others = [held for other, held in filters.items() if other != name]
        counted = intersection([*wanted, *others]) if name in filters else docs
        told.append(counted)
        facets[name] = _counted(known[name], counted) if name in known else snapshot.counts(name, counted)
    return Results(
        keys=tuple(snapshot.keys[doc] for doc in ranked[start:].tolist()),
        total=len(docs),
        facets=facets,
        did_you_mean=corrected,
        ignored=matched.ignored,
        elsewhere=_told_of(snapshot, by_also, told, matched),
        is_partial=bool(query.without),
    )


def _by_also_alone(snapshot: Snapshot, matched: QueryMatch) -> Numbers:
    """Return the documents that match, filters aside, only by what the caller added (`Query.also`)."""
    if not matched.wanted:
        return snapshot.nothing.docs
    return np.setdiff1d(intersection(matched.wanted), intersection(matched.own), assume_unique=True)


def _told_of(snapshot: Snapshot, by_also: Numbers, told: list[Numbers], matched: QueryMatch) -> tuple[str, ...]:
    """Return the keys of the documents that match by `Query.also` alone and that the answer reveals
    (`Results.elsewhere`)."""
    if not by_also.size:
        return ()
    among = by_also[np.isin(by_also, np.concatenate(told))]
    is_met_besides = among.size or intersection(matched.own).size
    docs = among if is_met_besides else by_also
    return tuple(snapshot.keys[doc] for doc in snapshot.first(docs, len(docs)).tolist())


def _solid(asked: str) -> str:
    return folding.whole_name(asked).replace(" ", "")


def _any_of(snapshot: Snapshot, known: Mapping[str, MatchSet], values: frozenset[str]) -> MatchSet:
    return reduce(MatchSet.union, (held for value, held in known.items() if value in values), snapshot.nothing)


def _counted(known: Mapping[str, MatchSet], docs: Numbers) -> dict[str, int]:
    counts = {value: len(held.filter_docs(docs)) for value, held in known.items()}
    return {value: count for value, count in counts.items() if count}


def _correct(snapshot: Snapshot, words: list[TermMatch], asked: str) -> str | None:
    """Return the query with each guessed word replaced by the likeliest known one; None if nothing changes."""
    corrected = asked
    for found in reversed(words):
        if found.guessed:
            start, end = found.word.start, found.word.end
            corrected = corrected[:start] + _likeliest(snapshot, found) + corrected[end:]
    return corrected if corrected != asked else None


def _likeliest(snapshot: Snapshot, found: TermMatch) -> str:
    """Return the likeliest known word, capitalized as typed: surest, then in the script typed, then closest, then most
    frequent."""
    typed = found.word.typed.lower()
    script = folding.script(typed)
    forms: list[tuple[bool, int, int, str]] = []
    for word in _surest(snapshot, found.held):
        frequency = snapshot.frequency(word)
        written = [form for form in snapshot.spellings(word) if folding.script(form) == script]
        apart = {form: phonetic.edit_distance(typed, form, len(typed)) for form in written or [word]}
        forms += ((not written, errors, -frequency, form) for form, errors in apart.items())
    likeliest = min(forms)[-1]
    return likeliest[:1].upper() + likeliest[1:] if found.word.typed[:1].isupper() else likeliest


def _surest(snapshot: Snapshot, held: MatchSet) -> set[str]:
    """Return the words of a match set that match most surely. Words without a live document do not count."""
    words: set[str] = set()
    for _, places in groupby(sorted(held.places, key=_sureness), _sureness):
        words = set(filter(snapshot.is_live, {segment.words[span[0]] for _, segment, span in places}))
        if words:
            break
    return words


def _sureness(place: Place) -> float:
    return -place[0]
