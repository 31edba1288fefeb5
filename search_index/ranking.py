"""In which order matching documents stand, and what the query may have meant instead."""

from search_index import fields, folding
from search_index.matching import Match, worths
from search_index.snapshot import Snapshot
from search_index.words import Found

WEIGHED_AGAIN = 100
"""Documents, best by words, whose names are compared with the query as a whole."""


def rank(snapshot: Snapshot, match: Match, cleaned: str) -> list[int]:
    """Return the documents of `match`, best first; ties by weight, then key."""
    scores = dict.fromkeys(match.docs, 0.0)
    for found in match.found:
        for doc, worth in worths(snapshot, found, match.docs).items():
            scores[doc] += worth * found.idf * snapshot.weights[doc]
    solid = folding.whole_name(cleaned).replace(" ", "")
    named = snapshot.named(solid) & match.docs
    weights, keys = snapshot.weights, snapshot.keys

    def order(doc: int) -> tuple[float, float, str]:
        return -round(scores[doc], 9), -weights[doc], keys[doc]

    ranked = sorted(scores, key=order)
    again = {*ranked[:WEIGHED_AGAIN], *named}
    words = [(found, _sureness(found)) for found in match.found]
    for doc in again:
        likeness = (_likeness(name, words, solid) for name in snapshot.names[doc])
        scores[doc] *= 1 + max(likeness, default=0.0)
        scores[doc] += fields.WHOLE_NAME * (doc in named)
    return sorted(again, key=order) + [doc for doc in ranked if doc not in again]


def _sureness(found: Found) -> dict[str, float]:
    """Return, for each known word that a word of the query matches singly, how surely."""
    sure: dict[str, float] = {}
    for each, segment, (first, after) in found.places:
        if after == first + 1:
            word = segment.words[first]
            sure[word] = max(each, sure.get(word, 0.0))
    return sure


def _likeness(name: str, words: list[tuple[Found, dict[str, float]]], solid: str) -> float:
    """Return the share to add if `name` is the one that is most like the whole query."""
    parts, whole = name.split(), name.replace(" ", "")
    inside = covered = asked = 0.0
    holds_all = True
    for found, sure in words:
        best, letters = 0.0, 0
        for part in parts:
            if part not in sure:
                sure[part] = _unlisted(part, found)
            if sure[part] > best:
                best, letters = sure[part], 1 if found.word.is_gram else len(part)
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
