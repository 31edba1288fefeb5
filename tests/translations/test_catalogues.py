"""Catalogues of complete languages: every string of the code, whole, with the same placeholders."""

import ast
import re
from io import BytesIO

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo

from directory.i18n import LANGUAGES
from tests.conftest import PROJECT
from tests.translations.catalogues import (
    COMPLETE,
    KEYWORDS,
    PLACEHOLDER,
    TRANSLATORS,
    calls_of_the_code,
    catalogue,
    comments_of_the_code,
    forms,
    forms_of_one_number,
    labels_of_buttons,
    messages,
    singular,
    strings_of_the_code,
)

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# 36 letters of eight pixels fill the line that a screen of 320 pixels leaves between the margins.
CHARACTERS_OF_A_BUTTON = 36


@pytest.mark.parametrize("code", COMPLETE)
def test_every_string_of_the_code_is_in_the_catalogue_and_no_other(code: str) -> None:
    known = {(message.context, singular(message.id)) for message in messages(code)}

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


def test_every_value_given_to_a_string_has_a_place_in_it() -> None:
    without_place = [
        f"{path.relative_to(PROJECT)}:{call.lineno} {given.arg}"
        for path in sorted((PROJECT / "directory").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        for given in call.keywords
        if given.arg and f"%({given.arg})" not in ast.unparse(call)
    ]

    assert without_place == []


def test_every_comment_for_translators_stands_where_the_extraction_reads_it() -> None:
    """The extraction reads the line above a call, not the line above a term that the call is part of."""
    written = {
        line.strip().removeprefix("# ")
        for path in (PROJECT / "directory").rglob("*.py")
        for line in path.read_text().splitlines()
        if line.strip().startswith(f"# {TRANSLATORS}")
    }

    assert written - comments_of_the_code() == set()


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
    spare = forms_of_one_number(code)
    differing = [
        (message.id, form)
        for message in messages(code)
        for number, form in enumerate(forms(message))
        if not (message.pluralizable and number in spare)
        and sorted(PLACEHOLDER.findall(form)) != sorted(PLACEHOLDER.findall(english(message, number)))
    ]

    assert differing == []


@pytest.mark.parametrize("code", COMPLETE)
def test_no_translation_stands_twice_in_a_row(code: str) -> None:
    texts = [(message.id, text) for message in messages(code) for text in forms(message) if len(text) > 10]

    assert [name for name, text in texts if text[: len(text) // 2] == text[len(text) // 2 :]] == []


def english(message: Message, number: int) -> str:
    return message.id[-1] if isinstance(message.id, tuple) else message.id


@pytest.mark.parametrize("code", COMPLETE)
def test_the_label_of_a_button_fits_on_a_phone(code: str) -> None:
    too_long = [
        (message.id, form)
        for message in messages(code)
        for form in forms(message)
        if message.id in labels_of_buttons() and len(form) > CHARACTERS_OF_A_BUTTON
    ]

    assert too_long == []


@pytest.mark.parametrize("code", COMPLETE)
def test_the_catalogue_compiles(code: str) -> None:
    write_mo(BytesIO(), catalogue(code))


def test_a_language_that_is_called_complete_has_a_catalogue() -> None:
    folder = PROJECT / "directory" / "translations"

    assert {path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.po")} == set(COMPLETE)


@pytest.mark.parametrize("code", [code for code in COMPLETE if LANGUAGES[code].direction == "rtl"])
def test_a_date_in_digits_keeps_its_order_in_a_line_from_right_to_left(code: str) -> None:
    """After Arabic letters the digits between hyphens change places (UAX 9, W2 and W4); an isolate keeps them."""
    dates = [(date, form) for one in messages(code) for form in forms(one) for date in ISO_DATE.findall(form)]

    assert dates
    assert [form for date, form in dates if f"\u2066{date}" not in form] == []
