"""The forms of verification: to correct an entry, start a campaign, report a wrong contact and settle the report, test
desks and their lines, plan such tests, and set verification periods."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

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
from wtforms.validators import Email, InputRequired, NumberRange, Optional, ValidationError

from directory import clock
from directory.forms import Form, LocalTimeField, NumberField, at_most, required
from directory.models.account import ADDRESS_CHARACTERS
from directory.verification.messages import NETWORK_MISSING
from directory.vocabulary import CONTACT_FAULTS, PERIODS, REPORT_OUTCOMES, ReportOutcome

LONGEST_WORDS_CHARACTERS = 2000
LONGEST_PERIOD_DAYS = 1825
NOT_MAIL = _l("Write a whole mail address, such as name@example.org.")
LONGEST_WAIT_MINUTES = 7 * 24 * 60
LONGEST_CALL_MINUTES = 120
# More would wear out the people on duty.
MOST_TESTS_PER_QUARTER = 12
# The choice of all desks.
ALL_DESKS = "all"
LONGEST_PAUSE_DAYS = 366
FARTHEST, TYPING_TIME = timedelta(days=366), timedelta(minutes=10)
SHORTEST_STEP_DAYS, LONGEST_STEP_DAYS = 1, 60


def _stripped(text: str | None) -> str:
    # Browsers end lines with CR LF.
    return (text or "").replace("\r\n", "\n").strip()


class CorrectionForm(Form):
    """A form with the corrections of one entry. `lines` are the present texts. `correction_form` adds a field for each
    of them."""

    version = HiddenField()
    note = TextAreaField(
        _l("What else is wrong in the entry, or missing"), [at_most(LONGEST_WORDS_CHARACTERS)], filters=[_stripped]
    )
    others_right = BooleanField(_l("Everything that I have not changed is still right"))

    lines: Sequence[str] = ()

    @property
    def line_fields(self) -> list[Any]:
        """The fields for the corrected texts, in the order of `lines`."""
        return [self[_field_name(place)] for place in range(len(self.lines))]

    def corrections(self) -> dict[int, str]:
        """Return a mapping from the index in `lines` to the corrected text, without unchanged and emptied fields."""
        typed = enumerate(field.data for field in self.line_fields)
        return {place: text for place, text in typed if text and text != self.lines[place]}

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid and contains a correction or a note."""
        is_valid: bool = super().validate(extra_validators)
        if is_valid and not self.corrections() and not self.note.data:
            self.form_errors.append(gettext("Write the right values, or say below what else is wrong in the entry."))
            return False
        return is_valid


def correction_form(lines: Sequence[tuple[str, str]]) -> CorrectionForm:
    """Return a form with a field for each of `lines`, pairs of label and present text. A masked detail has no present
    text."""
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
    """The scope of a campaign, and the days between its letters. The view calls `offer`."""

    jurisdiction = SelectField(_l("State or territory"))
    network = SelectField(_l("Network"))
    kind = SelectField(_l("Kind of entry"))
    only_due = BooleanField(_l("Only entries of which something is not verified, or is due again soon"))
    but_asked = BooleanField(
        _l("Leave out entries that a running campaign has asked about and that have not been answered"), default=True
    )
    reminder_days = NumberField(
        _l("Days until the reminder"), [required(), NumberRange(SHORTEST_STEP_DAYS, LONGEST_STEP_DAYS)], default=7
    )
    second_reminder_days = NumberField(
        _l("Days from the first to the second reminder"),
        [required(), NumberRange(SHORTEST_STEP_DAYS, LONGEST_STEP_DAYS)],
        default=7,
    )
    escalation_days = NumberField(
        _l("Days from the second reminder until you are told"),
        [required(), NumberRange(SHORTEST_STEP_DAYS, LONGEST_STEP_DAYS)],
        default=7,
    )

    def sent(self) -> list[tuple[str, str]]:
        """Return the names and values of the fields as the browser sent them."""
        return [(field.name, str(value)) for field in self for value in field.raw_data or ()]

    def offer(self, *, needs_network: bool, **choices: Iterable[tuple[str, str]]) -> None:
        """Set the choices of the fields. `choices` maps the name of a field to pairs of value and label. If
        `needs_network` is true, a network must be chosen."""
        self.network.flags.conditional = needs_network
        for name, offered in choices.items():
            self[name].choices = [SelectChoice(code, label) for code, label in offered]

    def validate_network(self, field: SelectField) -> None:
        """Refuse the form if a network is needed and none is chosen."""
        if field.flags.conditional and not field.data:
            raise ValidationError(NETWORK_MISSING)


class ReportForm(Form):
    """A report of a wrong contact."""

    fault = RadioField(
        _l("What is wrong?"),
        [required()],
        choices=[SelectChoice(code, term.label) for code, term in CONTACT_FAULTS.items()],
    )
    words = TextAreaField(_l("What happened"), [at_most(LONGEST_WORDS_CHARACTERS)], filters=[_stripped])
    address = EmailField(
        _l("Your mail address"),
        [Optional(), at_most(ADDRESS_CHARACTERS), Email(NOT_MAIL, allow_smtputf8=False)],
        filters=[_stripped],
    )


class SettleForm(Form):
    """The outcome of a report. `version` is the version token of the contact that was shown."""

    version = HiddenField()
    outcome = RadioField(_l("What did you find?"), [required()])

    def __init__(self, outcomes: Iterable[ReportOutcome] = tuple(ReportOutcome), **options: Any) -> None:
        super().__init__(**options)
        self.outcome.choices = [SelectChoice(code, REPORT_OUTCOMES.label(code)) for code in outcomes]


