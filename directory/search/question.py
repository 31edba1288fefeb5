"""Reads a text as a question: the States that it names, the measure, and the words that remain.

The index alone would leave out the name of a State for the sake of the other words. Here the State stays: if the whole
text does not lead to an entry of the State first, the other words are searched for within that State.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from directory.search.place_names import city_names, state_names
from search_index import FoundPhrase, Query, Results, SearchIndex
from search_index.text.folding import normalize

OWN_KINDS = frozenset({"jurisdiction", "authority", "focal_point", "requirement", "legislation"})
"""The kinds of entry that belong to one State."""
NAMED_AFTER_CITIES = frozenset({"treaty", "network"})
FEWEST_LETTERS = 3
"""A measure is looked for in at least so many letters. In Chinese, two characters can name one."""


@dataclass(frozen=True)
class TextQuestion:
    """A text as a question. `states` are the codes of the States that it names, each once and in order; if a name
    belongs to several States, these are sorted. `measure` is a code of MEASURES or empty. `rest` is the text without
    the names of States and cities.

    The index is to be asked for the words of `text`, limited by `within` (see `Query.within`). If `is_without_rest` is
    true, the States have nothing on `rest`, and `text` is empty.
    """

    text: str
    states: tuple[str, ...] = ()
    measure: str = ""
    rest: str = ""
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_without_rest: bool = False


def read_question(index: SearchIndex, text: str, stale_keys: frozenset[str] = frozenset()) -> TextQuestion:
    """Return a text as a question. A measure is looked for only if the text names a State."""
    plain = Query(normalize(text), limit=1, stale_keys=stale_keys)
    places = _places(plain.text)
    rest = _without(plain.text, places)
    states = tuple(dict.fromkeys(code for one in places for code in sorted(one.codes)))
    if not rest or not states:
        return TextQuestion(text, states)
    measure = _measure(index, replace(plain, text=rest))
    question = TextQuestion(text, states, measure, rest)
    if _leads_to(index, plain, question):
        return question
    within = {"jurisdiction": frozenset(states), "kind": OWN_KINDS}
    found = index.search(replace(plain, text=rest, within=within))
    is_without = len(found.ignored) > 0 and set(found.ignored) >= set(rest.split())
    return replace(question, text="" if is_without else rest, within=within, is_without_rest=is_without)


def _leads_to(index: SearchIndex, plain: Query, question: TextQuestion) -> bool:
    """Return whether the text as a whole, all of its words, leads first to an entry of the States.

    A treaty or network belongs to all of its States. It counts only if the text names no measure: "Minsk convention" is
    the name of a treaty, "extradition Minsk" a question to Belarus.
    """
    results = index.search(plain)
    if not results.keys or results.ignored or results.did_you_mean:
        return False
    if question.measure and results.keys[0].partition(":")[0] in NAMED_AFTER_CITIES:
        return False
    return results.keys == index.search(replace(plain, filters={"jurisdiction": frozenset(question.states)})).keys


def _measure(index: SearchIndex, rest: Query) -> str:
    """Return the code of the measure that has all words, or an empty text."""
    if len(rest.text) < FEWEST_LETTERS and rest.text.isascii():
        return ""
    found: Results = index.search(replace(rest, filters={"kind": frozenset({"measure"})}))
    return found.keys[0].partition(":")[2] if found.keys and not found.ignored else ""


def _places(text: str) -> list[FoundPhrase]:
    """Return the names of States and of cities in a text, in order.

    Where they overlap, the longer one counts, of equally long ones the exact one, then the State.
    """
    named = (*state_names().find(text), *city_names().find(text))
    found = sorted(named, key=lambda one: (one.start - one.end, not one.is_exact))
    kept: list[FoundPhrase] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _without(text: str, places: Iterable[FoundPhrase]) -> str:
    parts, at = [], 0
    for one in places:
        parts.append(text[at : one.start])
        at = one.end
    return " ".join(" ".join((*parts, text[at:])).split())
