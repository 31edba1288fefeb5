"""The form of an exercise of level 1: within how many days all lines are tested."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, NumberRange

from directory.exercises.forms import FILL_IN, ExerciseForm
from directory.exercises.service.preparation import PreparedExercise
from directory.forms import NumberField
from directory.vocabulary import ExerciseLevel

LONGEST_DAYS = 28


class LinesForm(ExerciseForm):
    """Tests of all lines, within which time, and at which desks. There is no scenario."""

    scenario: Any = None
    minutes: Any = None
    looked_through = ("title",)

    days = NumberField(_l("How many days it lasts"), [InputRequired(FILL_IN), NumberRange(1, LONGEST_DAYS)], default=7)

    def values(self) -> PreparedExercise:
        """Return what was entered."""
        return PreparedExercise(
            level=ExerciseLevel.LINES,
            title=self.title.data,
            scenario="",
            language=self.written_in.data,
            starts_at=self.begins_at,
            ends_at=self.begins_at + timedelta(days=self.days.data),
            desks=self.desks.data or (),
            names_states=bool(self.names_states.data),
        )
