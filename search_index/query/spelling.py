"""Spelling (fuzzy matching): the known words that a misspelled word may mean, and the corrected query."""

from collections.abc import Iterator
from itertools import groupby

from search_index.query.exact_matches import other_forms
from search_index.query.match_set import MatchSet, WordSpan
from search_index.query.terms import QueryTerm, TermMatch
from search_index.storage import fields
from search_index.storage.segment import Segment
from search_index.storage.snapshot import Snapshot
from search_index.text import folding, phonetic


def by_sound(snapshot: Snapshot, word: QueryTerm) -> Iterator[WordSpan]:
    """Yield the known words that sound like `word` and have a similar spelling.

    Yield nothing for a word of fewer than four letters.
    """
    for segment in snapshot.segments:
        for sound in phonetic.phonetic_keys(word.text) if len(word.text) > 3 else ():
            for place in segment.phonetic_index.with_key(sound):
                if sure := sure_of_sound(segment.words[place], word.text):
                    yield sure, segment, (place, place + 1)


def sure_of_sound(known: str, text: str) -> float:
    """Return how surely `known`, which sounds like `text`, was meant, from 0 to 1. Return 0 if the spelling differs too
    much."""
    limit = len(text) // 2
    apart = phonetic.edit_distance(text, known, limit)
    return fields.SOUND - 0.03 * min(apart, 5) if apart <= limit else 0.0


def with_typos(snapshot: Snapshot, word: QueryTerm) -> Iterator[WordSpan]:
    """Yield the known words that differ least from the mistyped `word`, then other forms of these known words.

    One error is allowed in a word of up to seven letters, two in longer words. Yield nothing for a word of fewer than
    four letters.
    """
    near: list[tuple[int, Segment, int]] = []
    for sound in phonetic.phonetic_keys(word.text)[:1] if len(word.text) > 3 else ():
        errors = 2 if len(word.text) > 7 else 1
        for segment in snapshot.segments:
            for apart, place in segment.phonetic_index.near(sound, errors):
                # A word with a similar key may still be spelled quite differently. A word without a live document does
                # not count.
                known = segment.words[place]
                if phonetic.edit_distance(word.text, known, errors + 1) <= errors + 1 and snapshot.is_live(known):
                    near.append((apart, segment, place))
    nearest = min((apart for apart, _, _ in near if apart), default=0)
    sure = fields.ONE_ERROR if nearest == 1 else fields.TWO_ERRORS
    yield from ((sure, segment, (place, place + 1)) for apart, segment, place in near if apart == nearest)
    for known in dict.fromkeys(segment.words[place] for apart, segment, place in near if apart == nearest):
        for segment in snapshot.segments:
            yield from ((sure * form, segment, span) for form, _, span in other_forms(segment, known))


def correct(snapshot: Snapshot, guessed: list[TermMatch], text: str) -> str | None:
    """Return the normalized query `text` with its guessed words replaced by the likeliest known words, or None if
    nothing changes."""
    corrected = text
    for found in reversed(guessed):
        start, end = found.word.start, found.word.end
        corrected = corrected[:start] + _likeliest(snapshot, found) + corrected[end:]
    return corrected if corrected != text else None


def _likeliest(snapshot: Snapshot, found: TermMatch) -> str:
    """Return the likeliest of the surest words. Words in the typed script come first, then words that differ least,
    then frequent words."""
    typed = found.word.typed.lower()
    script = folding.script(typed)
    forms: list[tuple[bool, int, int, str]] = []
    for word in _surest(snapshot, found.match_set):
        frequency = snapshot.frequency(word)
        written = [form for form in snapshot.spellings(word) if folding.script(form) == script]
        apart = {form: phonetic.edit_distance(typed, form, len(typed)) for form in written or [word]}
        forms += ((not written, errors, -frequency, form) for form, errors in apart.items())
    likeliest = min(forms)[-1]
    return likeliest[:1].upper() + likeliest[1:] if found.word.typed[:1].isupper() else likeliest


def _surest(snapshot: Snapshot, match_set: MatchSet) -> set[str]:
    words: set[str] = set()
    for _, places in groupby(sorted(match_set.word_spans, key=_sureness), _sureness):
        words = set(filter(snapshot.is_live, {segment.words[span[0]] for _, segment, span in places}))
        if words:
            break
    return words


def _sureness(place: WordSpan) -> float:
    return -place[0]
