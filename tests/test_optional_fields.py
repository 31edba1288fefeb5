"""A field that a page says may stay empty is taken empty; a field that must be filled in is refused empty, in words."""

import sys
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.fields.choices import SelectFieldBase

from directory.accounts.forms import NewPasswordForm
from directory.checked_forms import CheckedForm
from directory.forms import Form

# Nothing is typed in these.
UNTYPED = ("BooleanField", "HiddenField")
# It asks for the account whose password it is; both of its fields must be filled in.
WITH_ARGUMENTS = (NewPasswordForm,)
# A base of forms, which declare the box that it needs.
BASES = (CheckedForm,)


def forms(of: type[Form] = Form) -> Iterator[type[Form]]:
    """Yield the forms of the product, without those that a test made for itself or a page for one entry."""
    for one in of.__subclasses__():
        is_ours = one.__module__.startswith("directory.") and one not in BASES
        if is_ours and getattr(sys.modules[one.__module__], one.__name__, None) is one:
            yield one
        yield from forms(one)


def sent_empty(kind: type[Form]) -> Form:
    """Return a form that was sent with nothing in it; lists that its view fills offer one choice and none."""
    form = kind(formdata=MultiDict({"sent": "1"}))
    for field in form:
        if isinstance(field, SelectFieldBase) and field.choices is None:
            field.choices = [("", "–"), ("one", "One")]
            field.process(MultiDict({field.name: ""}))
    form.validate()
    return form


def says_it_may_stay_empty(field: Field) -> bool:
    return not (field.flags.required or field.flags.conditional or field.type in UNTYPED)


def test_no_field_that_is_said_to_be_optional_is_refused_empty(app: Flask) -> None:
    with app.test_request_context("/en/", method="POST"):
        made = [sent_empty(kind) for kind in forms() if kind not in WITH_ARGUMENTS]
        refused = {
            (type(form).__name__, field.name): [str(error) for error in field.errors]
            for form in made
            for field in form
            if says_it_may_stay_empty(field) and field.errors
        }

    assert refused == {}


def test_what_must_be_filled_in_is_refused_empty_in_words_unless_something_is_chosen_beforehand(app: Flask) -> None:
    with app.test_request_context("/en/", method="POST"):
        made = [sent_empty(kind) for kind in forms() if kind not in WITH_ARGUMENTS]
        taken = [
            (type(form).__name__, field.name)
            for form in made
            for field in form
            if field.flags.required and not field.errors and not field.data
        ]

    assert taken == []


@pytest.mark.parametrize(("required", "conditional", "is_said"), [(0, 0, True), (1, 0, False), (0, 1, False)])
def test_the_words_stand_beside_a_field_that_may_always_stay_empty_alone(
    app: Flask, required: int, conditional: int, is_said: bool
) -> None:
    with app.test_request_context("/en/"):
        macro = app.jinja_env.get_template("components/form.html").module.optional
        flags = type("Flags", (), {"required": bool(required), "conditional": bool(conditional)})
        shown = str(macro(type("Of", (), {"flags": flags, "data": "", "errors": ()})))

    assert ("(optional)" in shown) is is_said
