"""Text fields of consultations. A text that looks like personal data is refused until the writer confirms the text."""

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
    """Return a text without white space around it, or "" for None."""
    return (text or "").strip()


def in_one_line(text: str | None) -> str:
    """Return a text as one line: each run of white space becomes a single space."""
    return " ".join((text or "").split())


def long_text(label: Any, *rules: Any, most: int = LONGEST_TEXT_CHARACTERS) -> TextAreaField:
    """Return a field for several lines, of at most `most` characters after stripping."""
    return TextAreaField(label, [*rules, at_most(most)], filters=[stripped])


def one_line(label: Any, *rules: Any) -> StringField:
    """Return a field for one line of text, at most LONGEST_LINE_CHARACTERS long."""
    return StringField(label, [*rules, at_most(LONGEST_LINE_CHARACTERS)], filters=[in_one_line])


class PersonalDataCheckedForm(Form):
    """Base of forms whose texts are in one language. `suspicions` are the findings of personal data that stopped the
    submission."""

    written_in = SelectField(_l("Language of the text"), [required()])
    as_it_is = BooleanField(_l("I have checked the text: it names no suspect, victim or witness. Send it unchanged."))
    suspicions: tuple[SuspectedPersonalData, ...] = ()

    def written(self) -> list[str]:
        """Return the texts to check for personal data."""
        raise NotImplementedError

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. Texts that look like personal data are refused unless `as_it_is` is
        ticked."""
        if not super().validate(extra_validators):
            return False
        written = "\n".join(self.written())
        self.suspicions = () if self.as_it_is.data else tuple(find_personal_data(written, clock.today()))
        if self.suspicions:
            kinds = ", ".join(dict.fromkeys(str(KINDS.label(one.kind)) for one in self.suspicions))
            self.as_it_is.errors = [
                _l("The text seems to contain %(kinds)s. Remove it, or confirm that it may stay.", kinds=kinds)
            ]
        return not self.suspicions


class TextForm(PersonalDataCheckedForm):
    """A message in one language. `looked_through` names the fields to check for personal data."""

    text = long_text(_l("Your message"), required())
    looked_through: tuple[str, ...] = ("text",)

    def written(self) -> list[str]:
        """Return the texts of the fields in `looked_through`."""
        return [self[name].data or "" for name in self.looked_through]

    def words(self, *, is_note: bool = False) -> WrittenText:
        """Return the text with its language. If `is_note` is true, only the writer's own side may read the text."""
        return WrittenText(self.text.data or "", self.written_in.data or "", is_note)
