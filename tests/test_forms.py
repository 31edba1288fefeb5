"""Forms: each that changes something carries this browser's token, and says what is wrong in words of ours."""

import re
from collections.abc import Iterator

import pytest
import wtforms
from flask import Flask
from flask_babel import force_locale
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired, NumberRange

from directory.focal_points.rotas.rotation_forms import OrderField
from directory.forms import CheckboxesField, Form, LocalTimeField, NumberField
from directory.people.forms import NetworksField
from directory.phrasebook.forms import PhrasesField
from tests.conftest import PROJECT

TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))
FORM = re.compile(r"<form\b.*?</form>|\{% call form\b.*?\{% endcall %\}", re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_form_that_posts_carries_a_form_token(template: object) -> None:
    forms = FORM.findall(template.read_text(encoding="utf-8"))

    posting = [form for form in forms if re.search(r"method=['\"]post", form, re.IGNORECASE)]
    assert [form for form in posting if "csrf()" not in form] == []


CHOICES = [wtforms.SelectChoice("a", "A")]
# A field or rule that refuses something by itself, with what it refuses.
REFUSED = [
    (wtforms.SelectField(choices=CHOICES), "b", "Choose from the list."),
    (wtforms.RadioField(choices=CHOICES), "b", "Choose from the list."),
    (wtforms.SelectMultipleField(choices=CHOICES), "b", "Choose from the list."),
    (CheckboxesField(choices=CHOICES), "b", "Choose from the list."),
    (wtforms.DateField(), "soon", "Write a date, like 2026-12-31."),
    (wtforms.TimeField(), "soon", "Write a time, like 14:30."),
    (LocalTimeField(), "soon", "Write a date and a time, like 2026-12-31 14:30."),
    (LocalTimeField(), "0001-01-01T00:00", "Write a date and a time, like 2026-12-31 14:30."),
    (NumberField(), "many", "Write a whole number."),
    (NumberField(validators=[NumberRange(1, 9)]), "10", "Write a number from 1 to 9."),
    (NumberField(validators=[InputRequired()]), "", "Fill in this field."),
]
# Fields that take whatever is typed.
TAKING = {
    *(
        wtforms.StringField,
        wtforms.TextAreaField,
        wtforms.HiddenField,
        wtforms.PasswordField,
        wtforms.EmailField,
        wtforms.TelField,
    ),
    *(wtforms.BooleanField, wtforms.FieldList, wtforms.FormField, FileField, NetworksField, OrderField, PhrasesField),
}


@pytest.mark.parametrize(("field", "typed", "words"), REFUSED)
def test_what_wtforms_refuses_is_told_in_words_of_ours(
    app: Flask, field: wtforms.Field, typed: str, words: str
) -> None:
    form_of_one = type("FormOfOne", (Form,), {"one": field})

    with app.test_request_context(), force_locale("en"):
        form = form_of_one(MultiDict({"one": typed}))
        form.validate()

        assert form.one.errors == [words]


def test_every_kind_of_field_of_our_forms_is_among_these(app: Flask) -> None:
    used = {
        field.field_class for form in _forms(Form) for field in vars(form).values() if hasattr(field, "field_class")
    }

    assert used <= TAKING | {field.field_class for field, _, _ in REFUSED}


def _forms(base: type) -> Iterator[type]:
    for form in base.__subclasses__():
        yield form
        yield from _forms(form)
