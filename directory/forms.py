"""What the forms of all features share: their base, and rules whose words are in our own catalogues.

`templates/components/form.html` shows their fields.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import DataRequired, Length, ValidationError

from directory.errors import InvalidInput
from directory.transaction import committing
from directory.web.request_validation import is_plain_text, nfc_normalized

# The status of a page with a form in which something is wrong.
REFUSED = 422
MOST_DIGITS = 9


# What we say in place of WTForms' own messages, for all that our forms can be told.
WORDS = {
    "This field is required.": _l("Fill this in."),
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
    """Our words in place of WTForms' own, in the language of the page and from our catalogues."""

    def gettext(self, text: str) -> str:
        """Return what we say in place of one of WTForms' messages, or the message itself."""
        return str(WORDS.get(text, text))

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the message for this number."""
        return self.gettext(one if count == 1 else many)


class Form(FlaskForm):  # type: ignore[misc]
    """Base of our forms. The form token is checked before any view, see `access.guard`."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where WTForms takes its words from."""

        csrf = False

        def get_translations(self, form: Any) -> Catalogue:
            """Return our catalogue in place of WTForms' own."""
            return Catalogue()

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            """Return the field, which takes all text in the one form of its letters, before its own filters."""
            field = super().bind_field(form, unbound_field, options)
            field.filters = (_composed, *field.filters)
            return field


def _composed(value: Any) -> Any:
    return nfc_normalized(value) if isinstance(value, str) else value


class NumberField(IntegerField):  # type: ignore[misc]
    """A whole number of a size that people write; WTForms' rules fail on one that no float holds."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was sent. Raises ValueError, which the form shows, for what is no such number."""
        if valuelist and len(valuelist[0].strip()) > MOST_DIGITS:
            raise ValueError(_l("Write a whole number."))
        super().process_formdata(valuelist)


def required() -> DataRequired:
    """Return the rule that something must be given."""
    return DataRequired(message=_l("Fill this in."))


class ConditionallyRequired:
    """Marks a field that its form refuses empty in some cases: no page says of it that it may stay empty."""

    field_flags: ClassVar[dict[str, bool]] = {"conditional": True}

    def __call__(self, form: Form, field: Any) -> None:
        """Refuse nothing: the form knows the cases."""


def at_most(characters: int) -> Length:
    """Return the rule that a text is no longer than so many characters."""
    return Length(max=characters, message=_l("Write at most %(max)d characters."))


def visible_characters_only(_form: Form, field: Any) -> None:
    """Refuse a text that holds what is not seen, or a heap of marks."""
    if not is_plain_text(field.data or ""):
        raise ValidationError(_l("Leave out characters that cannot be seen."))


def run_on_submit(form: Form, act: Callable[[], object]) -> bool:
    """Return whether the form was sent and `act` done with it; what is refused is told in the form, which stays."""
    if not form.validate_on_submit():
        return False
    try:
        with committing():
            act()
    except InvalidInput as refused:
        form.form_errors.append(str(refused))
        return False
    return True


def status_of(form: Form) -> int:
    """Return the status of a page with a form, which says whether something is wrong with it."""
    return REFUSED if form.errors else 200
