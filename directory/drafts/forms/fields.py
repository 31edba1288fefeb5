"""Fields for the forms of drafts, with their limits."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from directory.forms import CheckboxesField, NumberField, at_most

LONGEST_TEXT_CHARACTERS = 20_000
LONGEST_LINE_CHARACTERS = 200
LONGEST_PENALTY_YEARS = 100
# The most combining marks on one letter. No language needs more, and thousands would make a document take minutes.
# Source: Unicode Standard Annex 15, section 13.
MOST_MARKS = 30
SHOWN_BEFORE_CHARACTERS = 20
TEXT = "text-"
YES, NO, UNKNOWN = "yes", "no", ""


def stripped(text: str | None) -> str:
    """Return a text without white space around it, or "" for None."""
    return (text or "").strip()


def offered(choices: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Return pairs of value and label as the choices of a field."""
    return [SelectChoice(value, label) for value, label in choices]


def few_marks(_form: Any, field: Any) -> None:
    """Raise ValidationError for more than MOST_MARKS consecutive combining marks or invisible characters."""
    place = 0
    for is_joined, run in groupby(field.data or "", _is_joined):
        length = len(list(run))
        if is_joined and length > MOST_MARKS:
            before = field.data[max(0, place - SHOWN_BEFORE_CHARACTERS) : place]
            raise ValidationError(
                _("More than %(most)s marks follow “%(before)s”. Take some out.", most=MOST_MARKS, before=before)
            )
        place += length


def _is_joined(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith("M") or category == "Cf"


def text(label: Any, hint: Any = "", *, is_line: bool = False) -> Any:
    """Return a field for a text of several lines, or of one line if `is_line` is true."""
    made = StringField if is_line else TextAreaField
    longest = LONGEST_LINE_CHARACTERS if is_line else LONGEST_TEXT_CHARACTERS
    return made(label, [Optional(), at_most(longest), few_marks], filters=[stripped], description=hint)


def one_of(label: Any, choices: Iterable[tuple[str, str]], hint: Any = "", rules: Iterable[Any] = ()) -> Any:
    """Return a drop-down list. A choice is required only if `rules` require it."""
    return SelectField(label, [*rules, Optional()], choices=offered(choices), description=hint)


def some_of(
    label: Any, choices: Iterable[tuple[str, str]], hint: Any = "", most: int = -1, rules: Iterable[Any] = ()
) -> Any:
    """Return a list of boxes to tick. If `most` is positive, at most `most` boxes can be ticked."""
    too_many = _l("Choose at most %(max)d.")
    return CheckboxesField(
        label,
        [*rules, Length(max=most, message=too_many)] if most > 0 else [*rules],
        choices=offered(choices),
        description=hint,
    )


def yes_or_no(label: Any, hint: Any = "") -> Any:
    """Return a field for a question with the answers yes, no and not known."""
    choices = offered([(YES, _l("Yes")), (NO, _l("No")), (UNKNOWN, _l("Not known"))])
    return RadioField(label, [Optional()], choices=choices, coerce=answer_of, default=UNKNOWN, description=hint)


def answer_of(value: Any) -> str:
    """Return the choice of a `yes_or_no` field for a stored answer. A value that is already a choice is returned
    unchanged."""
    if value in (YES, NO, UNKNOWN):
        return str(value)
    return UNKNOWN if value is None else YES if value else NO


def truth(choice: str) -> bool | None:
    """Return the answer to store for a choice of a `yes_or_no` field; None for "not known"."""
    return {YES: True, NO: False}.get(choice)


def years(label: Any, hint: Any = "") -> Any:
    """Return a field for a number of years, from 0 to LONGEST_PENALTY_YEARS, which may stay empty."""
    return NumberField(label, [Optional(), NumberRange(0, LONGEST_PENALTY_YEARS)], description=hint)


def box(label: Any, hint: Any = "") -> Any:
    """Return a checkbox with a label and a hint."""
    return BooleanField(label, description=hint)
