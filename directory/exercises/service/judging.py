"""Judges which desks have done what the level asks: by tests of lines, or by the acts of the consultations."""

from collections.abc import Iterable
from datetime import datetime

from directory.audit.chain import record
from directory.exercises.queries.exercises import list_consultations
from directory.exercises.queries.results import was_held
from directory.models import Consultation, Exercise, ExerciseDesk, ReachabilityTest
from directory.verification.queries.reachability import is_staffed_by, list_of_exercise
from directory.vocabulary import ExerciseLevel, ExerciseState, ReachabilityOutcome

# Outcomes that show nothing about a desk.
SHOW_NOTHING = frozenset(
    (
        ReachabilityOutcome.NONE,
        ReachabilityOutcome.UNDELIVERED,
        ReachabilityOutcome.CANCELLED,
        ReachabilityOutcome.TAKEN_BACK,
    )
)


def note_own_desks(exercise: Exercise, account_id: int | None) -> None:
    """Note which desks of an exercise are staffed by a person who prepares or runs it."""
    for desk in exercise.desks:
        desk.is_own = bool(desk.is_own) or is_staffed_by(desk.focal_point_key, account_id)


def note_passed(exercise: Exercise, now: datetime) -> None:
    """Set `passed_at` of each desk that has done what level 1 or 2 requires, and record this as an act of the system.
    Call this after the tests have ended, and before the consultations are closed.

    A desk does not pass if its own people prepared or ran the exercise. No desk passes if the exercise was stopped
    before all tests were made or all questions asked.
    """
    if exercise.state == ExerciseState.STOPPED and not was_held(exercise):
        return
    for desk in [one for one in _passed(exercise) if not one.is_own]:
        desk.passed_at = now
        record(None, "pass_exercise", exercise.entry_key, desk.focal_point_key)


def list_missed(exercise: Exercise, now: datetime) -> list[str]:
    """Return the keys of the desks that answered none of their tests, or that acknowledged none of their questions
    although the deadline of at least one has passed. Call this when `note_passed` is called."""
    if exercise.level == ExerciseLevel.LINES:
        tests = list_of_exercise(exercise.id)
        return [one.focal_point_key for one in exercise.desks if _answered_nothing(one, tests)]
    if exercise.level == ExerciseLevel.SCENARIO:
        consultations = list_consultations(exercise)
        return [one.focal_point_key for one in exercise.desks if _acknowledged_nothing(one, consultations, now)]
    return []


def _answered_nothing(desk: ExerciseDesk, tests: Iterable[ReachabilityTest]) -> bool:
    own = {one.outcome for one in tests if one.focal_point_key == desk.focal_point_key} - SHOW_NOTHING
    return bool(own) and ReachabilityOutcome.ANSWERED not in own


def _acknowledged_nothing(desk: ExerciseDesk, consultations: Iterable[Consultation], now: datetime) -> bool:
    asked = [one for one in consultations if is_judged(desk, one)]
    return any(one.acknowledge_by <= now for one in asked) and all(one.acknowledged_at is None for one in asked)


def _passed(exercise: Exercise) -> list[ExerciseDesk]:
    if exercise.level == ExerciseLevel.LINES:
        tests = list_of_exercise(exercise.id)
        return [one for one in exercise.desks if has_answered(one, tests)]
    if exercise.level == ExerciseLevel.SCENARIO:
        consultations = list_consultations(exercise)
        return [one for one in exercise.desks if has_passed(one, consultations)]
    return []


def has_answered(desk: ExerciseDesk, tests: Iterable[ReachabilityTest]) -> bool:
    """Return whether a desk was tested and answered each test. Tests that were not made count as not answered. Calls
    that were taken back do not count."""
    made = (one for one in tests if one.outcome != ReachabilityOutcome.TAKEN_BACK)
    own = [one.outcome for one in made if one.focal_point_key == desk.focal_point_key]
    return bool(own) and all(one == ReachabilityOutcome.ANSWERED for one in own)


def has_passed(desk: ExerciseDesk, consultations: Iterable[Consultation]) -> bool:
    """Return whether a desk was asked, acknowledged each question in time, and answered each.

    A question that reached the desk after it had left the exercise is not counted.
    """
    asked = [one for one in consultations if is_judged(desk, one)]
    return bool(asked) and all(is_acknowledged_in_time(one) and one.answered_at is not None for one in asked)


def is_judged(desk: ExerciseDesk, consultation: Consultation) -> bool:
    """Return whether a question counts for a desk: the question is at this desk, and came before the desk left the
    exercise."""
    is_there = desk.left_at is None or consultation.round_started_at < desk.left_at
    return consultation.focal_point_key == desk.focal_point_key and is_there


def is_acknowledged_in_time(consultation: Consultation) -> bool:
    """Return whether the desk acknowledged the question by its deadline."""
    at = consultation.acknowledged_at
    return at is not None and at <= consultation.acknowledge_by
