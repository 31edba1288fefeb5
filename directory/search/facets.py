"""Facets in words: the values worth showing, with labels in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from directory import i18n
from directory.access.facts import fact, name_of
from directory.access.gate import read_all
from directory.access.viewer import ANONYMOUS
from directory.search import queries
from directory.search.presenters import Facet, FacetValue
from directory.search.queries import Asked
from directory.vocabulary import AUTHORITY_KINDS, CONFIDENCES, FUNCTIONS, KINDS, REACHABLE, Vocabulary

MOST_VALUES = 12
LABELS = {
    "kind": _l("Kind"),
    "jurisdiction": _l("State"),
    "function": _l("Function"),
    "authority_kind": _l("Kind of authority"),
    "network": _l("Network"),
    "treaty": _l("Treaty"),
    "accepts": _l("Accepts"),
    "verified": _l("Confidence"),
    "reachable": _l("Desks"),
}
VOCABULARIES: Mapping[str, Vocabulary[Any]] = {
    "kind": KINDS,
    "function": FUNCTIONS,
    "authority_kind": AUTHORITY_KINDS,
    "verified": CONFIDENCES,
    "reachable": REACHABLE,
}


def facets(counts: Mapping[str, Mapping[str, int]], asked: Asked, language: str) -> tuple[Facet, ...]:
    """Return the facets that have values: the chosen ones and the most frequent, by count."""
    shown = {name: _shown(counts.get(name, {}), asked.filters.get(name, ())) for name in LABELS}
    names = _names(shown["network"], shown["treaty"], language)
    return tuple(
        Facet(name, str(LABELS[name]), tuple(_value(name, v, n, asked, names, language) for v, n in values.items()))
        for name, values in shown.items()
        if values
    )


def _shown(counts: Mapping[str, int], chosen: tuple[str, ...]) -> dict[str, int]:
    by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES]
    return dict(by_count) | {value: counts.get(value, 0) for value in chosen}


def _value(name: str, value: str, count: int, asked: Asked, names: Mapping[str, str], language: str) -> FacetValue:
    return FacetValue(value, _label(name, value, names, language), count, value in asked.filters.get(name, ()))


def _label(name: str, value: str, names: Mapping[str, str], language: str) -> str:
    vocabulary = VOCABULARIES.get(name)
    if vocabulary is not None:
        return str(vocabulary.label(value)) if value in vocabulary else value
    labels: dict[str, Callable[[str, str], str]] = {
        "jurisdiction": i18n.territory_name,
        "accepts": i18n.language_name,
    }
    return labels[name](value, language) if name in labels else names.get(value, value)


def _names(networks: Mapping[str, int], treaties: Mapping[str, int], language: str) -> dict[str, str]:
    names = {}
    for reading in read_all(ANONYMOUS, queries.list_named(networks, treaties)):
        short = fact(reading, "short_title", language) or fact(reading, "short_name", language)
        detail = "title" if reading.kind == "treaty" else "name"
        names[reading.key] = short.texts[0].text if short else name_of(reading, language, detail).text
    return names
