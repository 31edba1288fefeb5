"""Reads exercises that a viewer runs or plays, or in which desks of the viewer's scope take part."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select, true
from sqlalchemy.orm import selectinload

from directory.access.policy import Action, permitted, permitted_rows
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import (
    Account,
    Authority,
    Consultation,
    DeskMember,
    Exercise,
    ExerciseDesk,
    ExerciseInject,
    FocalPoint,
)
from directory.paging import Paged, paginate
from directory.vocabulary import ENDED_STATUSES, ExerciseLevel, ExerciseState


def get(viewer: Viewer, public_id: str) -> Exercise:
    """Return an exercise that the viewer may read, else raise NotFound. These are exercises that the viewer runs, and
    exercises that have begun with a desk that the viewer staffs or coordinates. The desk must still be in the
    network."""
    return _get(public_id, is_open_to(viewer))


def find(public_id: str) -> Exercise:
    """Return an exercise for a command of the operator. Raises NotFound if there is none."""
    return _get(public_id, true())


def get_run(viewer: Viewer, public_id: str) -> Exercise:
    """Return an exercise that the viewer runs, else raise NotFound."""
    return _get(public_id, _is_run_by(viewer))


def get_scripted(viewer: Viewer, public_id: str) -> Exercise:
    """Return an exercise with injects that the viewer runs, else raise NotFound."""
    return _get(public_id, and_(_is_run_by(viewer), Exercise.level != ExerciseLevel.LINES))


def get_lines(viewer: Viewer, public_id: str) -> Exercise:
    """Return an exercise of level 1 that the viewer runs, else raise NotFound."""
    return _get(public_id, and_(_is_run_by(viewer), Exercise.level == ExerciseLevel.LINES))


def list_exercises(viewer: Viewer, page: int) -> Paged[Exercise]:
    """Return one page of the exercises that `get` returns to the viewer, the latest first."""
    order = (Exercise.starts_at.desc(), Exercise.id.desc())
    return paginate(select(Exercise).where(is_open_to(viewer)).order_by(*order), page)


def list_desks(network: str) -> Sequence[FocalPoint]:
    """Return the desks of a network that have a State and have not ended, sorted by key."""
    of_network = FocalPoint.network_key == network, FocalPoint.status.not_in(ENDED_STATUSES)
    with_state = FocalPoint.authority.has(Authority.jurisdiction_key.is_not(None))
    return db.session.scalars(select(FocalPoint).where(*of_network, with_state).order_by(FocalPoint.key)).all()


def list_taking_part(exercise: Exercise) -> list[str]:
    """Return the keys of the chosen desks that can still take part in an exercise, sorted. Desks that left the network
    or ended are left out, and so are desks without active people. Tests of lines need no people."""
    chosen = [one.focal_point_key for one in exercise.desks]
    there = [one.key for one in list_desks(exercise.network_key) if one.key in chosen]
    if exercise.level == ExerciseLevel.LINES:
        return there
    staffed = select(DeskMember.focal_point_key).join(Account, Account.id == DeskMember.account_id)
    with_people = set(db.session.scalars(staffed.where(DeskMember.focal_point_key.in_(there), Account.active)))
    return [key for key in there if key in with_people]


def list_played(viewer: Viewer, exercise: Exercise) -> list[str]:
    """Return the keys of the chosen desks of an exercise that are still in its network and that the viewer staffs,
    sorted."""
    return _list_chosen(exercise, FocalPoint.key.in_(sorted(viewer.desks)))


def list_known(viewer: Viewer, exercise: Exercise) -> list[str]:
    """Return the keys of the chosen desks of an exercise that are still in its network and that the viewer staffs or
    coordinates, sorted."""
    place = permitted_rows(viewer, Action.VERIFY, Authority.jurisdiction_key, FocalPoint.network_key)
    return _list_chosen(exercise, or_(FocalPoint.key.in_(sorted(viewer.desks)), place))


def _list_chosen(exercise: Exercise, condition: ColumnElement[bool]) -> list[str]:
    of_exercise = exists().where(
        ExerciseDesk.exercise_id == exercise.id, ExerciseDesk.focal_point_key == FocalPoint.key
    )
    own = of_exercise, FocalPoint.network_key == exercise.network_key, condition
    query = select(FocalPoint.key).join(FocalPoint.authority).where(*own)
    return list(db.session.scalars(query.order_by(FocalPoint.key)))


def list_released(viewer: Viewer, exercise: Exercise) -> list[ExerciseInject]:
    """Return the injects that were released to the viewer's desks, or to all desks, in their order. Viewers without a
    desk in the exercise get none."""
    played = list_played(viewer, exercise)
    own = {None, *played} if played else set()
    return [one for one in exercise.injects if one.released_at is not None and one.from_key in own]


def get_inject(viewer: Viewer, public_id: str, inject: str) -> tuple[Exercise, ExerciseInject]:
    """Return an exercise that the viewer plays, and an inject that was released to the viewer. Otherwise raise
    NotFound."""
    exercise = _get(public_id, _is_played_by(viewer))
    found = next((one for one in list_released(viewer, exercise) if one.public_id == inject), None)
    if found is None:
        raise NotFound
    return exercise, found


def find_inject(exercise: Exercise, public_id: str) -> ExerciseInject:
    """Return an inject of an exercise, else raise NotFound."""
    found = next((one for one in exercise.injects if one.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


def get_tabletop(viewer: Viewer, public_id: str) -> Exercise:
    """Return a tabletop that the viewer runs, else raise NotFound."""
    return _get(public_id, and_(_is_run_by(viewer), Exercise.level == ExerciseLevel.TABLETOP))


def list_consultations(exercise: Exercise) -> Sequence[Consultation]:
    """Return the consultations of an exercise, oldest first. Callers may show only summaries."""
    own = select(Consultation).where(Consultation.exercise_id == exercise.id)
    return db.session.scalars(own.options(selectinload(Consultation.seats)).order_by(Consultation.id)).all()


def is_complete(exercise: Exercise) -> bool:
    """Return whether an exercise has at least two desks that take part and, except for tests of lines, an inject."""
    return len(list_taking_part(exercise)) > 1 and (exercise.level == ExerciseLevel.LINES or bool(exercise.injects))


def find_overlapping(exercise: Exercise) -> Exercise | None:
    """Return another exercise of the same network, prepared or running, whose time overlaps with this one and in which
    a desk of this one takes part. Return None if there is none. Tabletops are ignored, since they wake nobody."""
    if exercise.level == ExerciseLevel.TABLETOP:
        return None
    own = [one.focal_point_key for one in exercise.desks]
    is_to_begin = and_(Exercise.state == ExerciseState.PREPARED, Exercise.missed_at.is_(None))
    going_on = or_(is_to_begin, Exercise.state == ExerciseState.RUNNING)
    at_its_time = Exercise.starts_at < exercise.ends_at, Exercise.ends_at > exercise.starts_at
    is_other = (
        Exercise.network_key == exercise.network_key,
        Exercise.level != ExerciseLevel.TABLETOP,
        Exercise.id != exercise.id,
        Exercise.desks.any(ExerciseDesk.focal_point_key.in_(own)),
    )
    return db.session.scalar(select(Exercise).where(going_on, *at_its_time, *is_other).limit(1))


def list_due_to_start(now: datetime) -> list[Exercise]:
    """Return the prepared exercises that are due to start and have not missed their time, the earliest first."""
    due = (Exercise.state == ExerciseState.PREPARED, Exercise.starts_at <= now, Exercise.missed_at.is_(None))
    return list(db.session.scalars(select(Exercise).where(*due).order_by(Exercise.starts_at, Exercise.id)))


def list_due_to_end(now: datetime) -> list[Exercise]:
    """Return the running exercises whose time is over, the earliest first."""
    due = (Exercise.state == ExerciseState.RUNNING, Exercise.ends_at <= now)
    return list(db.session.scalars(select(Exercise).where(*due).order_by(Exercise.ends_at, Exercise.id)))


def list_due_injects(now: datetime) -> dict[Exercise, list[ExerciseInject]]:
    """Return a mapping from running exercises to their injects that are due, in order. Tabletops are left out: their
    moderator releases the injects."""
    by_clock = (Exercise.state == ExerciseState.RUNNING, Exercise.level != ExerciseLevel.TABLETOP)
    waiting = (*by_clock, ExerciseInject.released_at.is_(None))
    query = select(Exercise, ExerciseInject).join(ExerciseInject, ExerciseInject.exercise_id == Exercise.id)
    rows = db.session.execute(query.where(*waiting).order_by(ExerciseInject.minutes, ExerciseInject.id))
    due: dict[Exercise, list[ExerciseInject]] = {}
    for one, inject in rows:
        if one.starts_at + timedelta(minutes=inject.minutes) <= now:
            due.setdefault(one, []).append(inject)
    return due


def _get(public_id: str, condition: ColumnElement[bool]) -> Exercise:
    found = db.session.scalar(select(Exercise).where(Exercise.public_id == public_id, condition))
    if found is None:
        raise NotFound
    return found


def is_open_to(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition of the exercises that `get` returns to the viewer."""
    return or_(_is_run_by(viewer), _is_played_by(viewer), _is_coordinated_by(viewer))


