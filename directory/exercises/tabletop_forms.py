"""Forms of a tabletop: an inject, people in the room, and the sheet of an evaluator."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from directory.consultations.forms.text_fields import long_text
from directory.exercises.forms import FILL_IN, LONGEST_INJECT_CHARACTERS, TimedForm, VersionedForm, language_of_text
from directory.exercises.queries.evaluations import Verdict
from directory.exercises.service.preparation import PreparedInject
from directory.forms import Form, NumberField, required, visible_characters_only
from directory.vocabulary import OBSERVATIONS, PARTICIPANT_ROLES, InjectKind, Term, Vocabulary

MOST_PEOPLE = 200


def _choices(vocabulary: Vocabulary[Term]) -> list[SelectChoice]:
    return [SelectChoice(code, term.label) for code, term in vocabulary.items()]


class TabletopInjectForm(TimedForm):
    """An inject of a tabletop: news in the case. The view sets the choices of `from_key`."""

    from_key = SelectField(_l("Desk"), [Optional()])
    role = SelectField(_l("Role"), [Optional()], choices=[SelectChoice("", ""), *_choices(PARTICIPANT_ROLES)])
    text = long_text(_l("Text"), required(), visible_characters_only, most=LONGEST_INJECT_CHARACTERS)
    written_in = language_of_text()
    expected = long_text(
        _l("What the evaluator expects to see"), required(), visible_characters_only, most=LONGEST_INJECT_CHARACTERS
    )

    def values(self) -> PreparedInject:
        """Return what was entered."""
        return PreparedInject(
            minutes=self.minutes.data,
            kind=InjectKind.NEWS,
            text=self.text.data,
            language=self.written_in.data,
            from_key=self.from_key.data or "",
            role=self.role.data or "",
            expected=self.expected.data,
        )


class ParticipantsForm(Form):
    """How many people take part in a role. The view sets the choices of `desk`."""

    role = SelectField(_l("Role"), [required()], choices=[SelectChoice("", ""), *_choices(PARTICIPANT_ROLES)])
    desk = SelectField(_l("At the side of the desk"), [Optional()])
    people = NumberField(_l("Number of people"), [InputRequired(FILL_IN), NumberRange(1, MOST_PEOPLE)])


class EvaluationForm(VersionedForm):
    """The sheet of an evaluator.

    Each inject has two fields, `observation-ID` and `remark-ID` (`evaluation_form`).
    """

    def verdicts(self, injects: Iterable[str]) -> dict[str, Verdict]:
        """Return what was entered for each of these injects."""
        return {one: Verdict(self[f"observation-{one}"].data, self[f"remark-{one}"].data or "") for one in injects}


def evaluation_form(verdicts: Mapping[str, Verdict], version: str) -> EvaluationForm:
    """Return the sheet of an evaluator with the fields of these injects, filled in."""
    fields: dict[str, Any] = {"looked_through": tuple(f"remark-{inject}" for inject in verdicts)}
    known: dict[str, str] = {"seen": version}
    for inject, one in verdicts.items():
        fields[f"observation-{inject}"] = SelectField(_l("Observation"), choices=_choices(OBSERVATIONS))
        fields[f"remark-{inject}"] = long_text(_l("Remark"), visible_characters_only, most=LONGEST_INJECT_CHARACTERS)
        known |= {f"observation-{inject}": one.observation, f"remark-{inject}": one.remark}
    form: EvaluationForm = type("EvaluationForm", (EvaluationForm,), fields)(data=known)
    return form
