"""Reads the findings of exercises."""

from collections.abc import Sequence

from sqlalchemy import select

from directory.errors import NotFound
from directory.extensions import db
from directory.models import Exercise, ExerciseFinding


def list_findings(exercise: Exercise) -> Sequence[ExerciseFinding]:
    """Return the findings of an exercise in the order in which they were written. Callers show a finding of a desk only
    to those who may know how the desk did."""
    own = ExerciseFinding.exercise_id == exercise.id
    return db.session.scalars(select(ExerciseFinding).where(own).order_by(ExerciseFinding.number)).all()


def get_finding(exercise: Exercise, finding: str) -> ExerciseFinding:
    """Return a finding by its public id, else raise NotFound."""
    found = next((one for one in list_findings(exercise) if one.public_id == finding), None)
    if found is None:
        raise NotFound
    return found
