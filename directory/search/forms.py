"""Reads a search query from an address. Reading is lenient, since people type and share addresses."""

from werkzeug.datastructures import MultiDict

from directory.search.queries import FACETS, PER_PAGE, SearchQuery

MOST_PER_PAGE = 100
MOST_FILTER_VALUES = 20
MOST_PAGES = 10_000
LONGEST_TEXT_CHARACTERS = 200
# The query parameters of the search.
PARAMETERS = ("q", "page", "per_page", *FACETS)


def read_search_query(arguments: MultiDict[str, str]) -> SearchQuery:
    """Return the search query that the `arguments` of an address describe.

    A number out of bounds becomes the nearest allowed number. Text in place of a number becomes the default. A text
    that is too long is cut, and filter values beyond MOST_FILTER_VALUES are left out.
    """
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
