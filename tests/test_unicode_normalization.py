"""Text is kept in one form of its letters, whichever way it comes in: forms, the API, files of seed data."""

import unicodedata
from pathlib import Path

from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from directory.api.bodies import read_body
from directory.forms import Form
from directory.seeding.rows import read_rows

COMPOSED = "Épreuve"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)


class NameForm(Form):
    name = StringField("Name")


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
