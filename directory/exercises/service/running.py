"""Runs exercises: starts them, releases their injects, and ends them.

The people of the desks that take part get letters. Each letter says that this is an exercise.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.audit.chain import record
from directory.consultations.queries.people import list_members, list_members_on_duty, list_people_to_notify
from directory.consultations.service.asking import end_with_exercise
from directory.errors import InvalidInput
from directory.exercises.queries.exercises import (
    is_complete,
    is_open,
    list_consultations,
    list_due_injects,
    list_due_to_end,
    list_due_to_start,
    list_taking_part,
)
from directory.exercises.queries.readiness import can_begin, has_author
from directory.exercises.service.judging import list_missed, note_own_desks, note_passed
from directory.exercises.service.lines import end_tests, plan_tests
from directory.exercises.service.preparation import require_free_desks, take_over
from directory.jobs.batches import STRICT, BatchRun
from directory.models import Account, Exercise, ExerciseInject
from directory.outbox.service import queue
from directory.vocabulary import ExerciseLevel, ExerciseState, InjectKind

NOT_PREPARED = _l("The exercise has begun already.")
NOT_RUNNING = _l("The exercise is not running.")
WITHOUT_AUTHOR = _l("Whoever prepared the exercise has no access any more: somebody who runs it must take it over.")
# The letter of those who were brought into a consultation and may not open the exercise.
WITHOUT_LINK = "exercise_ended_for_guests"
INCOMPLETE = _l("The exercise needs two desks and an inject before it can begin.")


def start(viewer: Viewer, exercise: Exercise) -> None:
    """Start an exercise now for its whole length, and tell the people of its desks. For tests of lines, nobody is told.
    If `has_author` is false, the viewer takes the exercise over. The caller checks that the viewer runs it.

    Raises InvalidInput if the exercise has begun already or is not complete, or if one of its desks takes part in
    another exercise.
    """
    take_over(viewer, exercise)
    start_now(exercise, viewer.account_id)


def start_now(exercise: Exercise, actor_id: int | None) -> None:
    """Start an exercise as `start` does, but without a takeover: raises InvalidInput also if `has_author` is false.
    `actor_id` is None for a program or the operator, who show no factor."""
    if exercise.state != ExerciseState.PREPARED:
        raise InvalidInput(NOT_PREPARED)
    if not is_complete(exercise):
        raise InvalidInput(INCOMPLETE)
    if not has_author(exercise):
        raise InvalidInput(WITHOUT_AUTHOR)
    length, now = exercise.ends_at - exercise.starts_at, clock.now()
    exercise.starts_at, exercise.ends_at = now, now + length
    require_free_desks(exercise)
    _begin(exercise, now, actor_id)


def stop(viewer: Viewer, exercise: Exercise) -> None:
    """Stop a running exercise at once: close its consultations, take back its tests, end its alarms, and tell those who
    take part. The caller checks that the viewer runs it. Raises InvalidInput if it is not running."""
    if exercise.state != ExerciseState.RUNNING:
        raise InvalidInput(NOT_RUNNING)
    _end(exercise, ExerciseState.STOPPED, clock.now(), viewer.account_id)


def take_due_step(now: datetime, run: BatchRun = STRICT) -> bool:
    """Start or end one exercise, or release its injects, if one is due. Return whether one was due. Steps that failed
    in this run are skipped."""
    steps = (
        *((f"end {one.id}", partial(_end, one, ExerciseState.ENDED, now, None)) for one in list_due_to_end(now)),
        *((f"start {one.id}", partial(_begin_or_miss, one, now)) for one in list_due_to_start(now)),
        *((f"release {one.id}", partial(_release, one, due, now)) for one, due in list_due_injects(now).items()),
    )
    key, step = next(((key, step) for key, step in steps if key not in run.failed), ("", None))
    if step is None:
        return False
    run.attempt(key, step)
    return True


def _begin_or_miss(exercise: Exercise, now: datetime) -> None:
    if exercise.ends_at > now and can_begin(exercise):
        _begin(exercise, now, None)
    else:
        exercise.missed_at = now
        record(None, "miss_exercise", exercise.entry_key)


def _begin(exercise: Exercise, now: datetime, actor_id: int | None) -> None:
    exercise.state = ExerciseState.RUNNING
    for account_id in (exercise.creator_id, actor_id):
        note_own_desks(exercise, account_id)
    record(actor_id, "start_exercise", exercise.entry_key)
    if exercise.level == ExerciseLevel.LINES:
        plan_tests(exercise, actor_id or exercise.creator_id, now)
    else:
        _tell("exercise_started", exercise, _people(exercise), "started")


def _release(exercise: Exercise, injects: Sequence[ExerciseInject], now: datetime) -> None:
    """Release injects. Each person who is concerned gets one letter about all of them."""
    told: defaultdict[Account, list[ExerciseInject]] = defaultdict(list)
    taking_part = list_taking_part(exercise)
    for inject in injects:
        inject.released_at = now
        record(None, "release_inject", exercise.entry_key)
        if inject.kind == InjectKind.MISSING_STATE:
            _leave(exercise, inject.from_key, now)
        desks = [key for key in taking_part if inject.from_key in (None, key)]
        for one in dict.fromkeys(one for key in desks for one in list_members_on_duty(key, now) or list_members(key)):
            told[one].append(inject)
    for person, own in told.items():
        page = "" if len(own) > 1 else f"/injects/{own[0].public_id}"
        _tell("exercise_inject", exercise, [person], own[0].public_id, page)


def _leave(exercise: Exercise, key: str | None, now: datetime) -> None:
    for desk in exercise.desks:
        if desk.focal_point_key == key:
            desk.left_at = now


def _end(exercise: Exercise, state: ExerciseState, now: datetime, actor_id: int | None) -> None:
    exercise.state, exercise.ended_at = state, now
    record(actor_id, "end_exercise", exercise.entry_key)
    for account_id in (exercise.creator_id, actor_id):
        note_own_desks(exercise, account_id)
    end_tests(exercise, now)
    note_passed(exercise, now)
    missed = list_missed(exercise, now)
    consultations = list_consultations(exercise)
    seated = [person for one in consultations for person in list_people_to_notify(one, now)]
    for one in consultations:
        end_with_exercise(one)
    _tell_of_end(exercise, missed, seated)


def _tell_of_end(exercise: Exercise, missed: Collection[str], seated: Iterable[Account]) -> None:
    """Tell the people of the desks, and those in `seated`, by one letter each that an exercise is over. People of the
    desks in `missed` are told that their desk answered nothing. People who may not open the exercise get no link to
    it."""
    desks = {key: list_members(key) for key in list_taking_part(exercise)}
    told = {one.id: ("exercise_ended", one) for people in desks.values() for one in people}
    told |= {one.id: ("exercise_missed", one) for key in missed for one in desks.get(key, ())}
    for one in seated:
        letter = "exercise_ended" if is_open(viewer_of(one), exercise) else WITHOUT_LINK
        told.setdefault(one.id, (letter, one))
    for letter, one in told.values():
        _tell(letter, exercise, [one], "ended")


def _people(exercise: Exercise) -> list[Account]:
    return [one for desk in list_taking_part(exercise) for one in list_members(desk)]


def _tell(letter: str, exercise: Exercise, people: Iterable[Account], what: str, page: str = "") -> None:
    for one in {one.id: one for one in people}.values():
        key = f"exercise:{exercise.public_id}:{what}:{one.id}"
        values: dict[str, Any] = {"is_exercise": True}
        if letter != WITHOUT_LINK:
            values |= {"path": f"exercises/{exercise.public_id}{page}"}
        queue(letter, one.email, one.language, key=key, **values)
