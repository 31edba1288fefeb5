"""What is asked for on the pages of verification."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import Email, NumberRange, Optional

from directory.forms import Form, NumberField, at_most, required
from directory.models.account import ADDRESS_CHARACTERS
from directory.vocabulary import FAULTS, OUTCOMES, PERIODS, Outcome

LONGEST_WORDS_CHARACTERS = 2000
LONGEST_PERIOD_DAYS = 1825
NOT_MAIL = _l("Write a whole mail address, such as name@example.org.")
SHORTEST_STEP_DAYS, LONGEST_STEP_DAYS = 1, 60


def _stripped(text: str | None) -> str:
    # Browsers send the ends of lines in their own way.
    return (text or "").replace("\r\n", "\n").strip()


class CorrectionForm(Form):
    """Base of the form for one entry: `correction_form` adds a field for each line."""

    version = HiddenField()
    note = TextAreaField(_l("What else is wrong"), [at_most(LONGEST_WORDS_CHARACTERS)], filters=[_stripped])
    others_right = BooleanField(_l("Everything that I have not changed is still right"))

    lines: Sequence[str] = ()

    @property
    def line_fields(self) -> list[Any]:
        """Return the fields of the lines, in their order."""
        return [self[_field_name(place)] for place in range(len(self.lines))]

    def corrections(self) -> dict[int, str]:
        """Return what was written anew, by the place of its line."""
        typed = enumerate(field.data for field in self.line_fields)
        return {place: text for place, text in typed if text and text != self.lines[place]}

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a form that says nothing."""
        is_valid: bool = super().validate(extra_validators)
        if is_valid and not self.corrections() and not self.note.data:
            self.form_errors.append(gettext("Write what is right, or say below what else is wrong."))
            return False
        return is_valid


def correction_form(lines: Sequence[tuple[str, str]]) -> CorrectionForm:
    """Return a form with a field for each line, given its label and what it holds; nothing for a masked one."""
    rules = {"validators": [at_most(LONGEST_WORDS_CHARACTERS)], "filters": [_stripped]}
    fields = {
        _field_name(place): TextAreaField(label, default=text, **rules) for place, (label, text) in enumerate(lines)
    }
    texts = tuple(text for _, text in lines)
    form: CorrectionForm = type("FormOfEntry", (CorrectionForm,), {**fields, "lines": texts})()
    return form


def _field_name(place: int) -> str:
    return f"line-{place}"


class CampaignForm(Form):
    """The scope and the pace of a campaign. Its lists of States and networks are set by the view."""

    jurisdiction = SelectField(_l("State or territory"))
    network = SelectField(_l("Network"))
    kind = SelectField(_l("Kind of entry"))
    only_due = BooleanField(_l("Only entries of which something is not verified, or is due again soon"))
    reminder_days = NumberField(
        _l("Days until the reminder"), [required(), NumberRange(SHORTEST_STEP_DAYS, LONGEST_STEP_DAYS)], default=7
    )
    second_reminder_days = NumberField(
        _l("Days from there to the second reminder"),
        [required(), NumberRange(SHORTEST_STEP_DAYS, LONGEST_STEP_DAYS)],
        default=7,
    )
    escalation_days = NumberField(
        _l("Days from there until you are told"),
        [required(), NumberRange(SHORTEST_STEP_DAYS, LONGEST_STEP_DAYS)],
        default=7,
    )

    def offer(self, **choices: Iterable[tuple[str, str]]) -> None:
        """Set what the lists of these names offer."""
        for name, offered in choices.items():
            self[name].choices = [SelectChoice(code, label) for code, label in offered]


class ReportForm(Form):
    """What is wrong with a contact."""

    fault = RadioField(
        _l("What is wrong?"), [required()], choices=[SelectChoice(code, term.label) for code, term in FAULTS.items()]
    )
    words = TextAreaField(_l("What happened"), [at_most(LONGEST_WORDS_CHARACTERS)], filters=[_stripped])
    address = EmailField(
        _l("Your mail address"),
        [Optional(), at_most(ADDRESS_CHARACTERS), Email(NOT_MAIL, allow_smtputf8=False)],
        filters=[_stripped],
    )


class SettleForm(Form):
    """How a report was settled. `version` signs the contact that was seen."""

    version = HiddenField()
    outcome = RadioField(
        _l("What did you find?"),
        [required()],
        choices=[SelectChoice(code, term.label) for code, term in OUTCOMES.items() if code != Outcome.OPEN],
    )


def periods_form(days: dict[str, int]) -> Form:
    """Return the form of how long verifications hold in a network, a field for each row of PERIODS."""
    rules = [Optional(), NumberRange(1, LONGEST_PERIOD_DAYS)]
    fields = {code: NumberField(period.label, rules) for code, period in PERIODS.items()}
    form: Form = type("PeriodsForm", (Form,), fields)(data=days)
    return form
