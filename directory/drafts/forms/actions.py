"""Forms to begin, share, copy and delete a draft, to tick its checklist and to make a document of it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from directory.drafts.forms.base import PartForm
from directory.drafts.forms.fields import few_marks, offered, some_of, stripped
from directory.forms import Form, at_most, required

DOCX, PDF = "docx", "pdf"
BESIDE, APART = "beside", "apart"
IDENTITY = "identity_"
LONGEST_IDENTITY_CHARACTERS = 2000


class StartForm(Form):
    """The States, measures, offence, stage and urgency of a new draft."""

    requesting = SelectField(_l("Requesting State"), [required()])
    requested = SelectField(_l("Requested State"), [required()])
    measures = some_of(_l("Measures"), ())
    offence = SelectField(_l("Offence"), [required()])
    stage = SelectField(_l("Stage"), [Optional()])
    is_urgent = BooleanField(_l("This is urgent"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. Requesting and requested State must differ."""
        is_valid: bool = super().validate(extra_validators)
        if self.requested.data and self.requested.data == self.requesting.data:
            self.requested.errors = [_l("Choose another State than the requesting one.")]
            return False
        return is_valid


class ChecklistForm(PartForm):
    """The items that only a person can judge. A ticked item is in the request or sent with the request."""

    done = some_of(_l("In the request or with it"), ())


class CopyForm(Form):
    """The State for which a draft is copied."""

    requested = SelectField(_l("Requested State"), [required()])


class ButtonForm(Form):
    """A form with nothing but its button."""

    sent = HiddenField(default="yes")


class ExportForm(Form):
    """The languages, layout and file format of a document."""

    language = SelectField(_l("Language"), [required()])
    other = SelectField(_l("Second language"), [Optional()])
    layout = RadioField(
        _l("Two languages"),
        [Optional()],
        choices=offered([(BESIDE, _l("side by side")), (APART, _l("one after the other"))]),
        default=BESIDE,
    )
    file_format = RadioField(
        _l("File"),
        [required()],
        choices=offered([(DOCX, _l("DOCX, to go on writing and to sign")), (PDF, _l("PDF, to read and to print"))]),
        default=DOCX,
    )


def export_form(persons: list[tuple[int, str]]) -> ExportForm:
    """Return an ExportForm with a field for the identity of each person, given as (number, label)."""
    fields = {
        f"{IDENTITY}{number}": TextAreaField(
            label, [Optional(), at_most(LONGEST_IDENTITY_CHARACTERS), few_marks], filters=[stripped]
        )
        for number, label in persons
    }
    made: ExportForm = type("Form", (ExportForm,), fields)()
    return made


def identities_of(form: ExportForm) -> dict[int, str]:
    """Return the typed identities that are not empty, keyed by the person's number."""
    return {
        int(name.removeprefix(IDENTITY)): field.data
        for name, field in form._fields.items()
        if name.startswith(IDENTITY) and field.data
    }
