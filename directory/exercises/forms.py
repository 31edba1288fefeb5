"""Forms of exercises: what is rehearsed, an inject, and the question that a player asks."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from directory import clock
from directory.checked_forms import CheckedForm
from directory.consultations.forms.text_fields import TextForm, long_text, one_line
from directory.exercises.service.preparation import OVER_BY_THEN, PreparedExercise, PreparedInject
from directory.forms import (
    CheckboxesField,
    ConditionallyRequired,
    LocalTimeField,
    NumberField,
    required,
    visible_characters_only,
)
from directory.i18n import LANGUAGES
from directory.vocabulary import (
    EXERCISE_LEVELS,
    INJECT_KINDS,
    MEASURES,
    OFFENCES,
    QUESTION_INJECTS,
    URGENCIES,
    ExerciseLevel,
    InjectKind,
)

LONGEST_MINUTES = 7 * 24 * 60
# About a page. The paper of a report has the texts of all injects, and what each evaluator saw there.
LONGEST_INJECT_CHARACTERS = 3000
FARTHEST, TYPING_TIME = timedelta(days=366), timedelta(minutes=10)
FILL_IN = _l("Fill in this field.")
PREPARED_LEVELS = (ExerciseLevel.SCENARIO, ExerciseLevel.TABLETOP)


def language_of_text() -> SelectField:
    """Return a field for the language in which a text is written."""
    choices = [SelectChoice(code, one.autonym) for code, one in LANGUAGES.items()]
    return SelectField(_l("Language of the text"), [required()], choices=choices)


def _codes(label: Any, vocabulary: Any) -> SelectField:
    choices = [SelectChoice("", ""), *(SelectChoice(code, term.label) for code, term in vocabulary.items())]
    return SelectField(label, [ConditionallyRequired(), Optional()], choices=choices)


class ExerciseTextForm(CheckedForm):
    """Base of forms with a text for an exercise. Only texts that the writer has changed are checked for personal
    data."""

    as_it_is = BooleanField(
        _l("I have checked the text: no real person, case or number stands in it. Save it unchanged.")
    )

    def written(self) -> list[str]:
        """Return the texts that the writer has changed."""
        fields = [self[name] for name in self.looked_through]
        return [one.data or "" for one in fields if one.data != one.object_data]


class VersionedForm(ExerciseTextForm):
    """Base of forms that two people may have open. `seen` is the version of the data that the form showed."""

    seen = HiddenField()

    def show_version(self, version: str) -> None:
        """Set the version that the page shows."""
        self.seen.data, self.seen.raw_data = version, None


class ExerciseForm(VersionedForm):
    """The level and scenario of an exercise, when it is rehearsed, and by which desks.

    The view sets the choices of `desks`, and `zone`, the time zone in which `starts_at` is entered.
    """

    level = SelectField(
        _l("Level"),
        [required()],
        coerce=int,
        choices=[SelectChoice(int(one), EXERCISE_LEVELS.label(str(one))) for one in PREPARED_LEVELS],
        default=ExerciseLevel.SCENARIO,
    )
    title = one_line(_l("Title"), required(), visible_characters_only)
    scenario = long_text(_l("Scenario"), visible_characters_only)
    written_in = language_of_text()
    starts_at = LocalTimeField(_l("Begins by itself on"), [InputRequired(FILL_IN)])
    minutes = NumberField(
        _l("How many minutes it lasts"), [InputRequired(FILL_IN), NumberRange(10, LONGEST_MINUTES)], default=240
    )
    desks = CheckboxesField(_l("Desks that take part"), [ConditionallyRequired()])
    names_states = BooleanField(_l("The report names the States to all who take part"))

    looked_through: tuple[str, ...] = ("title", "scenario")
    zone = "UTC"

    @property
    def begins_at(self) -> datetime:
        """The time at which the exercise begins by itself, in UTC."""
        local: datetime = self.starts_at.data
        return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def validate_starts_at(self, field: LocalTimeField) -> None:
        """Refuse a time more than TYPING_TIME ago, or more than a year ahead."""
        if field.data and not clock.now() - TYPING_TIME <= self.begins_at <= clock.now() + FARTHEST:
            raise ValidationError(gettext("Write a time within the coming year."))

    def values(self) -> PreparedExercise:
        """Return what was entered."""
        return PreparedExercise(
            level=self.level.data,
            title=self.title.data,
            scenario=self.scenario.data,
            language=self.written_in.data,
            starts_at=self.begins_at,
            ends_at=self.begins_at + timedelta(minutes=self.minutes.data),
            desks=self.desks.data or (),
            names_states=bool(self.names_states.data),
        )


class TimedForm(ExerciseTextForm):
    """Base of the forms of an inject. The view sets `most_minutes`, the length of the exercise."""

    minutes = NumberField(_l("Minutes after the beginning"), [InputRequired(FILL_IN), NumberRange(0, LONGEST_MINUTES)])

    looked_through = ("text", "expected")
    most_minutes = LONGEST_MINUTES

    def validate_minutes(self, field: NumberField) -> None:
        """Refuse a minute at which the exercise is over."""
        if (field.data or 0) >= self.most_minutes:
            raise ValidationError(OVER_BY_THEN)


class InjectForm(TimedForm):
    """An inject. The view sets the choices of the desks, and `spoken`, a mapping from the key of each desk to the
    languages in which it can be asked."""

    kind = SelectField(
        _l("Kind"), [required()], choices=[SelectChoice(code, one.label) for code, one in INJECT_KINDS.items()]
    )
    from_key = SelectField(_l("Desk that plays"), [ConditionallyRequired(), Optional()])
    to_key = SelectField(_l("Desk that is asked"), [ConditionallyRequired(), Optional()])
    text = long_text(_l("Text"), required(), visible_characters_only, most=LONGEST_INJECT_CHARACTERS)
    written_in = language_of_text()
    measure = _codes(_l("Measure"), MEASURES)
    offence = _codes(_l("Offence"), OFFENCES)
    urgency = _codes(_l("Urgency"), URGENCIES)
    expected = long_text(
        _l("What the evaluator expects to see"), visible_characters_only, most=LONGEST_INJECT_CHARACTERS
    )

    spoken: dict[str, frozenset[str]] = {}  # noqa: RUF012 (set on each form)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. Which fields an inject needs depends on its kind."""
        super().validate(extra_validators)
        kind = self.kind.data
        is_question = kind in QUESTION_INJECTS
        needed = ("from_key", "to_key", "measure", "offence", "urgency") if is_question else ("from_key",)
        for name in () if kind == InjectKind.NEWS else needed:
            if not self[name].data:
                self._refuse(name, FILL_IN)
        if is_question and self.to_key.data and self.from_key.data == self.to_key.data:
            self._refuse("to_key", _l("Choose another desk than the one that plays."))
        if kind == InjectKind.OTHER_LANGUAGE and self.written_in.data in self.spoken.get(self.to_key.data or "", ()):
            self._refuse("written_in", _l("The desk can be asked in this language. Choose another one."))
        return not self.errors

    def values(self) -> PreparedInject:
        """Return what was entered. The desk that is asked and the codes are kept only for a question."""
        codes = ("to_key", "measure", "offence", "urgency") if self.kind.data in QUESTION_INJECTS else ()
        return PreparedInject(
            minutes=self.minutes.data,
            kind=self.kind.data,
            text=self.text.data,
            language=self.written_in.data,
            from_key=self.from_key.data or "",
            expected=self.expected.data or "",
            **{name: self[name].data for name in codes},
        )

    def _refuse(self, name: str, why: Any) -> None:
        self[name].errors = [*self[name].errors, why]


class InjectQuestionForm(TextForm):
    """The question that a player asks, filled in from the inject."""

    text = long_text(_l("Your question"), required())


class FindingForm(ExerciseTextForm):
    """Something to mend after an exercise. The view sets the choices of `desk`."""

    text = long_text(_l("What is to be mended"), required(), visible_characters_only)
    desk = SelectField(_l("Desk"), [Optional()])

    looked_through = ("text",)
