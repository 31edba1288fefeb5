"""Values for the search page and the search API."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from directory.access.facts import Chip, Link, state_link
from directory.access.viewer import Viewer
from directory.focal_points.availability import list_availability
from directory.i18n import isolated_in_rtl
from directory.models import FocalPoint
from directory.search.facets import Facet, facets
from directory.search.guides import GuideLink, guide_links
from directory.search.hits import Hit, hits
from directory.search.queries import MOST_REVEALED, SearchQuery, find_answer
from directory.search.question_cards import QuestionCard, question_cards
from directory.sentences import listed
from directory.vocabulary import MEASURES
from search_index import Results

TOO_MANY = _l(
    "These words stand in details that are not public of more than %(count)s entries. Entries that match by those"
    " details alone are left out: add a word, or search for a whole number or address.",
    count=MOST_REVEALED,
)
BEHIND = _l("Search is being brought up to date: what changed in the last minutes may be missing.")


@dataclass(frozen=True)
class SearchPage:
    """The answer to a query.

    - `cards`: the cards about the States that the text names.
    - `guessed_measure`: a question which asks whether the measure of the cards was meant, if the text does not name it.
      Empty if the text names the measure, or no measure.
    - `guides`: links for general words of the text.
    - `nothing_on`: a sentence which says that no entry of the named States matches the other words of the text, or
      empty.
    - `chips`: the chosen facet values, each with an address that removes the choice.
    - `did_you_mean`: the corrected text, or the text in another keyboard layout, if the hits were found by this text
      instead of the typed text. Otherwise None.
    - `ignored`: the words that were left out because no entry has all words.
    - `warnings`: sentences about missing content.
    """

    query: SearchQuery
    cards: tuple[QuestionCard, ...]
    guessed_measure: str
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


def page(viewer: Viewer, query: SearchQuery, language: str) -> SearchPage:
    """Return the page of results for `query`. Raises NotReady if there is no usable index."""
    question, results = find_answer(viewer, query)
    pages, shown = max(1, math.ceil(results.total / query.per_page)), facets(results.facets, query, language)
    chips = tuple(
        Chip(facet.label, value.label, _address_without(query, facet.field, value.value))
        for facet in shown
        for value in facet.values
        if value.is_chosen
    )
    states = tuple(state_link(code, language) for code in question.states)
    return SearchPage(
        query=query,
        cards=question_cards(viewer, question, language) if states else (),
        guessed_measure=_guessed(question.measure) if question.is_measure_guessed else "",
        guides=guide_links(question.guides, question.states),
        nothing_on=_nothing_on(question.rest, states) if question.is_without_rest else "",
        hits=_with_desks(viewer, hits(results.keys, language), language),
        total=results.total,
        pages=pages,
        facets=shown,
        chips=chips,
        did_you_mean=results.did_you_mean or question.meant or None,
        # Optional words are not reported as left out: they decide the order, and the card answers for the measure.
        ignored=() if question.are_words_optional else results.ignored,
        warnings=warnings_of(results),
        previous=query.query_string(page=query.page - 1) if query.page > 1 else None,
        next=query.query_string(page=query.page + 1) if query.page < pages else None,
    )


def _with_desks(viewer: Viewer, found: Sequence[Hit], language: str) -> list[Hit]:
    """Return the hits with the availability of each desk, as far as the viewer may see the availability."""
    keys = [hit.link.key for hit in found if hit.link.kind == FocalPoint.KIND]
    lines = {line.desk.link.key: line for line in list_availability(viewer, keys, language)}
    return [replace(hit, line=lines[hit.link.key]) if hit.link.key in lines else hit for hit in found]


def _nothing_on(words: str, states: Sequence[Link]) -> str:
    named = listed(state.text.text for state in states)
    return str(
        gettext(
            "This directory has nothing on “%(words)s” for: %(states)s. All that it has of this State is below.",
            words=isolated_in_rtl(words),
            states=named,
        )
    )


def _guessed(measure: str) -> str:
    return str(gettext("Did you mean the measure “%(measure)s”?", measure=MEASURES.label(measure)))


def warnings_of(results: Results) -> tuple[str, ...]:
    """Return a sentence for each reason why the results are incomplete."""
    lacking = ((BEHIND, results.is_partial), (TOO_MANY, results.is_without_extra))
    return tuple(str(words) for words, is_so in lacking if is_so)


def _address_without(query: SearchQuery, name: str, value: str) -> str:
    kept = tuple(chosen for chosen in query.filters.get(name, ()) if chosen != value)
    return query.query_string(page=1, **{name: kept})
