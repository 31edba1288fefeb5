"""The base class of all forms, and validators with our own messages. `templates/components/form.html` renders the
fields."""

from collections.abc import Callable
from typing import Any, ClassVar

from flask import current_app, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, IntegerField, SelectMultipleField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from directory.errors import InvalidInput
from directory.i18n import side_by_side
from directory.transaction import committing
from directory.web.request_validation import is_plain_text, nfc_normalized

# Status of a page that shows a form with errors (Unprocessable Content).
REFUSED = 422
MOST_DIGITS = 9
FIRST_YEAR, LAST_YEAR = 1900, 9000


# A mapping from a message of WTForms to our message, for every message that our forms can show.
WORDS = {
    "This field is required.": _l("Fill in this field."),
    "Not a valid choice.": _l("Choose from the list."),
    "'%(value)s' is not a valid choice for this field.": _l("Choose from the list."),
    "'%(value)s' are not valid choices for this field.": _l("Choose from the list."),
    "Not a valid date value.": _l("Write a date, like 2026-12-31."),
    "Not a valid time value.": _l("Write a time, like 14:30."),
    "Not a valid datetime value.": _l("Write a date and a time, like 2026-12-31 14:30."),
    "Not a valid integer value.": _l("Write a whole number."),
    "Number must be between %(min)s and %(max)s.": _l("Write a number from %(min)d to %(max)d."),
}


class Catalogue:
    """Translations for WTForms: replaces the messages of WTForms by our messages, in the language of the page."""

    def gettext(self, text: str) -> str:
        """Return our message for one of WTForms' messages, or WTForms' own message if WORDS lacks it."""
        return str(WORDS.get(text, text))

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return our message for one of WTForms' messages, in the singular or plural form for `count`."""
        return self.gettext(one if count == 1 else many)


class Form(FlaskForm):  # type: ignore[misc]
    """Base of our forms. `web.csrf` checks the CSRF token before the view of a page runs."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms settings: our messages, and Unicode normalization of text."""

        csrf = False

        def get_translations(self, form: Any) -> Catalogue:
            """Return the translations by which WTForms replaces its own messages."""
            return Catalogue()

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            """Return the field. Text is normalized to Unicode NFC before the field's own filters run."""
            field = super().bind_field(form, unbound_field, options)
            field.filters = (_composed, *field.filters)
            return field


def _composed(value: Any) -> Any:
    return nfc_normalized(value) if isinstance(value, str) else value


class NumberField(IntegerField):  # type: ignore[misc]
    """A whole number of at most MOST_DIGITS digits. WTForms' validators fail on a number that is too large for a
    float."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse the submitted value. Raises ValueError if the value is not a whole number, or if it has more than
        MOST_DIGITS characters. The form shows the message of the error."""
        if valuelist and len(valuelist[0].strip()) > MOST_DIGITS:
            raise ValueError(_l("Write a whole number."))
        super().process_formdata(valuelist)


class LocalTimeField(DateTimeLocalField):  # type: ignore[misc]
    """A date and time that is typed in some time zone, with a year from FIRST_YEAR to LAST_YEAR. Other years may have
    no instant in UTC."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse the submitted value. Raises ValueError if the value is no date and time, or its year is too far away.
        The form shows the message of the error."""
        super().process_formdata(valuelist)
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self.data = None
            raise ValueError(_l("Write a date and a time, like 2026-12-31 14:30."))


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]
    """Any number of choices, each with its own checkbox and without duplicates.

    Do not use the validator `Optional` with this field: if the first value is empty, `Optional` drops the errors of all
    values.
    """

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Store the submitted choices in the order in which they were sent, without duplicates."""
        super().process_formdata(list(dict.fromkeys(valuelist)))


def required() -> DataRequired:
    """Return the validator of a required field."""
    return DataRequired(message=_l("Fill in this field."))


class ConditionallyRequired:
    """Marks a field that is required in some cases only, so that pages do not label the field as optional."""

    field_flags: ClassVar[dict[str, bool]] = {"conditional": True}

    def __call__(self, form: Form, field: Any) -> None:
        """Check nothing: the form itself decides when the field is required."""


def at_most(characters: int) -> Length:
    """Return a validator that limits the length of a text to this number of characters."""
    return Length(max=characters, message=_l("Write at most %(max)d characters."))


def visible_characters_only(_form: Form, field: Any) -> None:
    """Raise ValidationError if `is_plain_text` finds invisible characters or too many combining marks in the text."""
    if not is_plain_text(field.data or ""):
        raise ValidationError(_l("Leave out characters that cannot be seen."))


def chosen_words(*fields: Any) -> str:
    """Return the labels of the chosen values of these fields, joined on one line in the order of the fields.

    Return "" if a field has an error, or if nothing is chosen in a field without the validator `Optional`.
    """
    chosen = [[str(label) for value, label, is_set, *_ in one.iter_choices() if value and is_set] for one in fields]
    is_known = all(labels or one.flags.optional for one, labels in zip(fields, chosen, strict=True))
    if not is_known or any(one.errors for one in fields):
        return ""
    return side_by_side(label for labels in chosen for label in labels)


def run_on_submit(form: Form, act: Callable[[], object]) -> bool:
    """Validate a submitted form and call `act` in a write transaction. Return whether both succeeded.

    An InvalidInput of `act` becomes an error of the form.
    """
    if not form.validate_on_submit():
        return False
    try:
        with committing():
            act()
    except InvalidInput as refused:
        form.form_errors.append(str(refused))
        return False
    return True


def sent_fields(*without: str) -> list[tuple[str, str]]:
    """Return the names and values of the form in the present request, in their order, so that a page can send them
    again. The token of the form and the fields `without` are left out."""
    left_out = (current_app.config["WTF_CSRF_FIELD_NAME"], *without)
    return [(name, value) for name, value in request.form.items(multi=True) if name not in left_out]


def status_of(form: Form) -> int:
    """Return the HTTP status of a page with a form: 422 if the form has errors, else 200."""
    return REFUSED if form.errors else 200
