"""Judges by the acts of the consultations which desks have done what the level asks."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from directory.models import Consultation, Exercise, ExerciseDesk
from directory.vocabulary import ExerciseLevel


def note_passed(exercise: Exercise, consultations: Sequence[Consultation], now: datetime) -> None:
    """Set `passed_at` of each desk that has done what level 2 asks. Call this before the consultations are closed."""
    if exercise.level == ExerciseLevel.SCENARIO:
        for desk in exercise.desks:
            if has_passed(desk, consultations):
                desk.passed_at = now


def has_passed(desk: ExerciseDesk, consultations: Iterable[Consultation]) -> bool:
    """Return whether a desk was asked, acknowledged each question in time, and answered each.

    A question that reached the desk after it had left the exercise is not counted.
    """
    asked = [one for one in consultations if is_judged(desk, one)]
    return bool(asked) and all(is_acknowledged_in_time(one) and one.answered_at is not None for one in asked)


def is_judged(desk: ExerciseDesk, consultation: Consultation) -> bool:
    """Return whether a question counts for a desk: the desk has it, and had not left when it came."""
    is_there = desk.left_at is None or consultation.round_started_at < desk.left_at
    return consultation.focal_point_key == desk.focal_point_key and is_there


def is_acknowledged_in_time(consultation: Consultation) -> bool:
    """Return whether the desk acknowledged the question by its deadline."""
    at = consultation.acknowledged_at
    return at is not None and at <= consultation.acknowledge_by
