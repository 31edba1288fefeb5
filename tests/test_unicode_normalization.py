"""Text is kept in one form of its letters, whichever way it comes in: forms, the API, files of seed data."""

import unicodedata
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from directory.api.bodies import read_body
from directory.forms import Form
from directory.seeding.rows import read_rows
from directory.web.request_validation import nfc_normalized

COMPOSED = "Épreuve"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)


class NameForm(Form):
    name = StringField("Name")


TYPED = [
    COMPOSED,
    DECOMPOSED,
    "a\u0301\u0323",
    "\u1112\u1161\u11ab",
    "\u0f71\u0f73\u0f74",
    "q" + "\u0301" * 15 + "\u0323" * 15,
    "",
]


@pytest.mark.parametrize("text", TYPED)
def test_a_text_that_a_language_could_hold_is_brought_into_the_normal_form_of_unicode(text: str) -> None:
    assert nfc_normalized(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("marks", ["\u0301" * 20 + "\u0323" * 20, "\u0301\u0323" * 20, "\u0f73" * 40])
def test_marks_without_number_are_not_put_in_order(marks: str) -> None:
    text = f"{DECOMPOSED} a{marks} {DECOMPOSED}"

    assert nfc_normalized(text) == f"{COMPOSED} a{marks} {COMPOSED}"


def test_a_form_takes_letters_in_one_form(small_app: Flask) -> None:
    with small_app.test_request_context("/", method="POST"):
        form = NameForm(MultiDict({"name": DECOMPOSED}))

    assert form.name.data == COMPOSED


def test_a_body_takes_letters_in_one_form(small_app: Flask) -> None:
    schema = {"type": "object", "properties": {"name": {"type": "array"}}}
    with small_app.test_request_context("/", method="POST", json={"name": [DECOMPOSED, {"ru": DECOMPOSED}]}):
        body = read_body(schema)

    assert body == {"name": [COMPOSED, {"ru": COMPOSED}]}


def test_seed_data_are_read_with_letters_in_one_form(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text(f"name\n{DECOMPOSED}\n")

    assert [row.text("name") for row in read_rows(file)] == [COMPOSED]
