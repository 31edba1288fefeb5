"""The values that a facet can have: codes of its vocabulary, or what the index holds."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from directory.search.queries import FACETS
from directory.vocabulary import AUTHORITY_KINDS, CONFIDENCES, FUNCTIONS, KINDS, REACHABLE, Vocabulary
from search_index import Query, SearchIndex

FACET_VOCABULARIES: Mapping[str, Vocabulary[Any]] = {
    "kind": KINDS,
    "function": FUNCTIONS,
    "authority_kind": AUTHORITY_KINDS,
    "verified": CONFIDENCES,
    "reachable": REACHABLE,
}


def is_facet_value(name: str, value: str) -> bool:
    """Return whether an entry can have `value` in the facet `name`. Raises NotReady if there is no usable index."""
    vocabulary = FACET_VOCABULARIES.get(name)
    return value in (_in_index().get(name, ()) if vocabulary is None else vocabulary)


def _in_index() -> Mapping[str, frozenset[str]]:
    """Return the values of each facet in the index. The app keeps them until the index moves on."""
    index: SearchIndex = current_app.extensions["search_index"]
    known: tuple[int, Mapping[str, frozenset[str]]] | None = current_app.extensions.get("facet_values")
    if known is None or known[0] != index.position:
        names = tuple(name for name in FACETS if name not in FACET_VOCABULARIES)
        counts = index.search(Query(facets=names, limit=0)).facets
        known = index.position, {name: frozenset(values) for name, values in counts.items()}
        current_app.extensions["facet_values"] = known
    return known[1]
