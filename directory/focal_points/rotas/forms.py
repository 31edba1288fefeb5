"""Forms with which people maintain a rota. The view that shows a form sets the form's choices of members."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    SelectField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation, ValidationError
from wtforms.widgets import HiddenInput

from directory import clock
from directory.errors import InvalidInput
from directory.focal_points.rotas.service.patterns import check_change
from directory.focal_points.shift_generation import Pattern, ShiftChange, instant
from directory.forms import CheckboxesField, ConditionallyRequired, Form, LocalTimeField, NumberField, required
from directory.vocabulary import RotaChangeKind

MOST_WEEKS = 8
FARTHEST = timedelta(days=2 * 366)
# Fields that do not change the consequences. The content of a file is in the hidden field `text`.
UNCOUNTED = ("seen", "file")
# Browsers show times in the first format.
LOCAL_TIMES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
Choices = list[tuple[str, str]]


def given() -> InputRequired:
    """Return the validator for dates, times and numbers that must be filled in."""
    return InputRequired(message=_l("Fill in this field."))


def near(form: Form, field: Any) -> None:
    """Refuse a date or time more than two years from today."""
    day = field.data.date() if isinstance(field.data, datetime) else field.data
    if day and abs(day - clock.today()) > FARTHEST:
        raise ValidationError(_l("Choose a date within two years of today."))


def person_unless_closed(form: Form, field: Any) -> None:
    """Require a person, unless the kind of change means that nobody is on duty. Put this validator before Optional,
    because Optional ends the checks of an empty field."""
    if not field.data and form["kind"].data != RotaChangeKind.CLOSED:
        raise StopValidation(_l("Choose a person."))


class DecisionForm(Form):
    """A form for a change of a rota. Before the typed values are saved, the page shows their consequences."""

    # The version of the rota that was shown.
    version = NumberField(validators=[Optional()], widget=HiddenInput())
    # The fingerprint of the values whose consequences were last shown. Values with another fingerprint are not saved.
    seen = HiddenField()

    def fingerprint(self) -> str:
        """Return a digest of the form's values, except the fields in UNCOUNTED."""
        values = [f"{field.name}={field.data!r}" for field in self if field.name not in UNCOUNTED]
        return hashlib.sha256("\n".join(values).encode()).hexdigest()[:16]

    @property
    def is_seen(self) -> bool:
        """Whether the consequences of exactly these values were shown."""
        return bool(self.seen.data == self.fingerprint())

    def show(self, version: int) -> None:
        """Record in the hidden fields which values, and which version of the rota, the page shows."""
        self.version.data, self.version.raw_data = version, None
        self.seen.data = self.fingerprint()


class ZoneForm(DecisionForm):
    """Asks for the time zone of a rota."""

    zone = SelectField(_l("Time zone of the desk"), [required()])


class PatternForm(DecisionForm):
    """Asks for a weekly pattern of one member."""

    member = SelectField(_l("Member of the desk"), [required()])
    weekdays = CheckboxesField(_l("Weekdays of the shift"), [InputRequired(message=_l("Choose at least one day."))])
    starts = TimeField(_l("Shift begins at"), [given()])
    ends = TimeField(_l("Shift ends at"), [given()])
    every_weeks = NumberField(
        _l("Every how many weeks"),
        [given(), NumberRange(1, MOST_WEEKS, message=_l("Write a number from %(min)d to %(max)d."))],
        default=1,
    )
    valid_from = DateField(_l("First day"), [given(), near])
    valid_until = DateField(_l("Last day"), [Optional(), near])
    on_holidays = BooleanField(_l("Also on public holidays"), default=True)

    def offer(self, members: Choices, days: Choices) -> None:
        """Set the choices of members and of weekdays."""
        self.member.choices, self.weekdays.choices = members, days

    def validate_valid_until(self, field: Any) -> None:
        """Refuse a last day that is before the first day."""
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(_l("The last day must not lie before the first."))

    def pattern(self) -> Pattern:
        """Return the pattern that was typed."""
        return Pattern(
            member=int(self.member.data),
            weekdays=frozenset(int(day) for day in self.weekdays.data),
            starts=self.starts.data,
            ends=self.ends.data,
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
            every_weeks=self.every_weeks.data,
            on_holidays=self.on_holidays.data,
        )

    def fill(self, pattern: Pattern) -> None:
        """Fill the form with a pattern."""
        for name, value in vars(pattern).items():
            self[name].data = value
        self.member.data = str(pattern.member)
        self.weekdays.data = [str(day) for day in sorted(pattern.weekdays)]


class ChangeForm(DecisionForm):
    """Asks for a change that replaces the patterns for a while. Its times are typed in the desk's time zone."""

    kind = SelectField(_l("Kind of change"), [required()])
    member = SelectField(_l("Member of the desk"), [ConditionallyRequired(), person_unless_closed, Optional()])
    starts = LocalTimeField(_l("Change begins at"), [given(), near], format=LOCAL_TIMES)
    ends = LocalTimeField(_l("Change ends at"), [given(), near], format=LOCAL_TIMES)

    def offer(self, kinds: Choices, members: Choices, zone: ZoneInfo) -> None:
        """Set the choices of kinds and members, and the time zone of the typed times."""
        self.kind.choices, self.member.choices, self.zone = kinds, members, zone

    def validate_ends(self, field: Any) -> None:
        """Refuse a change that does not end after its start, is over, or is too long (see `check_change`)."""
        if any(one.errors for one in (self.kind, self.member, self.starts, field)):
            return
        try:
            check_change(self.change(), clock.now())
        except InvalidInput as refused:
            raise ValidationError(refused.message) from refused

    def change(self) -> ShiftChange:
        """Return the change that was typed."""
        kind = RotaChangeKind(self.kind.data)
        member = None if kind is RotaChangeKind.CLOSED else int(self.member.data)
        return ShiftChange(kind, _on_clock(self.starts.data, self.zone), _on_clock(self.ends.data, self.zone), member)


class RemovalForm(DecisionForm):
    """Confirms that a pattern or a change is removed."""


class SwapForm(Form):
    """Asks a colleague to take over a shift of the viewer."""

    version = NumberField(validators=[Optional()], widget=HiddenInput())
    shift = SelectField(_l("Your shift"), [required()])
    colleague = SelectField(_l("Who should take over the shift"), [required()])

    def offer(self, shifts: Choices, colleagues: Choices) -> None:
        """Set the choices of the viewer's shifts and of colleagues."""
        self.shift.choices, self.colleague.choices = shifts, colleagues


def _on_clock(at: datetime, zone: ZoneInfo) -> datetime:
    return instant(at.date(), at.time(), zone)
