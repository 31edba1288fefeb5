"""Moderates a tabletop: who sits in the room, and which inject is released or put off."""

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput, NotFound
from directory.exercises.queries.exercises import find_inject
from directory.exercises.service.preparation import NOT_TAKING_PART
from directory.exercises.service.running import NOT_RUNNING
from directory.models import Exercise, ExerciseInject, ExerciseParticipant
from directory.tokens import public_id
from directory.vocabulary import ExerciseState

OVER = _l("The exercise is over.")
RELEASED = _l("The inject was released already.")


def release(viewer: Viewer, exercise: Exercise, inject: str) -> None:
    """Release an inject now, whether or not it is due. A second release changes nothing.

    The caller checks that the viewer runs the tabletop. Raises NotFound for an unknown inject, and InvalidInput if the
    exercise is not running.
    """
    found = _waiting(exercise, inject)
    if found.released_at is None:
        found.released_at = clock.now()
        record(viewer.account_id, "release_inject", exercise.entry_key)


def hold(viewer: Viewer, exercise: Exercise, inject: str) -> None:
    """Put an inject off until it is released. Raises InvalidInput also if it was released already, otherwise the same
    errors as `release`."""
    found = _waiting(exercise, inject)
    if found.released_at is not None:
        raise InvalidInput(RELEASED)
    found.held_at = found.held_at or clock.now()
    record(viewer.account_id, "hold_inject", exercise.entry_key)


def add_participants(viewer: Viewer, exercise: Exercise, role: str, people: int, desk: str) -> None:
    """Set the number of people who take part in a role on the side of a desk, or on no side if `desk` is empty. An
    earlier number for the same role and desk is replaced.

    The caller checks that the viewer runs the tabletop. Raises InvalidInput if the exercise is over, or if the desk
    does not take part in it.
    """
    _require_not_over(exercise)
    if desk and desk not in {one.focal_point_key for one in exercise.desks}:
        raise InvalidInput(NOT_TAKING_PART)
    same = (one for one in exercise.participants if (one.role, one.focal_point_key or "") == (role, desk))
    found = next(same, None)
    if found is None:
        found = ExerciseParticipant(public_id=public_id(), role=role, focal_point_key=desk or None)
        exercise.participants.append(found)
    found.people = people
    record(viewer.account_id, "add_participants", exercise.entry_key)


def remove_participants(viewer: Viewer, exercise: Exercise, participants: str) -> None:
    """Remove a row of participants by its public id. Raises NotFound if there is no such row, and InvalidInput if the
    exercise is over."""
    _require_not_over(exercise)
    found = next((one for one in exercise.participants if one.public_id == participants), None)
    if found is None:
        raise NotFound
    exercise.participants.remove(found)
    record(viewer.account_id, "remove_participants", exercise.entry_key)


def _waiting(exercise: Exercise, inject: str) -> ExerciseInject:
    found = find_inject(exercise, inject)
    if exercise.state != ExerciseState.RUNNING:
        raise InvalidInput(NOT_RUNNING)
    return found


def _require_not_over(exercise: Exercise) -> None:
    if exercise.state not in (ExerciseState.PREPARED, ExerciseState.RUNNING):
        raise InvalidInput(OVER)
