"""What people write in consultations. What looks like data of a person is warned of, and sent if they insist."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from directory import clock
from directory.consultations.service.entries import WrittenText
from directory.forms import Form, at_most, required
from directory.personal_data import KINDS, SuspectedPersonalData, find_personal_data

LONGEST_TEXT_CHARACTERS = 8000
LONGEST_LINE_CHARACTERS = 200


def stripped(text: str | None) -> str:
    """Return what was typed without spaces around it."""
    return (text or "").strip()


def in_one_line(text: str | None) -> str:
    """Return what was typed with one space for each stretch of them and for each break of a line."""
    return " ".join((text or "").split())


def long_text(label: Any, *rules: Any, most: int = LONGEST_TEXT_CHARACTERS) -> TextAreaField:
    """Return the field of a text of many lines."""
    return TextAreaField(label, [*rules, at_most(most)], filters=[stripped])


def one_line(label: Any, *rules: Any) -> StringField:
    """Return the field of a text of one line."""
    return StringField(label, [*rules, at_most(LONGEST_LINE_CHARACTERS)], filters=[in_one_line])


class CheckedForm(Form):
    """Texts in a language. `suspicions` is what in them looks like data of a person, when that stops the sending."""

    written_in = SelectField(_l("Language of the text"), [required()])
    as_it_is = BooleanField(_l("I have looked: it names no suspect, victim or witness. Send it as it is."))
    suspicions: tuple[SuspectedPersonalData, ...] = ()

    def written(self) -> list[str]:
        """Return what is looked through."""
        raise NotImplementedError

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse what fields refuse; then, unless the writer insists, what looks like data of a person."""
        if not super().validate(extra_validators):
            return False
        written = "\n".join(self.written())
        self.suspicions = () if self.as_it_is.data else tuple(find_personal_data(written, clock.today()))
        if self.suspicions:
            kinds = ", ".join(dict.fromkeys(str(KINDS.label(one.kind)) for one in self.suspicions))
            self.as_it_is.errors = [_l("This looks like %(kinds)s. Take it out, or say that it may stay.", kinds=kinds)]
        return not self.suspicions


class WordsForm(CheckedForm):
    """One text in a language."""

    text = long_text(_l("Your message"), required())
    looked_through: tuple[str, ...] = ("text",)

    def written(self) -> list[str]:
        """Return the fields that are looked through."""
        return [self[name].data or "" for name in self.looked_through]

    def words(self, *, is_note: bool = False) -> WrittenText:
        """Return what was written."""
        return WrittenText(self.text.data or "", self.written_in.data or "", is_note)
