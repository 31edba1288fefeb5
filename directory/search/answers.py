"""Answers a search query with a page of results, which both the search page and the API show."""

from collections.abc import Sequence
from dataclasses import replace

from directory.access.viewer import Viewer
from directory.focal_points.board import list_availability
from directory.models import FocalPoint
from directory.search import queries
from directory.search.hits import Hit, hits
from directory.search.presenters import SearchPage, search_page, warnings_of
from directory.search.question_cards import question_cards
from directory.search.suggestions import Suggestion, suggestions_of

MOST_SUGGESTIONS = 8


def answer(viewer: Viewer, query: queries.SearchQuery, language: str) -> SearchPage:
    """Return the page of results for a query, in one language. Records disclosures, and raises CeilingReached or
    NotReady, as `queries.find_answer` does."""
    question, results = queries.find_answer(viewer, query)
    found = _with_desks(viewer, hits(results.keys, language), language)
    cards = question_cards(viewer, question, language)
    return search_page(query, question, results, found, cards, language)


def _with_desks(viewer: Viewer, found: Sequence[Hit], language: str) -> list[Hit]:
    """Return `found` with the availability of each desk added, as far as this viewer may see it.

    The hits in `found` come from a cache and are the same for everyone, so they have no availability.
    """
    keys = [hit.link.key for hit in found if hit.link.kind == FocalPoint.KIND]
    lines = {line.desk.link.key: line for line in list_availability(viewer, keys, language)}
    return [replace(hit, line=lines[hit.link.key]) if hit.link.key in lines else hit for hit in found]


def suggestions(viewer: Viewer, text: str, language: str) -> list[Suggestion]:
    """Return up to MOST_SUGGESTIONS entries for a text that is still being typed, best first. An empty text has no
    suggestions. Records disclosures, and raises CeilingReached or NotReady, as `queries.find_answer` does."""
    return suggestions_with_warnings(viewer, text, language)[0]


def suggestions_with_warnings(viewer: Viewer, text: str, language: str) -> tuple[list[Suggestion], tuple[str, ...]]:
    """Return the lines of `suggestions`, and sentences of warning if some may be missing. Both are empty for an
    empty text. Records disclosures, and raises CeilingReached or NotReady, as `queries.find_answer` does."""
    if not text.strip():
        return [], ()
    results = queries.find(viewer, queries.SearchQuery(text=text, per_page=MOST_SUGGESTIONS), facets=())
    return suggestions_of(hits(results.keys, language)), warnings_of(results)
