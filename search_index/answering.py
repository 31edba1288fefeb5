"""A query answered from a snapshot: match, narrow, count, rank, page, and suggest a correction."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from operator import and_, or_

from search_index import folding, sounds
from search_index.documents import Query, Results
from search_index.fields import NAMES
from search_index.keyboards import retyped
from search_index.matching import match, rank
from search_index.snapshot import Snapshot
from search_index.words import MAX_CHARACTERS, Found, cleaned, is_known, read, words_of


def answer(snapshot: Snapshot, query: Query) -> Results:
    """Return the page of results of `query`."""
    asked = cleaned(query.text)
    matched = match(snapshot, read(snapshot, asked, query.also), query.also)
    corrected = _correct(snapshot, matched.found, asked)
    if corrected or matched.ignored:
        for meant in retyped(query.text[:MAX_CHARACTERS]):
            words = words_of(cleaned(meant))
            if words and all(is_known(snapshot, word) for word in words):
                asked = corrected = cleaned(meant)
                matched = match(snapshot, words, {})
                break
    docs = snapshot.bits(matched.docs) if asked else snapshot.live
    had = snapshot.facets | _known(snapshot, query)
    filters = {name: _any_of(had.get(name, {}), values) for name, values in query.filters.items()}
    kept = reduce(and_, filters.values(), docs)
    flags = snapshot.flags(kept)
    if asked:
        narrowed = replace(matched, docs={doc for doc in matched.docs if flags[doc] == "1"})
        ranked = rank(snapshot, narrowed, _solid(asked))
    else:
        ranked = [doc for doc in snapshot.by_weight if flags[doc] == "1"]
    start = max(query.offset, 0)
    return Results(
        keys=tuple(snapshot.keys[doc] for doc in ranked[start : start + max(query.limit, 0)]),
        total=kept.bit_count(),
        facets={name: _count(had.get(name, {}), name, docs, filters) for name in query.facets},
        did_you_mean=corrected,
        ignored=matched.ignored,
    )


def _solid(asked: str) -> str:
    return folding.whole_name(asked).replace(" ", "")


def _known(snapshot: Snapshot, query: Query) -> dict[str, dict[str, int]]:
    """Return the documents of the values that the caller knows better than the index."""
    return {
        name: {value: snapshot.bits(snapshot.numbered(keys)) for value, keys in values.items()}
        for name, values in query.known.items()
    }


def _any_of(had: Mapping[str, int], values: frozenset[str]) -> int:
    return reduce(or_, (had.get(value, 0) for value in values), 0)


def _count(had: Mapping[str, int], name: str, docs: int, filters: dict[str, int]) -> dict[str, int]:
    """Return the number of documents by value of a facet, its own filter set aside."""
    others = (allowed for other, allowed in filters.items() if other != name)
    counted = reduce(and_, others, docs)
    return {value: count for value, bits in had.items() if (count := (counted & bits).bit_count())}


def _correct(snapshot: Snapshot, words: list[Found], asked: str) -> str | None:
    """Return the query with each word that was only guessed replaced by the likeliest known one."""
    corrected = asked
    for found in reversed(words):
        if found.guessed:
            start, end = found.word.start, found.word.end
            corrected = corrected[:start] + _likeliest(found) + corrected[end:]
    return corrected if corrected != asked else None


def _likeliest(found: Found) -> str:
    """Return a known word: surest, then in the script typed, then closest, then most frequent."""
    typed = found.word.typed.lower()
    script = folding.script(typed)
    forms: list[tuple[float, bool, int, int, str]] = []
    for sure, segment, span in found.places:
        word = segment.words[span[0]]
        written = [form for form in segment.spellings(word) if folding.script(form) == script]
        frequency = len(segment.postings[NAMES].of(span))
        for form in written or [word]:
            apart = sounds.distance(typed, form, len(typed))
            forms.append((-sure, not written, apart, -frequency, form))
    likeliest = min(forms)[-1]
    return likeliest[:1].upper() + likeliest[1:] if found.word.typed[:1].isupper() else likeliest
