"""Reads a text as a question: the States that it names, the measure, and the other words."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cache, partial
from pathlib import Path

from directory.search.common_words import common_words
from directory.search.directions import NamedPlace, Pair, pairs
from directory.search.guides import guide_phrases, guides
from directory.search.names import labels
from directory.search.offences import offence_phrases
from directory.search.place_names import adjectives, city_names, state_names
from directory.vocabulary import MEASURES
from search_index import FoundPhrase, PhraseFinder, Query, Results, SearchIndex
from search_index.text.folding import normalize, script
from search_index.text.keyboards import retyped

# General words, in all languages: any question may contain them ("who", "call", "номер"), whatever its subject.
GENERAL_WORDS = Path(__file__).with_name("general_words.csv")
# Ordinary words of the site's own texts that look like the name of a State or city. Capitals are as in these texts.
ORDINARY_WORDS = Path(__file__).with_name("ordinary_words.txt")
TREATY, LANGUAGE, REQUEST = "treaty", "language", "request"
# The meanings of words that also name entries, or say what a word beside them means.
TELLING = frozenset({TREATY, LANGUAGE, REQUEST})
MOST_GUIDES = 2
MOST_STATES = 2
"""The most States whose names are looked for among mistyped words."""
MOST_CHARACTERS = 200
LONGEST_CODE = 3
OWN_KINDS = frozenset({"jurisdiction", "authority", "focal_point", "requirement", "legislation"})
"""The kinds of entry that belong to one State."""
MEASURES_ALONE: Mapping[str, frozenset[str]] = {"kind": frozenset({"measure"})}
NOWHERE: Mapping[str, frozenset[str]] = {"kind": frozenset()}
"""A limit that no entry meets."""
NAMED_AFTER_CITIES = frozenset({"treaty", "network"})
MOST_IGNORED = 0.75
MOST_IGNORED_BY_MEASURE = 0.65
"""The greatest share of the letters that a search may leave out. A result for fewer letters is about something else."""
FEWEST_LETTERS = 5
LEAST_ALIKE = 0.8
"""What is mistyped has at least FEWEST_LETTERS letters and at least the similarity LEAST_ALIKE (0 to 1) to what was
meant."""


@dataclass(frozen=True)
class TextQuestion:
    """A text, read as a question. `text` and `within` are the query of the index.

    - `states`: codes of the named States, in the order of the text.
    - `pairs`: who asks whom, as far as the text says it: the codes of the asking State and of the asked one.
    - `measure`: a code of MEASURES or empty.
    - `offence`: a code of OFFENCES or empty.
    - `rest`: the text without the names of States and cities.
    - `is_without_rest`: whether no entry of the States contains enough of `rest`.
    - `guides`: codes of guides, at most MOST_GUIDES.
    - `are_words_optional`: whether the words of `text` only decide the order.
    - `meant`: the text as another keyboard layout types it, if that was meant, or empty.
    - `sure_words`: folded everyday words of the text, which are not corrected.
    """

    text: str
    states: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    measure: str = ""
    rest: str = ""
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_without_rest: bool = False
    guides: tuple[str, ...] = ()
    offence: str = ""
    are_words_optional: bool = False
    sure_words: frozenset[str] = frozenset()
    meant: str = ""


def read_question(index: SearchIndex, text: str, stale_keys: frozenset[str] = frozenset()) -> TextQuestion:
    """Return a text, read as a question; only its first MOST_CHARACTERS count. Without a State, no measure is looked
    for."""
    typed = normalize(text[:MOST_CHARACTERS])[:MOST_CHARACTERS]
    whole = Query(typed, limit=1, stale_keys=stale_keys, sure_words=common_words(typed))
    results = index.search(whole)
    written, places = _meant(index, whole, results)
    # A correction may replace general words by words of entries.
    named = _guides(_without(whole.text, _places(whole.text)))
    states = _codes(places)
    rest = _without(written, places)
    within = {"jurisdiction": frozenset(states), "kind": OWN_KINDS}
    question = TextQuestion(
        text,
        states,
        _pairs(written, places),
        guides=named or _guides(rest),
        sure_words=whole.sure_words,
        meant=written if written not in (whole.text, results.did_you_mean) else "",
    )
    if not states:
        return question if not question.guides or _finds_all(results) else _without_guides(question, rest)
    if not rest and not _has_city(written, places):
        return replace(question, text=written)
    if not rest:
        return replace(question, text="", within=within)
    # General words and those of guides are left out: they name no measure and no entry.
    telling = replace(whole, text=_telling(rest))
    measure, offence = _measure_and_offence(index, telling, rest)
    if not measure and telling.text:
        spelled = _spelled_measure(index, telling)
        measure = _measure(index, spelled, MOST_IGNORED_BY_MEASURE)
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
        # A card above the results answers for the measure.
        is_without = not other and not measure
        return replace(question, text=other, within=within, rest=telling.text, is_without_rest=is_without)
    # For a measure, what its words do not find stands too: the general sheet covers it.
    return replace(question, text=telling.text, within=within, are_words_optional=bool(measure and found.ignored))


def _meant(index: SearchIndex, whole: Query, results: Results) -> tuple[str, list[FoundPhrase]]:
    """Return the text of a query as it was meant, as far as that shows places, and these places."""
    text, corrected = whole.text, results.did_you_mean or whole.text
    places = _places(text)
    if len(_codes(_places(corrected))) > len(_codes(places)):
        text, places = corrected, _places(corrected)
    if len(_codes(places)) < MOST_STATES:
        mistyped = _mistyped_places(index, whole, results) if text == whole.text else []
        places = sorted([*places, *mistyped], key=lambda one: one.start)
    if not places and not _finds_all(results):
        return next(_in_other_layouts(index, whole), (text, places))
    return text, places


def _in_other_layouts(index: SearchIndex, whole: Query) -> Iterator[tuple[str, list[FoundPhrase]]]:
    """Yield the texts that may have been meant if the keyboard layout was wrong, and that name places."""
    texts = [] if whole.sure_words else list(map(normalize, retyped(whole.text)))
    for text in texts:
        if places := [one for one in _places(text) if one.end - one.start > LONGEST_CODE]:
            yield text, places
    for text in texts:
        meant = index.search(replace(whole, text=text)).did_you_mean or ""
        if _are_alike(text, meant) and (places := _places(meant)):
            yield meant, places


def _finds_all(results: Results) -> bool:
    return bool(results.keys) and not results.ignored and not results.did_you_mean


def _without_guides(question: TextQuestion, rest: str) -> TextQuestion:
    """Return a question without State, without the words that its guides answer. If no others are left, no entry is
    searched for."""
    telling = _telling(rest)
    return replace(question, text=telling, within={} if telling else NOWHERE)


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
    if not _finds_all(results):
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
    found = index.search(replace(telling, within=MEASURES_ALONE, is_exact=True))
    is_named = found.keys and _is_about(telling.text, found, most_ignored)
    return found.keys[0].partition(":")[2] if is_named else ""


def _spelled_measure(index: SearchIndex, telling: Query) -> Query:
    """Return a query with its typing errors mended, if it hardly differs from the names of measures."""
    meant = index.search(replace(telling, within=MEASURES_ALONE)).did_you_mean or ""
    return replace(telling, text=meant if _are_alike(telling.text, meant) else "")


def _are_alike(typed: str, meant: str) -> bool:
    return SequenceMatcher(None, typed.lower(), meant.lower()).ratio() >= LEAST_ALIKE


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


def _pairs(text: str, places: Sequence[FoundPhrase]) -> tuple[Pair, ...]:
    if len(_codes(places)) < MOST_STATES:
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
    is_request = any(REQUEST in one.codes for one in _general_finder().find(text))
    return pairs(named, lambda word: bool(_general_words(word)), is_request=is_request)


def _is_form_of(name: FoundPhrase, text: str) -> bool:
    """Return whether the whole of a text names the same State. If `name` has no ending, the text may have none
    either."""
    found = (*state_names().find(text), *city_names().find(text))
    whole = [one for one in found if (one.start, one.end) == (0, len(text)) and one.codes & name.codes]
    return any(one.is_exact or not name.is_exact for one in whole)


def _codes(places: Iterable[FoundPhrase]) -> tuple[str, ...]:
    """Return the codes of the States of places, each once, in the order of the text."""
    return tuple(dict.fromkeys(code for one in places for code in sorted(one.codes)))


def _mistyped_places(index: SearchIndex, whole: Query, results: Results) -> list[FoundPhrase]:
    """Return the names of places that the words mean which no result has or which the index corrects."""
    found = []
    for word in results.ignored:
        start = whole.text.find(word)
        if len(word) < FEWEST_LETTERS or start < 0 or _general_words(word):
            continue
        meant = index.search(replace(whole, text=word)).did_you_mean or ""
        codes = frozenset(code for one in _places(meant) for code in one.codes)
        if codes and _are_alike(word, meant):
            found.append(FoundPhrase(codes, start, start + len(word), is_exact=False))
    return found


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
