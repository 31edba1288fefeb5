"""Answers a query from a snapshot."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce

import numpy as np

from search_index.documents import Query, Results
from search_index.query.match_set import BEST, MatchSet
from search_index.query.matching import QueryMatch, intersection, is_known, match, read_terms
from search_index.query.ranking import rank
from search_index.query.spelling import correct
from search_index.query.terms import MAX_CHARACTERS, normalized_query, words_of
from search_index.storage.in_memory_postings import Numbers
from search_index.storage.snapshot import Snapshot
from search_index.text import folding
from search_index.text.keyboards import retyped

FEWEST_RETYPED = 4
"""A text of fewer folded letters is not taken for one in another keyboard layout."""


def answer(snapshot: Snapshot, query: Query) -> Results:
    """Return the page of results of `query`."""
    if query.stale_keys:
        snapshot = snapshot.without(query.stale_keys)
    text = normalized_query(query.text)
    within = [snapshot.docs_with_facet(name, values) for name, values in query.within.items()]
    terms = read_terms(snapshot, text, query.extra_matches)
    matched = match(snapshot, terms, query.extra_matches, within, is_exact=query.is_exact, sure_words=query.sure_words)
    extra = _extra_alone(snapshot, matched) if any(query.extra_matches.values()) else snapshot.nothing.docs
    if len(extra) > query.most_extra:
        return replace(answer(snapshot, replace(query, extra_matches={})), is_without_extra=True)
    guessed = [found for found in matched.found if found.guessed]
    corrected = correct(snapshot, guessed, text) if guessed else None
    is_sure = not query.sure_words.isdisjoint(word.text for word in terms)
    if not query.is_exact and not is_sure and (corrected or matched.ignored):
        for meant in retyped(query.text[:MAX_CHARACTERS]):
            words = words_of(normalized_query(meant))
            if sum(len(word.text) for word in words) >= FEWEST_RETYPED and all(
                is_known(snapshot, word) for word in words
            ):
                text = corrected = normalized_query(meant)
                matched, extra = match(snapshot, words, {}, within), snapshot.nothing.docs
                break
    everything = [snapshot.live_documents] if within or not text else [snapshot.nothing]
    wanted = [*(everything if query.are_words_optional else matched.wanted or everything), *within]
    known = {
        name: {value: snapshot.nothing.joined(snapshot.docs_of_keys(keys), BEST) for value, keys in values.items()}
        for name, values in query.facet_overrides.items()
    }
    filters = {
        name: _any_of(snapshot, known[name], values) if name in known else snapshot.docs_with_facet(name, values)
        for name, values in query.filters.items()
    }
    docs = intersection([*wanted, *filters.values()])
    start, end = max(query.offset, 0), max(query.offset, 0) + max(query.limit, 0)
    unspaced = _unspaced(text)
    named = snapshot.docs_named(unspaced) if matched.found and docs.size else snapshot.nothing.docs
    ranked = rank(snapshot, docs, matched.found, named, unspaced, end) if matched.found else snapshot.first(docs, end)
    facets, shown = {}, [docs]
    for name in query.facets:
        others = [match_set for other, match_set in filters.items() if other != name]
        counted = intersection([*wanted, *others]) if name in filters else docs
        shown.append(counted)
        facets[name] = _counted(known[name], counted) if name in known else snapshot.counts(name, counted)
    return Results(
        keys=tuple(snapshot.keys[doc] for doc in ranked[start:].tolist()),
        total=len(docs),
        facets=facets,
        did_you_mean=corrected,
        ignored=matched.ignored,
        is_name=bool(ranked.size) and ranked[0] in named,
        extra_keys=_revealed_extra(snapshot, extra, shown, matched),
        is_partial=bool(query.stale_keys),
    )


def _extra_alone(snapshot: Snapshot, matched: QueryMatch) -> Numbers:
    """Return the documents that only `Query.extra_matches` found. The filters of the query are not applied yet."""
    if not matched.wanted:
        return snapshot.nothing.docs
    return np.setdiff1d(intersection(matched.wanted), intersection(matched.own), assume_unique=True)


def _revealed_extra(snapshot: Snapshot, extra: Numbers, shown: list[Numbers], matched: QueryMatch) -> tuple[str, ...]:
    """Return the keys of the documents that only `Query.extra_matches` found and that the answer reveals: those among
    `shown`, the documents that the total or a facet counts.

    If none of them is shown and nothing else matches the query, the answer reveals all of them, since it reports no
    word as ignored.
    """
    if not extra.size:
        return ()
    among = extra[np.isin(extra, np.concatenate(shown))]
    is_met_besides = among.size or intersection(matched.own).size
    docs = among if is_met_besides else extra
    return tuple(snapshot.keys[doc] for doc in snapshot.first(docs, len(docs)).tolist())


def _unspaced(text: str) -> str:
    return folding.whole_name(text).replace(" ", "")


def _any_of(snapshot: Snapshot, known: Mapping[str, MatchSet], values: frozenset[str]) -> MatchSet:
    return reduce(
        MatchSet.union, (match_set for value, match_set in known.items() if value in values), snapshot.nothing
    )


def _counted(known: Mapping[str, MatchSet], docs: Numbers) -> dict[str, int]:
    counts = {value: len(match_set.filter_docs(docs)) for value, match_set in known.items()}
    return {value: count for value, count in counts.items() if count}
