"""Facets for display: the values of each facet with labels in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from directory import i18n
from directory.access.facts import fact, name_of
from directory.access.gate import read_all
from directory.access.viewer import ANONYMOUS
from directory.cache.store import cached_many
from directory.search import queries
from directory.search.presenters import Facet, FacetValue
from directory.search.queries import SearchQuery
from directory.vocabulary import AUTHORITY_KINDS, CONFIDENCES, FUNCTIONS, KINDS, REACHABLE, Vocabulary

MOST_COUNTED_VALUES = 12
LabelKey = tuple[str, str, str, str]
LABELS = {
    "kind": _l("Kind"),
    "jurisdiction": _l("State"),
    "function": _l("Function"),
    "authority_kind": _l("Kind of authority"),
    "network": _l("Network"),
    "treaty": _l("Treaty"),
    "accepts": _l("Language accepted"),
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


def facets(counts: Mapping[str, Mapping[str, int]], query: SearchQuery, language: str) -> tuple[Facet, ...]:
    """Return the facets that have values. Each facet has its most frequent values, sorted by count, and the chosen
    values."""
    shown = {name: _shown(counts.get(name, {}), query.filters.get(name, ())) for name in LABELS}
    places = [("label", name, value, language) for name, values in shown.items() for value in values]
    labels = dict(zip(places, cached_many(places, _labels), strict=True))
    return tuple(
        Facet(
            name,
            str(LABELS[name]),
            tuple(
                FacetValue(value, labels["label", name, value, language], count, value in query.filters.get(name, ()))
                for value, count in values.items()
            ),
        )
        for name, values in shown.items()
        if values
    )


def _shown(counts: Mapping[str, int], chosen: tuple[str, ...]) -> dict[str, int]:
    by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_COUNTED_VALUES]
    return dict(by_count) | {value: counts.get(value, 0) for value in chosen}


def _labels(places: Sequence[LabelKey]) -> list[str]:
    named = {name: [value for _, own, value, _ in places if own == name] for name in ("network", "treaty")}
    names = _names(named["network"], named["treaty"], places[0][-1])
    return [_label(name, value, names, language) for _, name, value, language in places]


def _label(name: str, value: str, names: Mapping[str, str], language: str) -> str:
    vocabulary = VOCABULARIES.get(name)
    if vocabulary is not None:
        return str(vocabulary.label(value)) if value in vocabulary else value
    labels: dict[str, Callable[[str, str], str]] = {
        "jurisdiction": i18n.territory_name,
        "accepts": i18n.language_name,
    }
    return labels[name](value, language) if name in labels else names.get(value, value)


def _names(networks: Sequence[str], treaties: Sequence[str], language: str) -> dict[str, str]:
    names = {}
    for reading in read_all(ANONYMOUS, queries.list_named(networks, treaties)):
        short = fact(reading, "short_title", language) or fact(reading, "short_name", language)
        detail = "title" if reading.kind == "treaty" else "name"
        names[reading.key] = short.texts[0].text if short else name_of(reading, language, detail).text
    return names
