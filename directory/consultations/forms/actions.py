"""Forms to ask a desk, to write, answer, hand over and reopen in a consultation, and to set a network's deadlines and
days of retention for consultations."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from directory import clock
from directory.access.facts import Text
from directory.consultations.forms import text_fields
from directory.consultations.queries.rules import DEFAULTS, version_of
from directory.consultations.service.rules import SET_MEANWHILE
from directory.forms import CheckboxesField, Form, NumberField, required
from directory.history.sentences import HistorySentence, SentenceKind, in_words
from directory.models import ConsultationRule
from directory.phrasebook.forms import WordsRequired
from directory.vocabulary import CHANNELS, REQUEST_ITEMS, URGENCIES

BEFORE, AFTER = "before", "after"


def channel_field() -> SelectField:
    """Return the field for the channel by which a request was sent."""
    known = ((code, channel.label) for code, channel in CHANNELS.items())
    choices = [SelectChoice(code, label) for code, label in (("", ""), *known)]
    return SelectField(_l("Channel by which it was sent"), [Optional()], choices=choices)


def outline_field() -> CheckboxesField:
    """Return the field for the items that the request will have."""
    choices = [SelectChoice(code, item.label) for code, item in REQUEST_ITEMS.items()]
    return CheckboxesField(_l("Outline: what the request will have"), choices=choices)


def refuse_future(field: DateField) -> None:
    """Add an error to the field if its day is in the future."""
    if field.data is not None and field.data > clock.latest_today():
        field.errors = [_l("This date is still to come.")]


class AskForm(text_fields.PhrasedForm):
    """The form of a question to a desk. `form_setup.ask_form` sets the choices."""

    measure = SelectField(_l("Measure"), [required()])
    offence = SelectField(_l("Offence"), [required()])
    stage = SelectField(_l("Stage"), [Optional()])
    treaty = SelectField(_l("Treaty in mind"), [Optional()])
    urgency = RadioField(
        _l("Urgency"), [required()], choices=[SelectChoice(code, one.label) for code, one in URGENCIES.items()]
    )
    when = RadioField(
        _l("Has the formal request been sent?"),
        [required()],
        choices=[SelectChoice(BEFORE, _l("Not yet")), SelectChoice(AFTER, _l("Yes"))],
        default=BEFORE,
    )
    sent_on = DateField(_l("Date of the formal request"), [Optional()])
    channel = channel_field()
    reference = text_fields.one_line(_l("Reference of the formal request"))
    earlier = SelectField(_l("Earlier consultation"), [Optional()])
    subject = text_fields.one_line(_l("Subject"), required())
    text = text_fields.long_text(_l("Your question"), WordsRequired())
    outline = outline_field()
    looked_through = ("subject", "text")

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. A formal request that was sent needs a date. The date must not be in the
        future."""
        is_valid = super().validate(extra_validators)
        if self.when.data != AFTER or self.sent_on.errors:
            return is_valid
        if self.sent_on.data is None:
            self.sent_on.errors = [_l("Write the date of the request, like 2026-12-31.")]
        else:
            refuse_future(self.sent_on)
        return is_valid and not self.sent_on.errors


class MessageForm(text_fields.PhrasedForm):
    """A message to both sides, or a note for the writer's own side alone."""

    is_note = BooleanField(_l("A note for our own side: the other State does not see it"))


class SentForm(Form):
    """When and by which channel the formal request was sent."""

    sent_on = DateField(_l("Date of the formal request"), [required()])
    channel = channel_field()

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. The date must not be in the future."""
        is_valid: bool = super().validate(extra_validators)
        refuse_future(self.sent_on)
        return is_valid and not self.sent_on.errors


class SentRequestForm(SentForm):
    """When and by which channel the formal request was sent, with the reference of the request."""

    reference = text_fields.one_line(_l("Reference of the formal request"))


class AnswerForm(text_fields.PhrasedForm):
    """The desk's answer: its outcome, the items found missing, and a text. `form_setup.offer_answers` sets the
    choices."""

    outcome = RadioField(_l("Outcome"), [required()])
    passed_on_to = SelectField(_l("Passed on to"), [Optional()])
    missing = CheckboxesField(
        _l("Items found missing"), choices=[SelectChoice(code, item.label) for code, item in REQUEST_ITEMS.items()]
    )
    text = text_fields.long_text(_l("Your answer"), WordsRequired())


class PassOnForm(text_fields.PhrasedForm):
    """The form that brings an authority into a consultation, or hands the consultation over to another desk. The writer
    chooses the office and can add sentences and a text."""

    to = SelectField(_l("To"), [required()])
    text = text_fields.long_text(_l("A word to them"))

    def offer(self, label: Any, choices: list[tuple[str, str]]) -> None:
        """Set the label and the choices of the field `to`."""
        self.to.label.text, self.to.choices = label, choices


class ReopenForm(text_fields.PhrasedForm):
    """The text with which the asking side asks a question again."""

    text = text_fields.long_text(_l("What do you still need to know?"), WordsRequired())


class CoworkerForm(Form):
    """The choice of a colleague of the asker's authority."""

    account = SelectField(_l("Colleague"), [required()], coerce=str)


class ConsultationRuleForm(Form):
    """The form of a network's rule for consultations: times to acknowledge and to answer, and days of retention."""

    urgent_acknowledge_hours = NumberField(_l("Urgent: hours to acknowledge"), [InputRequired(), NumberRange(1, 72)])
    urgent_answer_hours = NumberField(_l("Urgent: hours to answer"), [InputRequired(), NumberRange(1, 240)])
    acknowledge_days = NumberField(_l("Otherwise: working days to acknowledge"), [InputRequired(), NumberRange(1, 30)])
    answer_days = NumberField(_l("Otherwise: working days to answer"), [InputRequired(), NumberRange(1, 90)])
    kept_days = NumberField(
        _l("Days that a consultation is kept after its last act"), [InputRequired(), NumberRange(30, 3650)]
    )
    version = HiddenField()

    def compare(self, rule: ConsultationRule) -> None:
        """Set `version` to the version token of the present rule. If somebody else set the rule meanwhile, add form
        errors that name the changed values."""
        if self.is_submitted() and self.version.data != version_of(rule):
            shown = dict(zip(DEFAULTS, (self.version.data or "").split(), strict=False))
            changes = (_change(self[name].label.text, shown.get(name, ""), getattr(rule, name)) for name in DEFAULTS)
            messages = (str(SET_MEANWHILE), *filter(None, changes))
            self.form_errors.extend(one for one in messages if one not in self.form_errors)
        self.version.data = version_of(rule)


def _change(label: str, before: str, now: int) -> str:
    if before in ("", str(now)):
        return ""
    return in_words(HistorySentence(SentenceKind.CHANGED, label, (Text(before),), (Text(str(now)),)))
