"""Pages of search results and suggestions."""

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
    """Return the page of results for a query. Raises the errors of `queries.find_answer`."""
    question, results = queries.find_answer(viewer, query)
    found = _with_desks(viewer, hits(results.keys, language), language)
    cards = question_cards(viewer, question, language)
    return search_page(query, question, results, found, cards, language)


def _with_desks(viewer: Viewer, found: Sequence[Hit], language: str) -> list[Hit]:
    """Add the availability of each desk, as far as the viewer may see it."""
    keys = [hit.link.key for hit in found if hit.link.kind == FocalPoint.KIND]
    lines = {line.desk.link.key: line for line in list_availability(viewer, keys, language)}
    return [replace(hit, line=lines[hit.link.key]) if hit.link.key in lines else hit for hit in found]


def suggestions(viewer: Viewer, text: str, language: str) -> list[Suggestion]:
    """Return up to MOST_SUGGESTIONS entries for an unfinished text, best first. Raises the errors of
    `queries.find_answer`."""
    return suggestions_with_warnings(viewer, text, language)[0]


def suggestions_with_warnings(viewer: Viewer, text: str, language: str) -> tuple[list[Suggestion], tuple[str, ...]]:
    """Return the result of `suggestions`, and a sentence for each reason why hits may be missing. Raises the errors of
    `queries.find_answer`."""
    if not text.strip():
        return [], ()
    results = queries.find(viewer, queries.SearchQuery(text=text, per_page=MOST_SUGGESTIONS), facets=())
    return suggestions_of(hits(results.keys, language)), warnings_of(results)
