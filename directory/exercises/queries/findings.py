"""Reads the findings of exercises."""

from collections.abc import Sequence

from sqlalchemy import select

from directory.errors import NotFound
from directory.extensions import db
from directory.models import Exercise, ExerciseFinding


def list_findings(exercise: Exercise) -> Sequence[ExerciseFinding]:
    """Return the findings of an exercise by number. Callers show a finding of a desk only to those who may know how the
    desk did."""
    own = ExerciseFinding.exercise_id == exercise.id
    return db.session.scalars(select(ExerciseFinding).where(own).order_by(ExerciseFinding.number)).all()


def get_finding(exercise: Exercise, number: int) -> ExerciseFinding:
    """Return a finding by its number, else raise NotFound."""
    found = next((one for one in list_findings(exercise) if one.number == number), None)
    if found is None:
        raise NotFound
    return found
