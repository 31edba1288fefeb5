"""Prepares exercises: what is rehearsed, by which desks, with which injects."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import dumps

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput
from directory.exercises.queries.exercises import find_inject, find_overlapping, list_desks
from directory.exercises.queries.readiness import has_author
from directory.exercises.service.judging import note_own_desks
from directory.extensions import db
from directory.models import Exercise, ExerciseDesk, ExerciseInject, Place
from directory.sentences import labelled, listed
from directory.tokens import public_id
from directory.vocabulary import INJECT_KINDS, ExerciseState

BEGUN = _l("The exercise has begun: it can no longer be changed.")
CHANGED_MEANWHILE = _l(
    "This exercise was changed meanwhile. What you typed is still here: save again to replace what was saved."
)
NO_DESKS = _l("Choose at least two desks of the network.")
PLAYS = _l("This desk has an inject, or people in the room. Remove them first.")
HAS_LEVEL = _l("Remove the injects and the people in the room before you change the level.")
NOT_TAKING_PART = _l("Choose a desk that takes part in the exercise.")
OVER_BY_THEN = _l("The exercise is over by then.")
# Each inject writes to the people of a desk, and a question may wake them.
MOST_INJECTS = 30
TOO_MANY_INJECTS = _l("An exercise has at most %(most)s injects. Remove one first.", most=MOST_INJECTS)


@dataclass(frozen=True)
class PreparedExercise:
    """The values of an exercise that coordinators enter. `desks` are keys of desks of the network."""

    level: int
    title: str
    scenario: str
    language: str
    starts_at: datetime
    ends_at: datetime
    desks: Iterable[str]
    names_states: bool = False


@dataclass(frozen=True)
class PreparedInject:
    """The values of an inject that coordinators enter (see `ExerciseInject`)."""

    minutes: int
    kind: str
    text: str
    language: str
    from_key: str = ""
    role: str = ""
    to_key: str = ""
    measure: str = ""
    offence: str = ""
    urgency: str = ""
    expected: str = ""


def prepare(viewer: Viewer, network: str, prepared: PreparedExercise) -> Exercise:
    """Store a new exercise of a network and return it.

    Raises NotPermitted unless the viewer coordinates the whole network, and InvalidInput for fewer than two desks, or
    if a desk takes part in another exercise at the time.
    """
    require(viewer, Action.REHEARSE, Place(networks=frozenset({network})))
    made = Exercise(public_id=public_id(), network_key=network, creator_id=viewer.account_id)
    _set(made, prepared)
    db.session.add(made)
    db.session.flush()
    note_own_desks(made, viewer.account_id)
    record(viewer.account_id, "prepare_exercise", made.entry_key)
    return made


def version_of(exercise: Exercise) -> str:
    """Return a version token of the values that coordinators entered for an exercise. The form sends the token back."""
    told = (exercise.level, exercise.title, exercise.scenario, exercise.language, exercise.names_states)
    times = (exercise.starts_at.isoformat(), exercise.ends_at.isoformat())
    desks = sorted(one.focal_point_key for one in exercise.desks)
    return hashlib.sha256(dumps([*told, *times, desks]).encode()).hexdigest()


def change(viewer: Viewer, exercise: Exercise, prepared: PreparedExercise, seen: str) -> None:
    """Change an exercise. The caller checks that the viewer runs it. If `has_author` is false, the viewer takes the
    exercise over. An exercise that missed its time will begin by itself at its new time.

    Raises InvalidInput in each of these cases:

    - The exercise has begun, or has changed since its version `seen`.
    - There are fewer than two desks, or a desk takes part in another exercise at the time.
    - A desk with an inject or with people in the room would leave.
    - The exercise would be over before one of its injects.
    - The level would change although there are injects or people in the room.
    """
    _require_prepared(exercise)
    if seen != version_of(exercise):
        raise InvalidInput(CHANGED_MEANWHILE)
    if prepared.level != exercise.level and (exercise.injects or exercise.participants):
        raise InvalidInput(HAS_LEVEL)
    exercise.missed_at = None
    take_over(viewer, exercise)
    _set(exercise, prepared)
    note_own_desks(exercise, viewer.account_id)
    record(viewer.account_id, "change_exercise", exercise.entry_key)


def take_over(viewer: Viewer, exercise: Exercise) -> None:
    """Make the viewer the person responsible for an exercise (`creator_id`), unless `has_author` is true."""
    if viewer.account_id is not None and not has_author(exercise):
        exercise.creator_id = viewer.account_id


def discard(viewer: Viewer, exercise: Exercise) -> None:
    """Delete an exercise that has not begun. The caller checks that the viewer runs it. Raises InvalidInput if it has
    begun."""
    _require_prepared(exercise)
    record(viewer.account_id, "discard_exercise", exercise.entry_key)
    db.session.delete(exercise)


def add_inject(viewer: Viewer, exercise: Exercise, prepared: PreparedInject) -> None:
    """Add an inject. The caller checks that the viewer runs the exercise.

    Raises InvalidInput if the exercise has begun, has MOST_INJECTS already, or is over at the minute of the inject, or
    if a desk of the inject does not take part in the exercise.
    """
    _require_prepared(exercise)
    _note_missed(exercise)
    if len(exercise.injects) >= MOST_INJECTS:
        raise InvalidInput(TOO_MANY_INJECTS)
    taking_part = {"", *(one.focal_point_key for one in exercise.desks)}
    if not {prepared.from_key, prepared.to_key} <= taking_part:
        raise InvalidInput(NOT_TAKING_PART)
    if timedelta(minutes=prepared.minutes) >= exercise.ends_at - exercise.starts_at:
        raise InvalidInput(OVER_BY_THEN)
    values = vars(prepared) | {"from_key": prepared.from_key or None, "to_key": prepared.to_key or None}
    exercise.injects.append(ExerciseInject(public_id=public_id(), **values))
    note_own_desks(exercise, viewer.account_id)
    record(viewer.account_id, "add_inject", exercise.entry_key)


def remove_inject(viewer: Viewer, exercise: Exercise, inject: str) -> None:
    """Remove an inject by its public id. The caller checks that the viewer runs the exercise.

    Raises NotFound if there is no such inject, and InvalidInput if the exercise has begun.
    """
    _require_prepared(exercise)
    _note_missed(exercise)
    exercise.injects.remove(find_inject(exercise, inject))
    note_own_desks(exercise, viewer.account_id)
    record(viewer.account_id, "remove_inject", exercise.entry_key)


def _set(exercise: Exercise, prepared: PreparedExercise) -> None:
    chosen = set(prepared.desks) & {one.key for one in list_desks(exercise.network_key)}
    if len(chosen) < 2:
        raise InvalidInput(NO_DESKS)
    playing = {key for one in exercise.injects for key in (one.from_key, one.to_key)}
    if not {*playing, *(one.focal_point_key for one in exercise.participants)} - {None} <= chosen:
        raise InvalidInput(PLAYS)
    _require_within(prepared.ends_at - prepared.starts_at, exercise.injects)
    exercise.level, exercise.title, exercise.scenario = prepared.level, prepared.title, prepared.scenario
    exercise.language, exercise.names_states = prepared.language, prepared.names_states
    exercise.starts_at, exercise.ends_at = prepared.starts_at, prepared.ends_at
    kept = [one for one in exercise.desks if one.focal_point_key in chosen]
    new = sorted(chosen - {one.focal_point_key for one in kept})
    exercise.desks = [*kept, *(ExerciseDesk(focal_point_key=key) for key in new)]
    require_free_desks(exercise)


def _require_within(length: timedelta, injects: Iterable[ExerciseInject]) -> None:
    """Raise InvalidInput if injects would come after an exercise of this length is over. The message names these
    injects."""
    late = [one for one in injects if timedelta(minutes=one.minutes) >= length]
    if late:
        words = [labelled(INJECT_KINDS.label(one.kind), _minutes_after(one.minutes)) for one in late]
        raise InvalidInput(
            _l(
                "The exercise would be over before these injects: %(injects)s. Remove them first, or let the exercise"
                " last longer.",
                injects=listed(words),
            )
        )


def _minutes_after(minutes: int) -> str:
    return str(ngettext("%(num)s minute after the beginning", "%(num)s minutes after the beginning", minutes))


def require_free_desks(exercise: Exercise) -> None:
    """Raise InvalidInput if a desk takes part in another exercise at the same time (`find_overlapping`), since several
    exercises would wake the same people."""
    other = find_overlapping(exercise)
    if other is not None:
        raise InvalidInput(
            _l(
                "A desk takes part in one exercise at a time, and one of these desks takes part in “%(title)s” then."
                " Choose another time or other desks.",
                title=other.title,
            )
        )


def _note_missed(exercise: Exercise) -> None:
    """If the time of a prepared exercise has come, note that the exercise missed it. Otherwise a later addition could
    begin the exercise at once."""
    if exercise.starts_at <= clock.now():
        exercise.missed_at = exercise.missed_at or clock.now()


def _require_prepared(exercise: Exercise) -> None:
    if exercise.state != ExerciseState.PREPARED:
        raise InvalidInput(BEGUN)
