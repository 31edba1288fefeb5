"""Which documents hold all words of a query, and in which order they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from search_index import fields
from search_index.snapshot import Snapshot
from search_index.words import INFLECTED, WIDELY, Found, Word, find, other_forms, widen

FEW = 5
"""Fewer documents are worth a look at other forms of the words."""
RANKED_AGAIN = 100
"""Documents, best by words, whose names are compared with the query as a whole."""


@dataclass(frozen=True)
class Match:
    """The documents that match every word of `found`, and the words that were left out."""

    docs: set[int]
    found: list[Found]
    ignored: tuple[str, ...] = ()


def match(snapshot: Snapshot, words: list[Word], also: Mapping[str, frozenset[str]], solid: str) -> Match:
    """Return the documents that hold all `words`, leaving out as little as gives any.

    A word takes part by its surest kind of match; if few documents then hold all and none has the
    name `solid`, also by its other forms. If still none holds all, every kind of match counts, and
    those words are kept that the document holds which holds most of the query.
    """
    every = [find(snapshot, word, also) for word in words]
    matched = _all_words(snapshot, every)
    if len(matched.docs) < FEW and matched.found and not snapshot.named(solid) & matched.docs:
        matched = _all_words(snapshot, [widen(snapshot, found, INFLECTED) for found in every])
    if matched.docs or not matched.found:
        return matched
    unknown = [found.word for found in every if not found.docs]
    wide = [widen(snapshot, found, WIDELY) for found in matched.found]
    held: dict[int, float] = {}
    for found in wide:
        for doc, worth in worths(snapshot, found, found.docs).items():
            held[doc] = held.get(doc, 0.0) + worth * found.idf**2
    best = min(held, key=lambda doc: _order(snapshot, held[doc], doc))
    kept = [found for found in wide if best in found.docs]
    left = [found.word for found in wide if best not in found.docs]
    return Match(_common(kept), kept, _as_typed([*unknown, *left], kept))


def _all_words(snapshot: Snapshot, every: list[Found]) -> Match:
    """Return the documents that hold all words of which there is any match."""
    known = [found for found in every if found.docs]
    unknown = [found.word for found in every if not found.docs]
    required = [found for found in known if not found.is_filler(snapshot.count)] or known
    return Match(_common(required), known, _as_typed(unknown, known))


def _common(found: list[Found]) -> set[int]:
    rarest_first = sorted(_wanted(found), key=len)
    return set.intersection(*rarest_first) if rarest_first else set()


def _wanted(found: list[Found]) -> Iterator[set[int]]:
    """Yield, for each word, the documents that hold it.

    Of neighbouring pairs of characters one of two is enough, since one of them may lie across the seam of two words.
    """
    for at, each in enumerate(found):
        before, after = found[at - 1 : at], found[at + 1 : at + 2]
        is_inside = all(other and _is_beside(each, other[0]) for other in (before, after))
        if not is_inside:
            yield each.docs
        yield from (each.docs | other.docs for other in after if _is_beside(each, other))


def _is_beside(one: Found, other: Found) -> bool:
    return one.word.is_gram and other.word.is_gram and abs(one.word.start - other.word.start) == 1


def _as_typed(left_out: list[Word], kept: list[Found]) -> tuple[str, ...]:
    """Return words as typed, neighbouring pairs of characters as one, without what is kept."""
    covered = {place for f in kept if f.word.is_gram for place in range(f.word.start, f.word.end)}
    letters = {place: letter for w in left_out for place, letter in enumerate(w.typed, w.start)}
    places = enumerate(sorted(letters.keys() - covered))
    runs = groupby(places, key=lambda counted: counted[1] - counted[0])
    return tuple("".join(letters[place] for _, place in run) for _, run in runs)


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
    for doc in docs & found.elsewhere:
        best[doc] = max(best.get(doc, 0.0), fields.ELSEWHERE)
    return best


def rank(snapshot: Snapshot, match: Match, solid: str) -> list[int]:
    """Return the documents of `match` for the query `solid`, best first; ties by weight, then key."""
    scores = dict.fromkeys(match.docs, 0.0)
    for found in match.found:
        for doc, worth in worths(snapshot, found, match.docs).items():
            scores[doc] += worth * found.idf * snapshot.weights[doc]
    named = snapshot.named(solid) & match.docs

    def order(doc: int) -> tuple[float, float, str]:
        return _order(snapshot, scores[doc], doc)

    ranked = sorted(scores, key=order)
    again = {*ranked[:RANKED_AGAIN], *named}
    words = [(found, _sureness(snapshot, found)) for found in match.found]
    touched = set().union(*(sure for _, sure in words))
    for doc in again:
        likeness = (_likeness(name, words, touched, solid) for name in snapshot.names[doc])
        scores[doc] *= 1 + max(likeness, default=0.0)
        scores[doc] += fields.WHOLE_NAME * (doc in named)
    return sorted(again, key=order) + [doc for doc in ranked if doc not in again]


def _order(snapshot: Snapshot, score: float, doc: int) -> tuple[float, float, str]:
    """Return the place of a document by its score: ties by weight, then key, never by when it was written."""
    return -round(score, 9), -snapshot.weights[doc], snapshot.keys[doc]


def _sureness(snapshot: Snapshot, found: Found) -> dict[str, float]:
    """Return, for each known word that a word of the query or another form of it matches singly, how surely."""
    sure: dict[str, float] = {}
    for each, segment, (first, after) in (*found.places, *other_forms(snapshot, found.word)):
        if after == first + 1:
            word = segment.words[first]
            sure[word] = max(each, sure.get(word, 0.0))
    return sure


def _likeness(name: str, words: list[tuple[Found, dict[str, float]]], touched: set[str], solid: str) -> float:
    """Return the share to add if `name` is the one that is most like the whole query.

    Most names of a document are in other languages: they have none of the `touched` words and begin none.
    """
    parts, whole = name.split(), name.replace(" ", "")
    if touched.isdisjoint(parts) and not any(found.word.text in name for found, _ in words):
        return fields.STARTS_NAME * whole.startswith(solid)
    inside = covered = asked = 0.0
    holds_all = True
    for found, sure in words:
        best, letters = 0.0, 0
        for part in parts:
            if (worth := sure.get(part)) is None:
                worth = sure[part] = _unlisted(part, found)
            if worth > best:
                best, letters = worth, 1 if found.word.is_gram else len(part)
                if best == fields.EXACT:
                    break
        inside += best * found.idf
        covered += best * letters
        asked += found.idf
        holds_all = holds_all and best > 0
    share = inside / asked
    likeness = fields.COVERAGE * share * min(1.0, covered / len(whole)) + fields.IN_ONE_NAME * share * holds_all
    return likeness + fields.STARTS_NAME * whole.startswith(solid)


def _unlisted(part: str, found: Found) -> float:
    """Return how surely a word of a query matches a word that it does not match singly."""
    if found.word.is_gram:
        return float(found.word.text in part)
    return fields.PREFIX * (found.word.is_last and part.startswith(found.word.text))
