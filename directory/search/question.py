"""Reads a text as a question: the States that it names, the measure, and the other words."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from directory.search.guides import guide_phrases, guides
from directory.search.names import labels
from directory.search.offences import offence_phrases
from directory.search.place_names import adjectives, city_names, state_names
from directory.vocabulary import MEASURES
from search_index import FoundPhrase, PhraseFinder, Query, Results, SearchIndex
from search_index.text.folding import normalize, script

# General words, in all languages: any question may contain them ("who", "call", "номер"), whatever its subject.
GENERAL_WORDS = Path(__file__).with_name("general_words.csv")
# Ordinary words of the site's own texts that look like the name of a State or city. Capitals are as in these texts.
ORDINARY_WORDS = Path(__file__).with_name("ordinary_words.txt")
TREATY, LANGUAGE = "treaty", "language"
# The meanings of words that also name entries, or say what a word beside them means.
TELLING = frozenset({TREATY, LANGUAGE})
MOST_GUIDES = 2
MOST_CHARACTERS = 200
LONGEST_CODE = 3
OWN_KINDS = frozenset({"jurisdiction", "authority", "focal_point", "requirement", "legislation"})
"""The kinds of entry that belong to one State."""
NAMED_AFTER_CITIES = frozenset({"treaty", "network"})
MOST_IGNORED = 0.75
MOST_IGNORED_BY_MEASURE = 0.65
"""The greatest share of the letters that a search may leave out. A result for fewer letters is about something else."""
FEWEST_LETTERS = 5
LEAST_ALIKE = 0.8
"""A mistyped name has at least FEWEST_LETTERS letters and at least the similarity LEAST_ALIKE (0 to 1) to a name."""


@dataclass(frozen=True)
class TextQuestion:
    """A text, read as a question. `text` and `within` are the query of the index.

    - `states`: codes of the named States, in the order of the text.
    - `measure`: a code of MEASURES or empty.
    - `offence`: a code of OFFENCES or empty.
    - `rest`: the text without the names of States and cities.
    - `is_without_rest`: whether no entry of the States contains enough of `rest`.
    - `guides`: codes of guides, at most MOST_GUIDES.
    - `are_words_optional`: whether the words of `text` only decide the order.
    """

    text: str
    states: tuple[str, ...] = ()
    measure: str = ""
    rest: str = ""
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_without_rest: bool = False
    guides: tuple[str, ...] = ()
    offence: str = ""
    are_words_optional: bool = False


def read_question(index: SearchIndex, text: str, stale_keys: frozenset[str] = frozenset()) -> TextQuestion:
    """Return a text, read as a question; only its first MOST_CHARACTERS count. Without a State, no measure is looked
    for."""
    whole = Query(normalize(text[:MOST_CHARACTERS])[:MOST_CHARACTERS], limit=1, stale_keys=stale_keys)
    results = index.search(whole)
    written, places = whole.text, _places(whole.text)
    # A correction may replace general words by words of entries.
    named = _guides(_without(written, places))
    if not places:
        written = results.did_you_mean or written
        places = _places(written) or _mistyped_places(index, replace(whole, text=written), results)
    states = tuple(dict.fromkeys(code for one in places for code in sorted(one.codes)))
    rest = _without(written, places)
    within = {"jurisdiction": frozenset(states), "kind": OWN_KINDS}
    question = TextQuestion(text, states, guides=named or _guides(rest))
    if not states or (not rest and not _has_city(written, places)):
        return question
    if not rest:
        return replace(question, text="", within=within)
    # General words and those of guides are left out: they name no measure and no entry.
    telling = replace(whole, text=_telling(rest))
    measure, offence = _measure_and_offence(index, telling, rest)
    question = replace(question, measure=measure, offence=offence, rest=rest)
    if _leads_to(index, whole, results, question):
        return question
    if not telling.text:
        return replace(question, text="", within=within)
    # An offence beside a measure is understood: it stands on the card, and no entry is asked for its words.
    if measure and offence and (bare := _telling(_without(rest, offence_phrases(rest)))):
        telling = replace(telling, text=bare)
    of_states = replace(telling, within=within)
    found = index.search(of_states)
    if not _is_about(telling.text, found, MOST_IGNORED):
        other = _other_wording(index, of_states, measure)
        return replace(question, text=other, within=within, is_without_rest=not other)
    # For a measure, what its words do not find stands too: the general sheet covers it.
    return replace(question, text=telling.text, within=within, are_words_optional=bool(measure and found.ignored))


def _other_wording(index: SearchIndex, of_states: Query, measure: str) -> str:
    """Return another name of the measure all of whose words an entry of the States contains, or an empty text.

    Names in other scripts are not tried: short words of other languages fold to the same letters.
    """
    for name in labels(MEASURES, measure) if measure else ():
        if script(name) != script(of_states.text) or len(name) < FEWEST_LETTERS:
            continue
        found = index.search(replace(of_states, text=name, is_exact=True))
        if found.keys and not found.ignored:
            return name
    return ""


def _leads_to(index: SearchIndex, whole: Query, results: Results, question: TextQuestion) -> bool:
    """Return whether all words match uncorrected, and the first result belongs to the named States."""
    if not results.keys or results.ignored or results.did_you_mean:
        return False
    if question.measure and results.keys[0].partition(":")[0] in NAMED_AFTER_CITIES:
        return False
    return results.keys == index.search(replace(whole, filters={"jurisdiction": frozenset(question.states)})).keys


def _measure_and_offence(index: SearchIndex, telling: Query, rest: str) -> tuple[str, str]:
    """Return the codes of the measure and of the offence that `rest` names, each empty if there is none. `telling` is
    the query of the telling words of `rest`.

    The words of an offence say nothing of the measure, except where its whole name has them ("smuggled migrants").
    """
    named = offence_phrases(rest)
    if not named:
        return _measure(index, telling, MOST_IGNORED_BY_MEASURE), ""
    bare = replace(telling, text=_telling(_without(rest, named)))
    measure = (
        _measure(index, telling, 0)
        or _measure(index, bare, MOST_IGNORED_BY_MEASURE)
        or _measure(index, telling, MOST_IGNORED_BY_MEASURE)
    )
    return measure, min(named[0].codes)


def _measure(index: SearchIndex, telling: Query, most_ignored: float) -> str:
    """Return the code of the measure that the query `telling` names: the measure whose document contains the most words
    of the query. Return an empty text if the document lacks too many of the words (`most_ignored`, see `_is_about`)."""
    if not telling.text:
        return ""
    # Only exact matches count: a word that merely resembles a measure does not name the measure.
    found = index.search(replace(telling, within={"kind": frozenset({"measure"})}, is_exact=True))
    is_named = found.keys and _is_about(telling.text, found, most_ignored)
    return found.keys[0].partition(":")[2] if is_named else ""


def _is_about(text: str, found: Results, most_ignored: float) -> bool:
    letters = len(text.replace(" ", ""))
    return sum(len(word.replace(" ", "")) for word in found.ignored) <= most_ignored * letters


def _places(text: str) -> list[FoundPhrase]:
    """Return names of States and cities in order, without overlaps. A text that names a treaty has no cities."""
    names_treaty = any(TREATY in one.codes for one in _general_finder().find(text))
    named = (*state_names().find(text), *(() if names_treaty else city_names().find(text)))
    general = {(one.start, one.end) for one in _general_words(text)}
    kept: list[FoundPhrase] = []
    for one in sorted(named, key=lambda one: (one.start - one.end, not one.is_exact)):
        is_free = all(one.end <= other.start or other.end <= one.start for other in kept)
        if is_free and _is_name(text, text[one.start : one.end], is_general=(one.start, one.end) in general):
            kept.append(one)
    kept.sort(key=lambda one: one.start)
    return [one for one in kept if not _is_language(text, one)]


def _is_language(text: str, name: FoundPhrase) -> bool:
    """Return whether a name in a text is the name of a language: an adjective beside a word such as "translation".
    Only general words may stand between them."""
    words = [one for one in _general_finder().find(text) if LANGUAGE in one.codes and one.is_exact]
    if not words or not any((one.start, one.end) == (name.start, name.end) for one in adjectives().find(text)):
        return False
    between = (text[min(one.end, name.end) : max(one.start, name.start)] for one in words)
    return any(not _without(gap, _general_words(gap)) for gap in between)


def _is_name(text: str, typed: str, *, is_general: bool) -> bool:
    is_short = len(typed) <= LONGEST_CODE and typed != typed.lower()
    # Where the whole text is in capitals, a capital does not show a code.
    is_loud = text == text.upper() and text != typed
    return typed not in _ordinary_words() and not (is_short and is_loud) and (is_short or not is_general)


def _has_city(text: str, places: Iterable[FoundPhrase]) -> bool:
    cities = city_names().find(text)
    return any(one in cities for one in places)


@cache
def _ordinary_words() -> frozenset[str]:
    return frozenset(ORDINARY_WORDS.read_text(encoding="utf-8").split())


def _mistyped_places(index: SearchIndex, whole: Query, results: Results) -> list[FoundPhrase]:
    found = []
    for word in results.ignored:
        start = whole.text.find(word)
        if len(word) < FEWEST_LETTERS or start < 0:
            continue
        meant = index.search(replace(whole, text=word, filters={"kind": frozenset({"jurisdiction"})}))
        alike = SequenceMatcher(None, word.lower(), meant.did_you_mean or "").ratio()
        if meant.keys and alike >= LEAST_ALIKE:
            code = meant.keys[0].partition(":")[2]
            found.append(FoundPhrase(frozenset({code}), start, start + len(word), is_exact=False))
    return sorted(found, key=lambda one: one.start)


def _without(text: str, phrases: Iterable[FoundPhrase]) -> str:
    parts, at = [], 0
    for one in phrases:
        parts.append(text[at : one.start])
        at = one.end
    return " ".join(" ".join((*parts, text[at:])).split())


def _guides(text: str) -> tuple[str, ...]:
    """Return the codes of the guides that a text names, in the order of their table."""
    found = guide_phrases(text) or _alone(text)
    named = {code for one in found for code in one.codes}
    return tuple(code for code in guides() if code in named)[:MOST_GUIDES]


def _alone(text: str) -> list[FoundPhrase]:
    """Return the words of guides that count only if the text has no other words but general ones."""
    found = guide_phrases(text, is_alone=True)
    left = _without(text, found)
    is_alone = not any(character.isalnum() for character in _without(left, _general_words(left)))
    return found if is_alone else []


def _telling(text: str) -> str:
    """Return the words of a text that may name a measure or an entry."""
    known = guides()
    entryless = [one for one in guide_phrases(text) if not any(known[code].names_entries for code in one.codes)]
    left = _without(text, entryless)
    return _without(left, _general_words(left))


def _general_words(text: str) -> list[FoundPhrase]:
    return [one for one in _general_finder().find(text) if one.is_exact and TELLING.isdisjoint(one.codes)]


@cache
def _general_finder() -> PhraseFinder:
    with GENERAL_WORDS.open(encoding="utf-8", newline="") as lines:
        return PhraseFinder((row["text"], row["meaning"]) for row in csv.DictReader(lines))
