"""Facets: the values by which results can be narrowed, with counts and labels.

The values of a facet are the codes of a vocabulary, or all values in the index if the facet has no vocabulary.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from directory import i18n
from directory.access.facts import fact, name_of
from directory.access.gate import read_all
from directory.access.viewer import ANONYMOUS
from directory.cache.dependencies import CacheScope, narrow_cache_scope
from directory.cache.store import cached_many
from directory.search.queries import FACETS, SearchQuery, list_named
from directory.vocabulary import AUTHORITY_KINDS, CONFIDENCES, FUNCTIONS, KINDS, REACHABLE, STANDING_LEVELS, Vocabulary
from search_index import Query, SearchIndex

MOST_COUNTED_VALUES = 12
LabelCacheKey = tuple[str, str, str, str]
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
    "standing": _l("Standing of desks"),
}
FACET_VOCABULARIES: Mapping[str, Vocabulary[Any]] = {
    "kind": KINDS,
    "function": FUNCTIONS,
    "authority_kind": AUTHORITY_KINDS,
    "verified": CONFIDENCES,
    "reachable": REACHABLE,
    "standing": STANDING_LEVELS,
}


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet. `count` is the number of entries that have the value and match the text and the other
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


def facets(counts: Mapping[str, Mapping[str, int]], query: SearchQuery, language: str) -> tuple[Facet, ...]:
    """Return the facets that have values, each with its most frequent values and the chosen ones.

    `counts` come from `Results.facets`.
    """
    shown = {name: _shown(counts.get(name, {}), query.filters.get(name, ())) for name in FACET_LABELS}
    cache_keys = [("label", name, value, language) for name, values in shown.items() for value in values]
    known = [key for key in cache_keys if _is_facet_value(*key[1:3])]
    labels = {key: key[2] for key in cache_keys} | dict(zip(known, cached_many(known, _labels), strict=True))
    if len(known) < len(cache_keys):
        # Anybody can put invented values into an address, so labels of such values, and a page with them, are not
        # cached for others.
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


def _is_facet_value(name: str, value: str) -> bool:
    """Return whether `value` is possible in the facet `name`: a code of its vocabulary or, without a vocabulary, a
    value in the index. Raises NotReady if there is no usable index."""
    vocabulary = FACET_VOCABULARIES.get(name)
    return value in (_in_index().get(name, ()) if vocabulary is None else vocabulary)


def _in_index() -> Mapping[str, frozenset[str]]:
    """Return a mapping from each facet without a vocabulary to its values in the index.

    The app caches the mapping until the position of the index changes.
    """
    index: SearchIndex = current_app.extensions["search_index"]
    known: tuple[int, Mapping[str, frozenset[str]]] | None = current_app.extensions.get("facet_values")
    if known is None or known[0] != index.position:
        names = tuple(name for name in FACETS if name not in FACET_VOCABULARIES)
        counts = index.search(Query(facets=names, limit=0)).facets
        known = index.position, {name: frozenset(values) for name, values in counts.items()}
        current_app.extensions["facet_values"] = known
    return known[1]


def _shown(counts: Mapping[str, int], chosen: tuple[str, ...]) -> dict[str, int]:
    by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_COUNTED_VALUES]
    return dict(by_count) | {value: counts.get(value, 0) for value in chosen}


def _labels(cache_keys: Sequence[LabelCacheKey]) -> list[str]:
    named = {name: [value for _, own, value, _ in cache_keys if own == name] for name in ("network", "treaty")}
    names = _names(named["network"], named["treaty"], cache_keys[0][-1])
    return [_label(name, value, names, language) for _, name, value, language in cache_keys]


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
