"""Catalogues of complete languages: every string of the code, whole, with the same placeholders."""

import ast
import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from directory.i18n import DEFAULT, LANGUAGES
from tests.conftest import PROJECT

COMPLETE = [code for code, language in LANGUAGES.items() if language.is_complete and code != DEFAULT]
METHODS = [("directory/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|</?\w+[^>]*>")
# Arabic names none, one and two of a thing without a number (CLDR plural rules).
FORMS_WITHOUT_A_NUMBER = {"ar": {0, 1, 2}}


@cache
def calls_of_the_code() -> frozenset[str | tuple[str, ...]]:
    options = {"templates/**.html": {"trimmed": "true"}}
    return frozenset(row[2] for row in extract_from_dir(str(PROJECT), METHODS, options, keywords=KEYWORDS))


def strings_of_the_code() -> set[str]:
    return {message[0] if isinstance(message, tuple) else message for message in calls_of_the_code()}


@cache
def catalogue(code: str) -> Catalog:
    path = PROJECT / "directory" / "translations" / code / "LC_MESSAGES" / "messages.po"
    with Path(path).open("rb") as file:
        return read_po(file, locale=code)


def messages(code: str) -> list[Message]:
    return [message for message in catalogue(code) if message.id]


def forms(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


@pytest.mark.parametrize("code", COMPLETE)
def test_every_string_of_the_code_is_in_the_catalogue_and_no_other(code: str) -> None:
    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in messages(code)}

    assert known == strings_of_the_code()


def test_no_string_stands_both_alone_and_with_a_plural() -> None:
    """One that does is shown with the placeholder of its plural where it stands alone."""
    with_plural = {message[0] for message in calls_of_the_code() if isinstance(message, tuple)}

    assert with_plural & calls_of_the_code() == set()


def test_no_string_hides_in_an_f_string_where_the_extraction_overlooks_it() -> None:
    hidden = [
        f"{path.relative_to(PROJECT)}:{call.lineno}"
        for path in sorted((PROJECT / "directory").rglob("*.py"))
        for joined in ast.walk(ast.parse(path.read_text()))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]

    assert hidden == []


@pytest.mark.parametrize("code", COMPLETE)
def test_every_string_is_translated_in_all_its_plural_forms(code: str) -> None:
    unfinished = [
        message.id
        for message in messages(code)
        if message.fuzzy
        or not all(forms(message))
        or (message.pluralizable and len(forms(message)) != catalogue(code).num_plurals)
    ]

    assert unfinished == []


@pytest.mark.parametrize("code", COMPLETE)
def test_placeholders_and_markup_are_those_of_the_english(code: str) -> None:
    spare = FORMS_WITHOUT_A_NUMBER.get(code, set())
    differing = [
        (message.id, form)
        for message in messages(code)
        for number, form in enumerate(forms(message))
        if not (message.pluralizable and number in spare)
        and sorted(PLACEHOLDER.findall(form)) != sorted(PLACEHOLDER.findall(english(message, number)))
    ]

    assert differing == []


def english(message: Message, number: int) -> str:
    return message.id[-1] if isinstance(message.id, tuple) else message.id


@pytest.mark.parametrize("code", COMPLETE)
def test_no_word_mixes_scripts(code: str) -> None:
    mixed = re.compile(r"\w*(?:[a-zA-Z][\u0400-\u04ff\u0600-\u06ff]|[\u0400-\u04ff\u0600-\u06ff][a-zA-Z])\w*")

    words = [word for m in messages(code) for form in forms(m) for word in mixed.findall(PLACEHOLDER.sub("", form))]

    assert words == []


@pytest.mark.parametrize("code", COMPLETE)
def test_the_catalogue_compiles(code: str) -> None:
    write_mo(BytesIO(), catalogue(code))


def test_a_language_that_is_called_complete_has_a_catalogue() -> None:
    folder = PROJECT / "directory" / "translations"

    assert {path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.po")} == set(COMPLETE)
