"""One question asked and answered in words: what the page and the API both show."""

from directory.access.viewer import Viewer
from directory.search import queries
from directory.search.facets import facets
from directory.search.hits import hits
from directory.search.presenters import Hit, SearchPage, search_page

MOST_SUGGESTIONS = 8


def answer(viewer: Viewer, asked: queries.Asked, language: str) -> SearchPage:
    """Return the page of results for a question."""
    results = queries.find(viewer, asked)
    found = hits(results.keys, language)
    return search_page(asked, results, found, facets(results.facets, asked, language))


def suggestions(viewer: Viewer, text: str, language: str) -> list[Hit]:
    """Return up to MOST_SUGGESTIONS entries for a text that is still being typed; none for no text."""
    if not text.strip():
        return []
    results = queries.find(viewer, queries.Asked(text=text, per_page=MOST_SUGGESTIONS), facets=())
    return hits(results.keys, language)
