"""Reads a text as a question: the States that it names, the measure, and the other words."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from directory.search.directions import Pair
from directory.search.guides import named_guides, telling_words, without
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
from directory.search.names import labels
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
"""A limit that no entry meets."""
NAMED_AFTER_CITIES = frozenset({"treaty", "network"})
MOST_IGNORED = 0.75
MOST_IGNORED_BY_MEASURE = 0.65
"""The greatest share of the letters that a search may leave out. A result for fewer letters is about something else."""


@dataclass(frozen=True)
class TextQuestion:
    """A text, read as a question. The query of the index searches for `text`, limited to the facet values `within`.

    - `states`: codes of the named States, in the order of the text.
    - `pairs`: codes (asking State, asked State), as far as the text states the direction.
    - `measure`: a code of MEASURES or empty.
    - `offence`: a code of OFFENCES or empty.
    - `rest`: the words of the text besides the names of States and cities. Empty if the text names no State.
    - `is_without_rest`: true if `rest` leads to nothing: it names no measure, and no entry of the States contains
      enough of its words.
    - `guides`: codes of guides, at most MOST_GUIDES.
    - `are_words_optional`: whether entries that lack words of `text` are results too. The words then only decide the
      order of the results.
    - `meant`: the text in the keyboard layout that the person meant to use, or empty.
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
        pairs_of(written, places),
        guides=named or named_guides(rest),
        sure_words=whole.sure_words,
        meant=written if written not in (whole.text, results.did_you_mean) else "",
    )
    if not states:
        return question if not question.guides or finds_all(results) else _without_guides(question, rest)
    if not rest and not has_city(written, places):
        return replace(question, text=question.meant or text)
    return _within_states(index, whole, results, question, rest)


def _within_states(
    index: SearchIndex, whole: Query, results: Results, question: TextQuestion, rest: str
) -> TextQuestion:
    """Return a copy of `question` with the measure and the offence that the text names. `question` names States.

    The copy searches entries of these States for the telling words of `rest`. If the whole text already leads to
    entries of these States (`_leads_to`), the copy searches for the whole text instead.
    """
    within = {"jurisdiction": frozenset(question.states), "kind": OWN_KINDS}
    # General words and those of guides are left out: they name no measure and no entry.
    telling = replace(whole, text=telling_words(rest))
    measure, offence = _measure_and_offence(index, telling, rest)
    question = replace(question, measure=measure, offence=offence, rest=rest)
    if rest and _leads_to(index, whole, results, question):
        return question
    if not telling.text:
        return replace(question, text="", within=within)
    # The card shows an offence beside a measure, so entries need not contain the words of the offence.
    if measure and offence and (bare := telling_words(without(rest, offence_phrases(rest)))):
        telling = replace(telling, text=bare)
    of_states = replace(telling, within=within)
    found = index.search(of_states)
    if _is_about(telling.text, found, MOST_IGNORED):
        # For a measure, entries without all words are shown too, since the general sheet covers the measure.
        return replace(question, text=telling.text, within=within, are_words_optional=bool(measure and found.ignored))
    other = _other_wording(index, of_states, measure)
    # A card above the results answers for the measure.
    is_without = not other and not measure
    return replace(question, text=other, within=within, rest=telling.text, is_without_rest=is_without)


def _without_guides(question: TextQuestion, rest: str) -> TextQuestion:
    """Return a copy of `question` that searches only for the telling words of `rest`. General words, and words that
    guides answer, are left out. `question` names no State.

    If no words remain, the question finds no entry.
    """
    telling = telling_words(rest)
    return replace(question, text=telling, within={} if telling else NOWHERE)


def _other_wording(index: SearchIndex, of_states: Query, measure: str) -> str:
    """Return another name of the measure, if one entry of the States contains all words of this name. Otherwise return
    "".

    Names in other scripts are not tried, since short words of other languages fold to the same letters.
    """
    for name in labels(MEASURES, measure) if measure else ():
        if script(name) != script(of_states.text) or len(name) < FEWEST_LETTERS:
            continue
        found = index.search(replace(of_states, text=name, is_exact=True))
        if found.keys and not found.ignored:
            return name
    return ""


def _leads_to(index: SearchIndex, whole: Query, results: Results, question: TextQuestion) -> bool:
    """Return whether the uncorrected query matches all words, and its first result belongs to the named States.

    If the text names a measure, return False if the first result is a treaty or network (NAMED_AFTER_CITIES): its name
    may contain the name of a city.
    """
    if not finds_all(results):
        return False
    if question.measure and results.keys[0].partition(":")[0] in NAMED_AFTER_CITIES:
        return False
    return results.keys == index.search(replace(whole, filters={"jurisdiction": frozenset(question.states)})).keys


def _measure_and_offence(index: SearchIndex, telling: Query, rest: str) -> tuple[str, str]:
    """Return the codes of the measure and of the offence that `rest` names, each empty if there is none.

    `telling` is the query for the telling words of `rest`. The words of an offence are not used to find the measure,
    unless the name of the measure contains all of them ("smuggled migrants").
    """
    named = offence_phrases(rest)
    if not named:
        measure = _measure(index, telling, MOST_IGNORED_BY_MEASURE)
        return measure or _measure(index, _spelled(index, telling), MOST_IGNORED_BY_MEASURE), ""
    bare = replace(telling, text=telling_words(without(rest, named)))
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


def _spelled(index: SearchIndex, telling: Query) -> Query:
    """Return the query `telling` with typing errors corrected into words of measures.

    If no correction resembles the typed words, the returned query has an empty text.
    """
    if not telling.text:
        return telling
    meant = index.search(replace(telling, within=MEASURES_ALONE)).did_you_mean or ""
    return replace(telling, text=meant if are_alike(telling.text, meant) else "")


def _is_about(text: str, found: Results, most_ignored: float) -> bool:
    letters = len(text.replace(" ", ""))
    return sum(len(word.replace(" ", "")) for word in found.ignored) <= most_ignored * letters


def _common_words_in(text: str) -> frozenset[str]:
    return _common_words() & {word.text for word in query_terms(text)}


@cache
def _common_words() -> frozenset[str]:
    with COMMON_WORDS.open(encoding="utf-8", newline="") as lines:
        return frozenset(word.text for row in csv.DictReader(lines) for word in query_terms(row["text"]))
