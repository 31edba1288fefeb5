"""Reads a search query from an address."""

from werkzeug.datastructures import MultiDict

from directory.search.queries import FACETS, PER_PAGE, SearchQuery

MOST_PER_PAGE = 100
MOST_FILTER_VALUES = 20
MOST_PAGES = 10_000
LONGEST_TEXT_CHARACTERS = 200
# The query parameters of the search.
PARAMETERS = ("q", "page", "per_page", *FACETS)


def read_search_query(arguments: MultiDict[str, str]) -> SearchQuery:
    """Return the search query that an address describes. Numbers are bounded; a long text and surplus filter values are
    cut."""
    filters = {
        name: values
        for name in FACETS
        if (values := tuple(dict.fromkeys(filter(None, arguments.getlist(name))))[:MOST_FILTER_VALUES])
    }
    return SearchQuery(
        text=arguments.get("q", "").strip()[:LONGEST_TEXT_CHARACTERS],
        filters=filters,
        page=_bounded(arguments.get("page", ""), 1, MOST_PAGES),
        per_page=_bounded(arguments.get("per_page", ""), PER_PAGE, MOST_PER_PAGE),
    )


def _bounded(text: str, default: int, most: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
    return min(max(number, 1), most)
