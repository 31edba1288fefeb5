"""Reads the exercises from which figures are made, limited to desks whose figures a viewer may read."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, not_, or_, select

from directory.access.policy import Action, permitted_rows
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Authority, Consultation, Exercise, ExerciseDesk, FocalPoint
from directory.statistics.queries.demonstration import counts_in_figures
from directory.vocabulary import ExerciseState


class RehearsedDesk(NamedTuple):
    """A desk that took part in an exercise, with the results of the questions to the desk.

    `waited` has an item for each question: the time to its acknowledgement, or None. `in_time` is the number of
    questions that were acknowledged in time. Questions that came after the desk had left the exercise are not counted.
    """

    network: str
    year: int
    exercise: int
    desk: str
    in_time: int
    waited: tuple[timedelta | None, ...]


def list_in_scope(viewer: Viewer) -> list[RehearsedDesk]:
    """Return the desks in the viewer's scope in each exercise that has ended, the earliest exercise first."""
    return _list(_reached(viewer, Action.VERIFY))


def list_of_others(viewer: Viewer) -> list[RehearsedDesk]:
    """Return the other desks of the viewer's networks in each exercise that has ended, the earliest exercise first.

    Desks in the viewer's scope, desks that the viewer staffs, and other desks of the viewer's authority are left out,
    since the viewer could subtract them from a sum.
    """
    own = or_(FocalPoint.key.in_(viewer.desks), FocalPoint.authority_key == viewer.authority)
    return _list(_reached(viewer, Action.READ_FIGURES), not_(_reached(viewer, Action.VERIFY)), not_(own))


def _reached(viewer: Viewer, action: Action) -> ColumnElement[bool]:
    return permitted_rows(viewer, action, Authority.jurisdiction_key, FocalPoint.network_key)


def _list(*conditions: ColumnElement[bool]) -> list[RehearsedDesk]:
    asked, desk = Consultation, ExerciseDesk
    times: Any = (asked.round_started_at, asked.acknowledge_by, asked.acknowledged_at)
    of_desk: Any = (Exercise.network_key, Exercise.starts_at, Exercise.id, desk.focal_point_key)
    has_come = or_(desk.left_at.is_(None), asked.round_started_at < desk.left_at)
    to_desk = and_(asked.exercise_id == Exercise.id, asked.focal_point_key == desk.focal_point_key, has_come)
    query = select(*of_desk, *times).join_from(desk, Exercise, Exercise.id == desk.exercise_id)
    query = query.join(FocalPoint, FocalPoint.key == desk.focal_point_key).join(FocalPoint.authority)
    query = query.outerjoin(asked, to_desk).where(Exercise.state == ExerciseState.ENDED, counts_in_figures())
    order = (Exercise.starts_at, Exercise.id, desk.focal_point_key, asked.id)
    found: dict[tuple[int, str], list[Any]] = {}
    for row in db.session.execute(query.where(*conditions).order_by(*order)):
        found.setdefault((row.id, row.focal_point_key), []).append(row)
    return [_rehearsed(rows) for rows in found.values()]


def _rehearsed(rows: Sequence[Any]) -> RehearsedDesk:
    one, asked = rows[0], [row for row in rows if row.round_started_at is not None]
    in_time = sum(row.acknowledged_at is not None and row.acknowledged_at <= row.acknowledge_by for row in asked)
    waited = tuple(row.acknowledged_at - row.round_started_at if row.acknowledged_at else None for row in asked)
    return RehearsedDesk(one.network_key, one.starts_at.year, one.id, one.focal_point_key, in_time, waited)
