"""Alphabetical order of names in each language, by ICU: in Python, and in SQL on both databases."""

import sqlite3
import threading
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import icu
from sqlalchemy import ColumnElement

from directory.i18n import LANGUAGES, current_language

_of_thread = threading.local()


def sorted_by_name(rows: Iterable[Any], name: Callable[[Any], str]) -> list[Any]:
    """Return rows sorted by name in the alphabet of the reader's language."""
    key = _collator(current_language()).getSortKey
    return sorted(rows, key=lambda row: key(name(row)))


def in_order(column: Any) -> ColumnElement[str]:
    """Return a term for `order_by` that sorts a column of names in the alphabet of the reader's language."""
    ordered: ColumnElement[str] = column.collate(_name_of_collation(current_language()))
    return ordered


def first_letter(name: str) -> str:
    """Return the letter under which an alphabetical list in the reader's language puts a name.

    Some letters are digraphs (Uzbek `Sh`). Chinese names are under their pinyin, names in another script under `…`.
    """
    index = _index(current_language())
    label: str = index.getBucket(index.getBucketIndex(name))[0]
    return label


def add_collations(connection: sqlite3.Connection) -> None:
    """Add a collation for each language of the interface to a SQLite connection."""
    for code in LANGUAGES:
        connection.create_collation(_name_of_collation(code), _comparison(code))


def _comparison(code: str) -> Callable[[str, str], int]:
    # The collator is created at the first comparison: most connections never need one.
    return lambda one, other: int(_collator(code).compare(one, other))


def _name_of_collation(code: str) -> str:
    return f"{code}-x-icu"


def _collator(code: str) -> Any:
    """Return a collator of this thread: threads must not share ICU collators."""
    if not hasattr(_of_thread, code):
        setattr(_of_thread, code, icu.Collator.createInstance(icu.Locale(code)))
    return getattr(_of_thread, code)


@lru_cache(maxsize=len(LANGUAGES))
def _index(code: str) -> Any:
    return icu.AlphabeticIndex(icu.Locale(code)).buildImmutableIndex()
