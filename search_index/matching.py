"""Which documents hold all words of a query, and what each match in them is worth."""

from dataclasses import dataclass

from search_index import fields
from search_index.snapshot import Snapshot
from search_index.words import Found, Word, find


@dataclass(frozen=True)
class Match:
    """The documents that match every word of `found`, and the words that were left out."""

    docs: set[int]
    found: list[Found]
    ignored: tuple[str, ...] = ()


def match(snapshot: Snapshot, words: list[Word]) -> Match:
    """Return the documents that hold all `words`, leaving out as little as gives any.

    A word takes part by its surest kind of match. If no document then holds all, every kind of
    match counts, and those words are kept that the document holds which holds most of the query.
    """
    strict = [find(snapshot, word) for word in words]
    known = [found for found in strict if found.docs]
    unknown = [found.word for found in strict if not found.docs]
    required = [found for found in known if not found.is_filler(snapshot.count)] or known
    docs = _common(required)
    if docs or not known:
        return Match(docs, known, _as_typed(unknown, known))
    wide = [find(snapshot, found.word, widely=True) for found in known]
    held: dict[int, float] = {}
    for found in wide:
        for doc, worth in worths(snapshot, found, found.docs).items():
            held[doc] = held.get(doc, 0.0) + worth * found.idf
    best = max(held, key=lambda doc: (held[doc], -doc))
    kept = [found for found in wide if best in found.docs]
    left = [found.word for found in wide if best not in found.docs]
    return Match(_common(kept), kept, _as_typed([*unknown, *left], kept))


def _common(found: list[Found]) -> set[int]:
    rarest_first = sorted((each.docs for each in found), key=len)
    return set.intersection(*rarest_first) if rarest_first else set()


def _as_typed(left_out: list[Word], kept: list[Found]) -> tuple[str, ...]:
    """Return words as typed; a pair of characters that kept pairs cover was not left out."""
    covered = {place for f in kept if f.word.is_gram for place in range(f.word.start, f.word.end)}
    ordered = sorted(left_out, key=lambda word: word.start)
    return tuple(w.typed for w in ordered if not covered.issuperset(range(w.start, w.end)))


def worths(snapshot: Snapshot, found: Found, docs: set[int]) -> dict[int, float]:
    """Return, for each of `docs`, the worth of its best match: field, sureness and length."""
    ranked = sorted(
        ((sure * fields.FIELD_WEIGHT[name], name, segment, span)
        for sure, segment, span in found.places
        for name in fields.SEARCHED),
        key=lambda place: -place[0],
    )  # fmt: skip
    best: dict[int, float] = {}
    for worth, name, segment, span in ranked:
        share = fields.LENGTH_NORM[name]
        lengths, mean = snapshot.lengths[name]
        for doc in docs.intersection(segment.postings[name].of(span)):
            if doc not in best:
                best[doc] = worth * 2.2 / (1 + 1.2 * (1 - share + share * lengths[doc] / mean))
    return best
