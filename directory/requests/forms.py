"""Forms of the docket. None has a field for a text: only codes, dates and a file number that is sealed."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from directory.consultations.forms.text_fields import in_one_line
from directory.drafts.forms.base import PartForm
from directory.forms import ConditionallyRequired, Form, NumberField, required
from directory.requests.service.entering import Passing, RequestFacts
from directory.requests.service.file_numbers import fault_in_file_number
from directory.requests.statements import Statement
from directory.tokens import public_id

MOST_DAYS = 730
FILL_IN = _l("Fill in this field.")


def is_file_number(_form: Form, field: Any) -> None:
    """Raise ValidationError if there is a fault in a file number."""
    if fault := fault_in_file_number(field.data or ""):
        raise ValidationError(fault)


class FactsForm(PartForm):
    """What the docket keeps of a request, beside its dates. The view sets the choices."""

    measure = SelectField(_l("Measure"), [required()])
    offence = SelectField(_l("Offence"), [required()])
    treaty = SelectField(_l("Treaty"), [Optional()])
    channel = SelectField(_l("Channel"), [Optional()])
    language = SelectField(_l("Language of the request"), [Optional()])
    other_authority = SelectField(_l("Office of the other State"), [Optional()])
    file_number = StringField(_l("File number of your office"), [Optional(), is_file_number], filters=[in_one_line])

    def facts(self, other_state: str) -> RequestFacts:
        """Return what was entered of a request to or from `other_state`."""
        names = ("measure", "offence", "treaty", "channel", "language", "other_authority", "file_number")
        return RequestFacts(other_state, **{name: self[name].data or "" for name in names})


class NewRequestForm(FactsForm):
    """A request with its first date. `key` is the name of the entry that it makes, so that a form that is sent twice
    makes one entry."""

    key = HiddenField(default=public_id)
    day = DateField(_l("Date"), [required()])


class EventForm(PartForm):
    """The date of an event. The view sets the choices."""

    event = SelectField(_l("What happened"), [required()])
    day = DateField(_l("Date"), [ConditionallyRequired(), Optional()])
    ground = SelectField(_l("Ground of the refusal"), [Optional()])
    is_mistaken = BooleanField(_l("This date was a mistake: take it back"))

    def statement(self) -> Statement | None:
        """Return what was entered, or None if the date is taken back."""
        if self.is_mistaken.data or self.day.data is None:
            return None
        ground = self.ground.data if self.event.data == "refused" else ""
        return Statement(self.day.data, ground or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. The date is needed unless it is taken back."""
        is_valid: bool = super().validate(extra_validators)
        if not self.is_mistaken.data and self.day.data is None and not self.day.errors:
            self.day.errors = [FILL_IN]
        return is_valid and not self.day.errors


class HandOverForm(PartForm):
    """The office to which an entry is handed over. The view sets the choices."""

    authority = SelectField(_l("Office"), [required()])


class PassingForm(PartForm):
    """The step of the State's route to which a request was passed, and the day. The view sets the choices."""

    step = SelectField(_l("Passed to"), [required()])
    day = DateField(_l("Date"), [required()])

    def passing(self) -> Passing:
        """Return the step and the day. Call this only if the form is valid."""
        return Passing(self.step.data, self.day.data)


class JoinForm(Form):
    """The own entry with which an office takes part, or the date of receipt for a new one. The view sets the
    choices."""

    request = SelectField(_l("Entry in your list"), [Optional()])
    received_on = DateField(_l("Received on"), [Optional()])


class VersionForm(PartForm):
    """A button whose page shows a version of the entry."""


class UsualTimesForm(Form):
    """After how many days a State reminds its offices. `seen` is the version that the form showed."""

    seen = HiddenField()
    receipt_days = NumberField(_l("Days without a receipt"), [InputRequired(FILL_IN), NumberRange(1, MOST_DAYS)])
    answer_days = NumberField(_l("Days without an answer"), [InputRequired(FILL_IN), NumberRange(1, MOST_DAYS)])


class RequestTableForm(Form):
    """A file of requests. `key` is the name of the first entry that it makes, so that a file that is sent twice is
    imported once."""

    key = HiddenField(default=public_id)
    again = BooleanField(_l("Enter requests again that stand in the list already"))
    file = FileField(_l("File"), [FileRequired(message=_l("Choose a file."))])
