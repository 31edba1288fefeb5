"""Finds the places that a text names: as typed, mistyped, or typed with another keyboard layout."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache, partial
from pathlib import Path

from directory.search.directions import NamedPlace, Pair, Subject, pairs
from directory.search.guides import LANGUAGE, TREATY, general_words, without, words_meaning
from directory.search.measures import is_of_measures
from directory.search.place_names import adjectives, city_names, state_names
from search_index import FoundPhrase, Query, Results, SearchIndex
from search_index.text.folding import normalize
from search_index.text.keyboards import retyped

# Ordinary words of the site's own texts that look like the name of a State or city. The comparison distinguishes
# capitals.
ORDINARY_WORDS = Path(__file__).with_name("ordinary_words.txt")
MOST_STATES = 2
"""The most States whose names are looked for among mistyped words."""
LONGEST_CODE = 3
FEWEST_LETTERS = 5
LEAST_ALIKE = 0.8
"""What is mistyped has at least FEWEST_LETTERS letters and at least the similarity LEAST_ALIKE (0 to 1) to what was
meant."""


def meant_places(index: SearchIndex, whole: Query, results: Results) -> tuple[str, list[FoundPhrase]]:
    """Return the text that the person meant to type, and the places that this text names.

    The text stays as typed unless a correction or another keyboard layout reveals more places.
    """
    text, corrected = whole.text, results.did_you_mean or whole.text
    places = places_in(text)
    if len(states_of(places_in(corrected))) > len(states_of(places)):
        text, places = corrected, places_in(corrected)
    if len(states_of(places)) < MOST_STATES:
        mistyped = _mistyped_places(index, whole, results) if text == whole.text else []
        places = sorted([*places, *mistyped], key=lambda one: one.start)
    if not places and not finds_all(results):
        return next(_in_other_layouts(index, whole), (text, places))
    return text, places


def places_in(text: str) -> list[FoundPhrase]:
    """Return the names of States and cities in a text, in order, without overlaps. A name that means a language is left
    out.

    If the text has a word for a treaty, the names of cities are left out too. A word of a measure's name is no form of
    the name of a place.
    """
    names_treaty = bool(words_meaning(TREATY, text))
    named = (*state_names().find(text), *(() if names_treaty else city_names().find(text)))
    general = {(one.start, one.end) for one in general_words(text)}
    kept: list[FoundPhrase] = []
    for one in sorted(named, key=lambda one: (one.start - one.end, not one.is_exact)):
        if not one.is_exact and is_of_measures(text[one.start : one.end]):
            continue
        is_free = all(one.end <= other.start or other.end <= one.start for other in kept)
        if is_free and _is_name(text, text[one.start : one.end], is_general=(one.start, one.end) in general):
            kept.append(one)
    kept.sort(key=lambda one: one.start)
    return [one for one in kept if not _is_language(text, one)]


def pairs_of(text: str, places: Sequence[FoundPhrase], subject: Subject) -> tuple[Pair, ...]:
    """Return pairs (asking State, asked State), as far as words beside the names of places show them."""
    if len(states_of(places)) < MOST_STATES:
        return ()
    starts, ends = [one.start for one in places], [one.end for one in places]
    named = [
        NamedPlace(
            state=min(one.codes),
            name=text[one.start : one.end],
            before=text[end_before : one.start],
            after=text[one.end : next_start],
            is_name=partial(_is_form_of, one),
        )
        for one, end_before, next_start in zip(places, [0, *ends], [*starts[1:], None], strict=False)
    ]
    return pairs(named, lambda word: bool(general_words(word)), subject)


def states_of(places: Iterable[FoundPhrase]) -> tuple[str, ...]:
    """Return the codes of the States of `places`, each once, in the order of the text."""
    return tuple(dict.fromkeys(code for one in places for code in sorted(one.codes)))


def has_city(text: str, places: Iterable[FoundPhrase]) -> bool:
    """Return whether one of `places` in a text is a city."""
    cities = city_names().find(text)
    return any(one in cities for one in places)


def finds_all(results: Results) -> bool:
    """Return whether there are results, and they match all words of the query without a correction."""
    return bool(results.keys) and not results.ignored and not results.did_you_mean


def are_alike(typed: str, meant: str) -> bool:
    """Return whether `meant` hardly differs from `typed`."""
    return SequenceMatcher(None, typed.lower(), meant.lower()).ratio() >= LEAST_ALIKE


def _in_other_layouts(index: SearchIndex, whole: Query) -> Iterator[tuple[str, list[FoundPhrase]]]:
    """Yield the texts that may have been meant if the keyboard layout was wrong, and that name places."""
    texts = [] if whole.sure_words else list(map(normalize, retyped(whole.text)))
    for text in texts:
        if places := [one for one in places_in(text) if one.end - one.start > LONGEST_CODE]:
            yield text, places
    for text in texts:
        meant = index.search(replace(whole, text=text)).did_you_mean or ""
        if are_alike(text, meant) and (places := places_in(meant)):
            yield meant, places


def _mistyped_places(index: SearchIndex, whole: Query, results: Results) -> list[FoundPhrase]:
    """Return the words of the query that the search ignored and that are misspelled names of places.

    Such a word hardly differs from the correction that the index gives for it, and the correction names a place.
    """
    found = []
    for word in results.ignored:
        start = whole.text.find(word)
        if len(word) < FEWEST_LETTERS or start < 0 or general_words(word):
            continue
        meant = index.search(replace(whole, text=word)).did_you_mean or ""
        codes = frozenset(code for one in places_in(meant) for code in one.codes)
        if codes and are_alike(word, meant):
            found.append(FoundPhrase(codes, start, start + len(word), is_exact=False))
    return found


def _is_language(text: str, name: FoundPhrase) -> bool:
    """Return whether `name` means a language: an adjective beside a word such as "translation".

    Only general words may stand between the two.
    """
    words = words_meaning(LANGUAGE, text)
    if not words or not any((one.start, one.end) == (name.start, name.end) for one in adjectives().find(text)):
        return False
    between = (text[min(one.end, name.end) : max(one.start, name.start)] for one in words)
    return any(not without(gap, general_words(gap)) for gap in between)


def _is_name(text: str, typed: str, *, is_general: bool) -> bool:
    is_short = len(typed) <= LONGEST_CODE and typed != typed.lower()
    # If the whole text is in capitals, capitals are no sign of a code.
    is_loud = text == text.upper() and text != typed
    return typed not in _ordinary_words() and not (is_short and is_loud) and (is_short or not is_general)


def _is_form_of(name: FoundPhrase, text: str) -> bool:
    """Return whether the whole of `text` names a State, or a city of a State, that `name` can mean.

    If `name` has the exact form of a stored name (`is_exact`), `text` must have the exact form of a stored name too.
    """
    found = (*state_names().find(text), *city_names().find(text))
    whole = [one for one in found if (one.start, one.end) == (0, len(text)) and one.codes & name.codes]
    return any(one.is_exact or not name.is_exact for one in whole)


@cache
def _ordinary_words() -> frozenset[str]:
    return frozenset(ORDINARY_WORDS.read_text(encoding="utf-8").split())
