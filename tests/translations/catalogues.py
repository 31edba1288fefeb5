"""What the catalogues and the code say, for the tests of this folder."""

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
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "pgettext": WITH_CONTEXT,
    "_lp": WITH_CONTEXT,
}
TRANSLATORS = "Translators:"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|</?\w+[^>]*>")
BUTTON = re.compile(r"<button\b[^>]*>(.*?)</button>", re.DOTALL)
SPOKEN = re.compile(r'<span class="visually-hidden">.*?</span>', re.DOTALL)


def forms_of_one_number(code: str) -> set[int]:
    """Return the plural forms that stand for a single number, nothing counted with one: they may do without it."""
    counted = Counter(c2py(catalogue(code).plural_expr)(number) for number in range(1, 1_000))
    return {form for form in range(catalogue(code).num_plurals) if counted[form] <= 1}


@cache
def rows_of_the_code() -> tuple[tuple[Any, ...], ...]:
    """Return what the extraction reads: file, line, message, comments and context of each call."""
    options = {"templates/**.html": {"trimmed": "true"}}
    return tuple(extract_from_dir(str(PROJECT), METHODS, options, KEYWORDS, [TRANSLATORS]))


@cache
def calls_of_the_code() -> frozenset[str | tuple[str, ...]]:
    return frozenset(row[2] for row in rows_of_the_code())


def comments_of_the_code() -> set[str]:
    return {line for row in rows_of_the_code() for line in row[3]}


def strings_of_the_code() -> set[tuple[str | None, str]]:
    """Return the context and the string, in the singular, of each call."""
    return {(row[4], singular(row[2])) for row in rows_of_the_code()}


def singular(found: str | tuple[str, ...]) -> str:
    return found[0] if isinstance(found, tuple) else found


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
