"""Text fields of consultations. A text that looks like personal data is refused until the writer confirms the text."""

from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from directory.checked_forms import CheckedForm
from directory.consultations.service.entries import WrittenText
from directory.forms import at_most, required
from directory.phrasebook.forms import PhrasesField, WordsRequired

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


class PersonalDataCheckedForm(CheckedForm):
    """Base of forms whose texts are in one language."""

    written_in = SelectField(_l("Language of the text"), [required()])
    as_it_is = BooleanField(_l("I have checked the text: it names no suspect, victim or witness. Send it unchanged."))


class TextForm(PersonalDataCheckedForm):
    """A message in one language."""

    text = long_text(_l("Your message"), required())
    looked_through: tuple[str, ...] = ("text",)

    def words(self, *, is_note: bool = False) -> WrittenText:
        """Return the text with its language. If `is_note` is true, only the writer's own side may read the text."""
        return WrittenText(self.text.data or "", self.written_in.data or "", is_note)


class PhrasedForm(TextForm):
    """A message of sentences of the phrasebook, of a text in one language, or of both."""

    phrases = PhrasesField(_l("Sentences of the phrasebook"))
    text = long_text(_l("Your message"), WordsRequired())

    def words(self, *, is_note: bool = False) -> WrittenText:
        """Return the text with its language, and the sentences. If `is_note` is true, only the writer's own side may
        read them."""
        return replace(super().words(is_note=is_note), phrases=self.phrases.data)

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Return whether the form was sent and is valid. A button of the phrasebook does not send it."""
        return not self.phrases.is_edited and bool(super().validate_on_submit(extra_validators))
