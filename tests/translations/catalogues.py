"""What the catalogues and the code say, for the tests of this folder."""

import csv
import re
from collections import Counter
from functools import cache
from gettext import c2py
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from directory.i18n import DEFAULT, LANGUAGES
from tests.conftest import PROJECT

COMPLETE = [code for code, language in LANGUAGES.items() if language.is_complete and code != DEFAULT]
METHODS = [
    ("directory/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("directory/search/guides.csv", "directory.search.guides:extract"),
]
WITH_CONTEXT = ((1, "c"), 2)
KEYWORDS = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "pgettext": WITH_CONTEXT,
    "_lp": WITH_CONTEXT,
}
NOTES = PROJECT / "directory" / "translations" / "notes.csv"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|</?\w+[^>]*>")
BUTTON = re.compile(r"<button\b[^>]*>(.*?)</button>", re.DOTALL)
# 36 letters of eight pixels fill the line that a screen of 320 pixels leaves between the margins.
CHARACTERS_OF_A_BUTTON = 36
SPOKEN = re.compile(r'<span class="visually-hidden">.*?</span>', re.DOTALL)


def forms_of_one_number(code: str) -> set[int]:
    """Return the plural forms that stand for a single number, nothing counted with one: they may do without it."""
    counted = Counter(c2py(catalogue(code).plural_expr)(number) for number in range(1, 1_000))
    return {form for form in range(catalogue(code).num_plurals) if counted[form] <= 1}


@cache
def rows_of_the_code() -> tuple[tuple[Any, ...], ...]:
    """Return what the extraction reads: file, line, message, comments and context of each call."""
    options = {"templates/**.html": {"trimmed": "true"}}
    return tuple(extract_from_dir(str(PROJECT), METHODS, options, KEYWORDS))


@cache
def calls_of_the_code() -> frozenset[str | tuple[str, ...]]:
    return frozenset(row[2] for row in rows_of_the_code())


def strings_of_the_code() -> set[tuple[str | None, str]]:
    """Return the context and the string, in the singular, of each call."""
    return {(row[4], singular(row[2])) for row in rows_of_the_code()}


def singular(found: str | tuple[str, ...]) -> str:
    return found[0] if isinstance(found, tuple) else found


def read_notes() -> list[dict[str, str]]:
    with NOTES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def notes() -> dict[tuple[str | None, str], dict[str, str]]:
    """Return what translators are told, and the flags for Weblate, by the context and the string in the singular."""
    return {(row["msgctxt"] or None, row["msgid"]): row for row in read_notes()}


@cache
def catalogue(code: str) -> Catalog:
    path = PROJECT / "directory" / "translations" / code / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=code)


def messages(code: str) -> list[Message]:
    return [message for message in catalogue(code) if message.id]


def forms(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def text_of(form: str) -> str:
    """Return a translation without its placeholders and its markup."""
    return PLACEHOLDER.sub(" ", form)


@cache
def labels_of_buttons() -> frozenset[str]:
    """Return the English labels of buttons: what stands in the element itself and is not only spoken."""
    found: set[str] = set()
    for path in sorted((PROJECT / "templates").rglob("*.html")):
        for inside in BUTTON.findall(path.read_text()):
            found |= set(re.findall(r"_\('([^']+)'", SPOKEN.sub("", inside)))
    return frozenset(found)
