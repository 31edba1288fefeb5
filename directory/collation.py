"""Alphabetical order of names in each language, by ICU: in Python, and in SQL on both databases.

ICU has no order for Tajik and sorts Arabic names by their article. Both languages have rules of their own here.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import icu
from sqlalchemy import ColumnElement, case, func

from directory.i18n import LANGUAGES, current_language

ARTICLES = {"ar": "ال"}
"""By language, the article that does not count at the start of a name, as in the lists of States of the United Nations:
الأردن stands under أ."""
LETTERS_AFTER = {"tg": {"ё": "е", "Ё": "Е", "ӣ": "и", "Ӣ": "И", "ӯ": "у", "Ӯ": "У"}}
"""By language, each letter that ICU sorts as a variant of another letter, and the letter after which it stands in the
alphabet."""
LAST = "\uffff"
"""The character that ICU sorts after all others (Unicode Technical Standard 35, part 5)."""

_of_thread = threading.local()


def sorted_by_name(rows: Iterable[Any], name: Callable[[Any], str]) -> list[Any]:
    """Return rows sorted by name in the alphabet of the reader's language."""
    language = current_language()
    key = _collator(language).getSortKey
    return sorted(rows, key=lambda row: key(_as_sorted(name(row), language)))


def in_order(column: Any) -> ColumnElement[str]:
    """Return a term for `order_by` that sorts a column of names in the alphabet of the reader's language."""
    language = current_language()
    term = column
    if article := ARTICLES.get(language):
        term = case((column.startswith(article), func.substr(column, len(article) + 1)), else_=column)
    for letter, before in LETTERS_AFTER.get(language, {}).items():
        term = func.replace(term, letter, before + LAST)
    ordered: ColumnElement[str] = term.collate(_name_of_collation(language))
    return ordered


def first_letter(name: str) -> str:
    """Return the letter under which an alphabetical list in the reader's language puts a name.

    Some letters are digraphs (Uzbek `Sh`). A Chinese name is under its pinyin. A name in another script than the
    reader's language is under `…`.
    """
    language = current_language()
    name = _without_article(name, language)
    if name[:1] in LETTERS_AFTER.get(language, {}):
        return name[0].upper()
    index = _index(language)
    label: str = index.getBucket(index.getBucketIndex(name))[0]
    return label


def add_collations(connection: sqlite3.Connection) -> None:
    """Add a collation for each language of the interface to a SQLite connection."""
    for code in LANGUAGES:
        connection.create_collation(_name_of_collation(code), _comparison(code))


def _without_article(name: str, language: str) -> str:
    return name.removeprefix(ARTICLES.get(language, ""))


def _as_sorted(name: str, language: str) -> str:
    name = _without_article(name, language)
    for letter, before in LETTERS_AFTER.get(language, {}).items():
        name = name.replace(letter, before + LAST)
    return name


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