class DeskForm(Form):
    """A form in which a person chooses a desk and enters a time in the time zone `zone`."""

    desk = SelectField(_l("Desk"), [required()])

    zone = "UTC"

    def instant(self, name: str) -> datetime:
        """Return the time in the field `name` in UTC, or the present time if the field is empty."""
        local = self[name].data
        return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC) if local else clock.now()


class ReachabilityMessageForm(DeskForm):
    """The form of a test message to a desk."""

    due_at = LocalTimeField(_l("When the test is sent"), [Optional()])
    allowed_minutes = NumberField(
        _l("Minutes in which to answer"), [required(), NumberRange(1, LONGEST_WAIT_MINUTES)], default=60
    )
    every_days = NumberField(
        _l("Days after which the test is sent again"), [Optional(), NumberRange(1, LONGEST_PAUSE_DAYS)]
    )

    def validate_due_at(self, field: LocalTimeField) -> None:
        """Refuse a time more than TYPING_TIME ago, or more than a year ahead."""
        if field.data and not clock.now() - TYPING_TIME <= self.instant("due_at") <= clock.now() + FARTHEST:
            raise ValidationError(gettext("Write a time within the coming year, or leave this empty for at once."))


ANSWERED, NOT_ANSWERED = "yes", "no"


class ReachabilityCallForm(DeskForm):
    """A test call to a desk: when it was made, and whether somebody answered."""

    called_at = LocalTimeField(_l("When you called"), [Optional()])
    answered = RadioField(
        _l("Did somebody answer?"),
        [required()],
        choices=[SelectChoice(ANSWERED, _l("Yes")), SelectChoice(NOT_ANSWERED, _l("No, nobody answered"))],
    )
    minutes = NumberField(_l("Minutes until somebody answered"), [Optional(), NumberRange(0, LONGEST_WAIT_MINUTES)])

    def validate_called_at(self, field: LocalTimeField) -> None:
        """Refuse a time in the future or more than a year ago."""
        if field.data and not clock.now() - FARTHEST <= self.instant("called_at") <= clock.now():
            raise ValidationError(gettext("Write a time within the last year that is not in the future."))

    def validate_minutes(self, field: NumberField) -> None:
        """Refuse an answer in the future."""
        if self.called_at.errors or self.minutes_to_answer is None:
            return
        if self.instant("called_at") + timedelta(minutes=self.minutes_to_answer) > clock.now():
            raise ValidationError(
                gettext("Somebody would have answered in the future. Check when you called, and the minutes.")
            )

    @property
    def minutes_to_answer(self) -> int | None:
        """The minutes until somebody answered, or None if nobody answered."""
        return (self.minutes.data or 0) if self.answered.data == ANSWERED else None


class CallResult(StrEnum):
    """The result of a call to a line."""

    AT_ONCE = "at_once"
    LATER = "later"
    NOBODY = "nobody"
    WRONG_NUMBER = "wrong_number"


class LineForm(Form):
    """The choice of a line of a desk."""

    line = HiddenField(validators=[required()])


class LineCallForm(LineForm):
    """The result of a call to a line that was just made. Each result is a button."""

    result = SelectField(
        _l("Result of the call"),
        [required()],
        choices=[
            SelectChoice(CallResult.AT_ONCE, _l("Answered at once")),
            SelectChoice(CallResult.LATER, _l("Answered later")),
            SelectChoice(CallResult.NOBODY, _l("Nobody answered")),
            SelectChoice(CallResult.WRONG_NUMBER, _l("Wrong number")),
        ],
    )
    minutes = NumberField(_l("Minutes until somebody answered"), [Optional(), NumberRange(1, LONGEST_CALL_MINUTES)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. A later answer needs its minutes."""
        is_valid: bool = super().validate(extra_validators)
        if is_valid and self.result.data == CallResult.LATER and self.minutes.data is None:
            self.minutes.errors = [gettext("Write after how many minutes somebody answered.")]
            return False
        return is_valid

    @property
    def results(self) -> list[tuple[str, str]]:
        """The results that need no minutes, as pairs of code and label."""
        return [(one.value, one.label) for one in self.result.choices if one.value != CallResult.LATER]

    @property
    def later(self) -> tuple[str, str]:
        """The code and label of the result that needs minutes."""
        return next((one.value, one.label) for one in self.result.choices if one.value == CallResult.LATER)

    @property
    def minutes_to_answer(self) -> int | None:
        """The minutes until somebody answered, or None if nobody answered."""
        return {CallResult.AT_ONCE: 0, CallResult.LATER: self.minutes.data}.get(self.result.data)

    def called_at(self, now: datetime) -> datetime:
        """Return when the call began: `now`, minus the minutes until somebody answered."""
        return now - timedelta(minutes=self.minutes_to_answer or 0)


class PlanForm(Form):
    """How often each line of a desk, or of all desks, is tested in a quarter."""

    desk = SelectField(_l("Desk"), [required()])
    tests_per_quarter = NumberField(
        _l("Tests of each line in a quarter"), [InputRequired(), NumberRange(0, MOST_TESTS_PER_QUARTER)]
    )


def periods_form(days: dict[str, int]) -> Form:
    """Return the form with the verification periods of a network. `days` maps codes of PERIODS to the numbers of days
    that the form shows at first."""
    rules = [Optional(), NumberRange(1, LONGEST_PERIOD_DAYS)]
    fields = {code: NumberField(period.label, rules) for code, period in PERIODS.items()}
    form: Form = type("PeriodsForm", (Form,), fields)(data=days)
    return form
