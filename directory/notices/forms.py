"""The form of a notice. A text that seems to contain personal data is refused until the writer confirms the text."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from directory import clock
from directory.checked_forms import CheckedForm
from directory.forms import at_most, required, visible_characters_only
from directory.i18n import LANGUAGES
from directory.models import Notice, Texts
from directory.vocabulary import AUDIENCES, NOTICE_KINDS, Audience

LONGEST_TEXT_CHARACTERS = 8000
LONGEST_LINE_CHARACTERS = 300
LINES = ("host", "who", "how")
OFFERED = (Audience.NETWORK, Audience.PUBLIC)


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _line(label: Any, *rules: Any) -> StringField:
    return StringField(label, [*rules, at_most(LONGEST_LINE_CHARACTERS), visible_characters_only], filters=[_stripped])


class NoticeForm(CheckedForm):
    """A notice in one language."""

    network = SelectField(_l("Network"), [required()])
    audience = SelectField(
        _l("Who may read it"), [required()], choices=[SelectChoice(one, AUDIENCES.label(one)) for one in OFFERED]
    )
    notice_kind = SelectField(
        _l("Kind"), [required()], choices=[SelectChoice(code, one.label) for code, one in NOTICE_KINDS.items()]
    )
    written_in = SelectField(
        _l("Language of the text"),
        [required()],
        choices=[SelectChoice(code, one.autonym) for code, one in LANGUAGES.items()],
    )
    title = _line(_l("Title"), required())
    text = TextAreaField(
        _l("Text"), [required(), at_most(LONGEST_TEXT_CHARACTERS), visible_characters_only], filters=[_stripped]
    )
    host = _line(_l("Host"))
    who = _line(_l("Who may join"))
    how = _line(_l("How to apply"))
    starts_on = DateField(_l("First day"), [Optional()])
    ends_on = DateField(_l("Last day"), [InputRequired(_l("Write a date, like 2026-12-31."))])
    as_it_is = BooleanField(_l("I have checked the notice: it names no suspect, victim or witness. Post it unchanged."))
    looked_through = ("title", "text", *LINES)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. The last day must not be over, and must not be before the first day."""
        is_valid = super().validate(extra_validators)
        starts, ends = self.starts_on.data, self.ends_on.data
        if starts and ends and starts > ends:
            self.ends_on.errors = [_l("The last day is before the first.")]
        elif ends and ends < clock.today():
            self.ends_on.errors = [_l("This day is over.")]
        return is_valid and not self.ends_on.errors

    def values(self) -> dict[str, Any]:
        """Return the values of a notice's details by name, without the network."""
        language = self.written_in.data
        plain = {name: self[name].data for name in ("audience", "notice_kind", *LINES, "starts_on", "ends_on")}
        return {name: Texts(language, {language: self[name].data}) for name in ("title", "text")} | plain


def form_values(notice: Notice) -> dict[str, Any]:
    """Return the values that fill in the form of an existing notice."""
    names = ("audience", "notice_kind", *LINES, "starts_on", "ends_on")
    language = notice.title.original
    held = {name: getattr(notice, name) for name in names} | {"network": notice.network_key, "written_in": language}
    return held | {name: getattr(notice, name).text(language) for name in ("title", "text")}
