"""Reads a text as a question: the States that it names, the measure, and the other words."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from directory.i18n import in_every_language
from directory.search.directions import ACTS, SHARED, SURRENDERS, Pair, Subject
from directory.search.guides import DESKS, REQUEST, named_guides, telling_words, without, words_meaning
from directory.search.institutions import named_institutions
from directory.search.measures import named_measure
from directory.search.named_places import (
    FEWEST_LETTERS,
    are_alike,
    finds_all,
    has_city,
    meant_places,
    pairs_of,
    places_in,
    states_of,
)
from directory.search.offences import offence_phrases
from directory.vocabulary import MEASURES
from search_index import Query, Results, SearchIndex, query_terms
from search_index.text.folding import normalize, script

COMMON_WORDS = Path(__file__).with_name("common_words.csv")
"""Everyday words of all languages of the site, which are never corrected into words of other languages."""
MOST_CHARACTERS = 200
OWN_KINDS = frozenset({"jurisdiction", "authority", "focal_point", "requirement", "legislation"})
"""The kinds of entry that belong to one State."""
MEASURES_ALONE: Mapping[str, frozenset[str]] = {"kind": frozenset({"measure"})}
NOWHERE: Mapping[str, frozenset[str]] = {"kind": frozenset()}
"""Facet values (for `within`) that no entry has."""
NAMED_AFTER_CITIES = frozenset({"treaty", "network"})
MENTIONING = frozenset({"requirement", "legislation"})
"""The kinds of entry whose texts mention cities. The entry is about its State, not about the city."""
MOST_IGNORED = 0.75
"""The greatest share of the letters that a search may leave out. A result for fewer letters is about something else."""


@dataclass(frozen=True)
class TextQuestion:
    """A text, read as a question. The query of the index searches for `text`, limited to the facet values `within`.

    - `states`: codes of the named States, in the order of the text.
    - `pairs`: codes (asking State, asked State), as far as the text states the direction.
    - `measure`: a code of MEASURES or empty.
    - `is_measure_guessed`: whether the text names `measure` only if its typing errors are corrected.
    - `offence`: a code of OFFENCES or empty.
    - `institutions`: codes of AUTHORITY_KINDS, if the text names States and, beside them, an institution alone.
    - `rest`: the words of the text besides the names of States and cities. Empty if the text names no State.
    - `is_without_rest`: true if `rest` has no result: `rest` names no measure and no offence, and no entry of the
      States contains enough of its words.
    - `guides`: codes of guides, at most MOST_GUIDES.
    - `names_entry`: whether the text as typed is a whole name of the first entry found.
    - `are_words_optional`: whether entries that lack words of `text` are results too. The words then only decide the
      order of the results.
    - `meant`: the text in the keyboard layout that the person meant to use, or empty.
    - `sure_words`: folded everyday words of the text, which are not corrected.
    """

    text: str
    states: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    measure: str = ""
    is_measure_guessed: bool = False
    rest: str = ""
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_without_rest: bool = False
    guides: tuple[str, ...] = ()
    offence: str = ""
    institutions: frozenset[str] = frozenset()
    names_entry: bool = False
    are_words_optional: bool = False
    sure_words: frozenset[str] = frozenset()
    meant: str = ""


def read_question(
    index: SearchIndex, text: str, stale_keys: frozenset[str] = frozenset(), *, is_unfinished: bool = False
) -> TextQuestion:
    """Read a text as a question. Only the first MOST_CHARACTERS are read.

    A measure is looked for only if the text names a State. If `is_unfinished` is true, the last word is never one of
    `sure_words`, since it may be the beginning of another word.
    """
    typed = normalize(text[:MOST_CHARACTERS])[:MOST_CHARACTERS]
    finished = typed.rpartition(" ")[0] if is_unfinished else typed
    whole = Query(typed, limit=1, stale_keys=stale_keys, sure_words=_common_words_in(finished))
    results = index.search(whole)
    written, places = meant_places(index, whole, results)
    # A correction may replace general words by words of entries.
    named = named_guides(without(whole.text, places_in(whole.text)))
    states = states_of(places)
    rest = without(written, places)
    question = TextQuestion(
        text,
        states,
        guides=named or named_guides(rest),
        sure_words=whole.sure_words,
        names_entry=results.is_name and not results.did_you_mean,
        meant=written if written not in (whole.text, results.did_you_mean) else "",
    )
    if not states:
        return question if not question.guides or finds_all(results) else _without_guides(question, rest)
    is_of_city = has_city(written, places)
    if not rest and not is_of_city:
        question = replace(question, text=question.meant or text)
    else:
        if institutions := named_institutions(rest):
            question = replace(question, guides=question.guides or (DESKS,), institutions=institutions)
        question = _within_states(index, whole, results, question, rest, is_of_city=is_of_city)
    return replace(question, pairs=pairs_of(written, places, _subject(written, question)))


def _subject(text: str, question: TextQuestion) -> Subject:
    is_call = DESKS in question.guides and not question.measure
    if question.measure in ACTS or is_call:
        return Subject.ACT
    if words_meaning(REQUEST, text):
        return Subject.REQUEST
    if question.measure in SURRENDERS:
        return Subject.SURRENDER
    is_unsaid = question.measure in SHARED or not telling_words(question.rest)
    return Subject.UNSAID if is_unsaid else Subject.EVIDENCE


def _within_states(
    index: SearchIndex, whole: Query, results: Results, question: TextQuestion, rest: str, *, is_of_city: bool
) -> TextQuestion:
    """Return a copy of `question` with the measure and the offence that the text names. `question` names States.

    The copy searches entries of these States for the telling words of `rest`. If the whole text already leads to
    entries of these States (`_leads_to`), the copy searches for the whole text instead.
    """
    within = {"jurisdiction": frozenset(question.states), "kind": OWN_KINDS}
    # General words and those of guides are left out: they name no measure and no entry.
    telling = replace(whole, text=telling_words(rest))
    named, offence = _measure_and_offence(rest)
    measure = named or _meant_measure(index, telling)
    question = replace(
        question, measure=measure, is_measure_guessed=bool(measure and not named), offence=offence, rest=rest
    )
    if rest and _leads_to(index, whole, results, question, is_of_city=is_of_city):
        return question
    if not telling.text:
        return replace(question, text="", within=within)
    besides_offence = telling_words(without(rest, offence_phrases(rest)))
    # The card shows an offence beside a measure, so entries need not contain the words of the offence.
    if measure and offence and besides_offence:
        telling = replace(telling, text=besides_offence)
    of_states = replace(telling, within=within)
    found = index.search(of_states)
    # If the words are only a part of an offence's name, entries with one of these words are not what the person seeks.
    is_part_of_offence = not measure and not besides_offence and found.ignored
    if _is_about(telling.text, found, MOST_IGNORED) and not is_part_of_offence:
        # For a measure, entries without all words are shown too, since the general sheet covers the measure.
        return replace(question, text=telling.text, within=within, are_words_optional=bool(measure and found.ignored))
    other = _other_wording(index, of_states, measure)
    # A card above the results answers for a measure or an offence, so the rest of the text is not reported as without
    # results.
    is_without = not other and not measure and not offence
    return replace(question, text=other, within=within, rest=telling.text, is_without_rest=is_without)


def _without_guides(question: TextQuestion, rest: str) -> TextQuestion:
    """Return a copy of `question` that searches only for the telling words of `rest` (see `telling_words`). `question`
    names no State.

    If no words remain, the question finds no entry.
    """
    telling = telling_words(rest)
    return replace(question, text=telling, within={} if telling else NOWHERE)


def _other_wording(index: SearchIndex, of_states: Query, measure: str) -> str:
    """Return a label of the measure, if one entry of the States contains all words of this label. Otherwise return "".

    Labels in other scripts are not tried, since short words of other languages fold to the same letters.
    """
    for name in in_every_language(lambda: MEASURES.label(measure)) if measure else ():
        if script(name) != script(of_states.text) or len(name) < FEWEST_LETTERS:
            continue
        found = index.search(replace(of_states, text=name, is_exact=True))
        if found.keys and not found.ignored:
            return name
    return ""


def _leads_to(index: SearchIndex, whole: Query, results: Results, question: TextQuestion, *, is_of_city: bool) -> bool:
    """Return whether the uncorrected query matches all words, and its first result belongs to the named States.

    If the text names a measure or an offence, return False if the first result is a treaty or network
    (NAMED_AFTER_CITIES): its name may contain the name of a city. If the text names a city (`is_of_city`), return False
    if the text asks for a desk, or if the first result is of a kind that only mentions cities (MENTIONING).
    """
    if not finds_all(results):
        return False
    kind = results.keys[0].partition(":")[0]
    if (question.measure or question.offence) and kind in NAMED_AFTER_CITIES:
        return False
    if is_of_city and (DESKS in question.guides or kind in MENTIONING):
        return False
    return results.keys == index.search(replace(whole, filters={"jurisdiction": frozenset(question.states)})).keys


def _measure_and_offence(rest: str) -> tuple[str, str]:
    """Return the codes of the measure and of the offence that `rest` names, each empty if there is none.

    The words of an offence name no measure, unless the name of the measure has further words ("smuggled migrants").
    """
    named = offence_phrases(rest)
    of_offence = " ".join(rest[one.start : one.end] for one in named)
    return named_measure(rest, of_offence), min(named[0].codes) if named else ""


def _meant_measure(index: SearchIndex, telling: Query) -> str:
    """Return the code of the measure that the query `telling` names if its typing errors are corrected, or "".

    Only long words that hardly differ from words of measures are corrected. Everyday words are not corrected.
    """
    if not telling.text:
        return ""
    meant = index.search(replace(telling, within=MEASURES_ALONE)).did_you_mean or ""
    typed_words, meant_words = telling.text.split(), meant.split()
    is_near = len(typed_words) == len(meant_words) and all(
        one == other or (len(one) >= FEWEST_LETTERS and are_alike(one, other))
        for one, other in zip(typed_words, meant_words, strict=True)
    )
    return named_measure(meant) if is_near else ""


def _is_about(text: str, found: Results, most_ignored: float) -> bool:
    letters = len(text.replace(" ", ""))
    return sum(len(word.replace(" ", "")) for word in found.ignored) <= most_ignored * letters


def _common_words_in(text: str) -> frozenset[str]:
    return _common_words() & {word.text for word in query_terms(text)}


@cache
def _common_words() -> frozenset[str]:
    with COMMON_WORDS.open(encoding="utf-8", newline="") as lines:
        return frozenset(word.text for row in csv.DictReader(lines) for word in query_terms(row["text"]))