def is_open(viewer: Viewer, exercise: Exercise) -> bool:
    """Return whether `get` returns an exercise to the viewer."""
    return db.session.scalar(select(Exercise.id).where(Exercise.id == exercise.id, is_open_to(viewer))) is not None


def _is_run_by(viewer: Viewer) -> ColumnElement[bool]:
    in_networks = Exercise.network_key.in_(sorted(viewer.networks))
    # The exercise of a network belongs to no State: who coordinates one State alone does not run it.
    return permitted(viewer, Action.REHEARSE, literal(""), in_networks)


def _is_played_by(viewer: Viewer) -> ColumnElement[bool]:
    return _has_begun_with(ExerciseDesk.focal_point_key.in_(sorted(viewer.desks)))


def _is_coordinated_by(viewer: Viewer) -> ColumnElement[bool]:
    place = permitted_rows(viewer, Action.VERIFY, Authority.jurisdiction_key, FocalPoint.network_key)
    own = select(FocalPoint.key).join(FocalPoint.authority).where(place)
    return _has_begun_with(ExerciseDesk.focal_point_key.in_(own))


def _has_begun_with(desk: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that an exercise has begun, and that one of its desks is still in its network and meets the
    condition `desk`."""
    own = ExerciseDesk.exercise_id == Exercise.id, FocalPoint.key == ExerciseDesk.focal_point_key
    is_there = exists().where(*own, FocalPoint.network_key == Exercise.network_key, desk)
    return and_(Exercise.state != ExerciseState.PREPARED, is_there)
