"""What the search page and the search API show."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from directory import i18n
from directory.access.facts import Chip, Link, fact, name_of, state_link
from directory.access.gate import read_all
from directory.access.viewer import ANONYMOUS
from directory.cache.dependencies import CacheScope, narrow_cache_scope
from directory.cache.store import cached_many
from directory.search.facet_values import FACET_VOCABULARIES, is_facet_value
from directory.search.guide_links import GuideLink, guide_links
from directory.search.hits import Hit
from directory.search.queries import MOST_REVEALED, SearchQuery, list_named
from directory.search.question import TextQuestion
from directory.search.question_cards import QuestionCard
from directory.sentences import isolated_in_rtl, listed
from search_index import Results

TOO_MANY = _l(
    "These words stand in details that are not public of more than %(count)s entries. Entries that match by those"
    " details alone are left out: add a word, or search for a whole number or address.",
    count=MOST_REVEALED,
)
BEHIND = _l("Search is being brought up to date: what changed in the last minutes may be missing.")
MOST_COUNTED_VALUES = 12
LabelKey = tuple[str, str, str, str]
FACET_LABELS = {
    "kind": _l("Kind"),
    "jurisdiction": _l("State"),
    "function": _l("Function"),
    "authority_kind": _l("Kind of authority"),
    "network": _l("Network"),
    "treaty": _l("Treaty"),
    "accepts": _l("Language accepted"),
    "verified": _l("Confidence"),
    "reachable": _l("Desks"),
}


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet. `count` is the number of entries with the value that match the text and the other
    facets."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One facet of the results. `field` is its query parameter."""

    field: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class SearchPage:
    """The answer to a query.

    - `cards`: what the site answers for the States that the text names.
    - `guides`: what the site, or another institution, does for general words of the text.
    - `nothing_on`: a sentence if no entry of the named States has the remaining words of the text.
    - `chips`: the chosen facet values, each with an address that removes the choice.
    - `did_you_mean`: the corrected text by which the hits were found.
    - `ignored`: the words that were left out because no entry has all words.
    - `warnings`: sentences about missing content.
    """

    query: SearchQuery
    cards: tuple[QuestionCard, ...]
    guides: tuple[GuideLink, ...]
    nothing_on: str
    hits: Sequence[Hit]
    total: int
    pages: int
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    did_you_mean: str | None
    ignored: tuple[str, ...]
    warnings: tuple[str, ...]
    previous: str | None
    next: str | None


def search_page(
    query: SearchQuery,
    question: TextQuestion,
    results: Results,
    hits: Sequence[Hit],
    cards: tuple[QuestionCard, ...],
    language: str,
) -> SearchPage:
    """Return the page for `query`. `question` is the query's text, read as a question; `hits` belong to `results`."""
    pages, facets = max(1, math.ceil(results.total / query.per_page)), _facets(results.facets, query, language)
    chips = tuple(
        Chip(facet.label, value.label, _address_without(query, facet.field, value.value))
        for facet in facets
        for value in facet.values
        if value.is_chosen
    )
    states = tuple(state_link(code, language) for code in question.states)
    return SearchPage(
        query=query,
        cards=cards,
        guides=guide_links(question.guides, question.states),
        nothing_on=_nothing_on(question.rest, states) if question.is_without_rest else "",
        hits=hits,
        total=results.total,
        pages=pages,
        facets=facets,
        chips=chips,
        did_you_mean=results.did_you_mean or question.meant or None,
        ignored=results.ignored,
        warnings=warnings_of(results),
        previous=query.query_string(page=query.page - 1) if query.page > 1 else None,
        next=query.query_string(page=query.page + 1) if query.page < pages else None,
    )


def _nothing_on(words: str, states: Sequence[Link]) -> str:
    named = listed(state.text.text for state in states)
    return str(
        gettext(
            "This directory has nothing on “%(words)s” for: %(states)s. All that it has of this State is below.",
            words=isolated_in_rtl(words),
            states=named,
        )
    )


def warnings_of(results: Results) -> tuple[str, ...]:
    """Return a sentence for each reason why the results are incomplete."""
    lacking = ((BEHIND, results.is_partial), (TOO_MANY, results.is_without_extra))
    return tuple(str(words) for words, is_so in lacking if is_so)


def _address_without(query: SearchQuery, name: str, value: str) -> str:
    kept = tuple(chosen for chosen in query.filters.get(name, ()) if chosen != value)
    return query.query_string(page=1, **{name: kept})


def _facets(counts: Mapping[str, Mapping[str, int]], query: SearchQuery, language: str) -> tuple[Facet, ...]:
    shown = {name: _shown(counts.get(name, {}), query.filters.get(name, ())) for name in FACET_LABELS}
    places = [("label", name, value, language) for name, values in shown.items() for value in values]
    known = [place for place in places if is_facet_value(*place[1:3])]
    labels = {place: place[2] for place in places} | dict(zip(known, cached_many(known, _labels), strict=True))
    if len(known) < len(places):
        # Anybody can invent values: they are neither cached themselves, nor is their page.
        narrow_cache_scope(CacheScope.PERSON)
    return tuple(
        Facet(
            name,
            str(FACET_LABELS[name]),
            tuple(
                FacetValue(value, labels["label", name, value, language], count, value in query.filters.get(name, ()))
                for value, count in values.items()
            ),
        )
        for name, values in shown.items()
        if values
    )


def _shown(counts: Mapping[str, int], chosen: tuple[str, ...]) -> dict[str, int]:
    by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_COUNTED_VALUES]
    return dict(by_count) | {value: counts.get(value, 0) for value in chosen}


def _labels(places: Sequence[LabelKey]) -> list[str]:
    named = {name: [value for _, own, value, _ in places if own == name] for name in ("network", "treaty")}
    names = _names(named["network"], named["treaty"], places[0][-1])
    return [_label(name, value, names, language) for _, name, value, language in places]


def _label(name: str, value: str, names: Mapping[str, str], language: str) -> str:
    vocabulary = FACET_VOCABULARIES.get(name)
    if vocabulary is not None:
        return str(vocabulary.label(value))
    labels: dict[str, Callable[[str, str], str]] = {
        "jurisdiction": i18n.territory_name,
        "accepts": i18n.language_name,
    }
    return labels[name](value, language) if name in labels else names.get(value, value)


def _names(networks: Sequence[str], treaties: Sequence[str], language: str) -> dict[str, str]:
    names = {}
    for reading in read_all(ANONYMOUS, list_named(networks, treaties)):
        short = fact(reading, "short_title", language) or fact(reading, "short_name", language)
        detail = "title" if reading.kind == "treaty" else "name"
        names[reading.key] = short.texts[0].text if short else name_of(reading, language, detail).text
    return names
