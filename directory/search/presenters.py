"""The data that the search page and the search API show."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from directory.access.facts import Chip, LabelledCode, Link, SourceNote, Text
from directory.focal_points.board import DeskAvailability
from directory.search.queries import MOST_REVEALED, SearchQuery
from search_index import Results

TOO_MANY = _l(
    "These words stand in details that are not public of more than %(count)s entries. Entries that match by those"
    " details alone are left out: add a word, or search for a whole number or address.",
    count=MOST_REVEALED,
)
BEHIND = _l("Search is being brought up to date: what changed in the last minutes may be missing.")


@dataclass(frozen=True)
class EntryEnding:
    """The end of an authority or a desk: its status (closed or replaced) and its successor."""

    status: LabelledCode
    successor: Link | None


@dataclass(frozen=True)
class Hit:
    """One entry found, without contacts.

    `line` is a desk's present availability, as the reader may see it. `source` is the source of the entry itself, the
    same in every language.
    """

    link: Link
    kind_label: str
    original: Text | None
    state: Link | None
    words: tuple[str, ...]
    source: SourceNote
    mark: LabelledCode | None = None
    line: DeskAvailability | None = None
    ending: EntryEnding | None = None


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet. `count` is the number of entries that would remain if the value is chosen."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One facet that narrows the results. `field` is its name in the address."""

    field: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class SearchPage:
    """The answer to a query.

    `did_you_mean` is the corrected text by which the hits were found. `ignored` are the words that were left out
    because no entry has all words. `warnings` are sentences about missing content. `previous` and `next` are addresses.
    """

    query: SearchQuery
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


def search_page(query: SearchQuery, results: Results, hits: Sequence[Hit], facets: tuple[Facet, ...]) -> SearchPage:
    """Return the page that answers a query, made of its results, of the hits for these results, and of the facets."""
    pages = max(1, math.ceil(results.total / query.per_page))
    chips = tuple(
        Chip(facet.label, value.label, _address_without(query, facet.field, value.value))
        for facet in facets
        for value in facet.values
        if value.is_chosen
    )
    return SearchPage(
        query=query,
        hits=hits,
        total=results.total,
        pages=pages,
        facets=facets,
        chips=chips,
        did_you_mean=results.did_you_mean,
        ignored=results.ignored,
        warnings=warnings_of(results),
        previous=query.query_string(page=query.page - 1) if query.page > 1 else None,
        next=query.query_string(page=query.page + 1) if query.page < pages else None,
    )


def warnings_of(results: Results) -> tuple[str, ...]:
    """Return sentences about the missing content of an incomplete answer. A complete answer has no warnings."""
    lacking = ((BEHIND, results.is_partial), (TOO_MANY, results.is_without_extra))
    return tuple(str(words) for words, is_so in lacking if is_so)


def _address_without(query: SearchQuery, name: str, value: str) -> str:
    kept = tuple(chosen for chosen in query.filters.get(name, ()) if chosen != value)
    return query.query_string(page=1, **{name: kept})
