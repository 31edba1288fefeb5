"""Exact matches of a word: the word itself, its other forms, and the initials of names."""

from collections.abc import Iterator

from search_index.query.match_set import WordSpan
from search_index.query.terms import QueryTerm
from search_index.storage import fields
from search_index.storage.segment import Segment
from search_index.storage.snapshot import Snapshot
from search_index.text import folding


def exact_matches(snapshot: Snapshot, word: QueryTerm) -> Iterator[WordSpan]:
    """Yield the exact matches of a word of a query. If the word is the last of the query, longer words that begin with
    it match too. Spans may be empty."""
    for segment in snapshot.segments:
        for form in (word.text, *folding.variants(word.typed)):
            yield from other_forms(segment, form)
        for form in (word.text, *word.also):
            yield fields.EXACT, segment, segment.exact(form)
        begun = segment.beginning if len(word.text) > 2 else segment.exact
        yield fields.INITIALS, segment, begun(folding.INITIALS_MARK + word.text)
        if word.is_last:
            yield fields.PREFIX, segment, segment.beginning(word.text)


def whole_words(snapshot: Snapshot, word: QueryTerm) -> Iterator[WordSpan]:
    """Yield the words that equal a word of a query, in any of its spellings."""
    for segment in snapshot.segments:
        for form in (word.text, *word.also):
            yield fields.EXACT, segment, segment.exact(form)


def other_forms(segment: Segment, text: str) -> Iterator[WordSpan]:
    """Yield the words that equal `text` or differ only in the ending.

    Yield nothing for a text of up to three letters, or with a digit.
    """
    root = text[: max(4, int(len(text) * fields.STEM_SHARE))]
    for place in range(*segment.beginning(root)) if len(text) > 3 and text.isalpha() else ():
        if sure := sure_of_form(segment.words[place], text):
            yield sure, segment, (place, place + 1)


def sure_of_form(known: str, text: str) -> float:
    """Return how surely `known` is another form of `text`, from 0 to 1. Return 0 if `known` has a digit."""
    if not known.isalpha():
        return 0.0
    shared = next((at for at, (a, b) in enumerate(zip(known, text, strict=False)) if a != b), len(text))
    shared = min(shared, len(known))
    # The shared beginning is the whole known word or most of both words. One differing letter inside is a typing error.
    is_mistyped = known[shared + 1 :] == text[shared + 1 :] != ""
    is_most = shared > fields.STEM_SHARE * max(len(known), len(text))
    if shared < len(known) and (is_mistyped or not is_most):
        return 0.0
    apart = len(known) + len(text) - 2 * shared
    return fields.STEM - fields.ENDING * min(apart, 8)
