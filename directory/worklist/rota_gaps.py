"""Finds the hours of the next two weeks in which nobody is on duty at a desk whose rota the viewer keeps, and the desks
that have no rota."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from directory.access.gate import if_open
from directory.access.policy import Action, may_everywhere, permitted_rows
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.focal_points.intervals import Interval
from directory.focal_points.queries import WITHOUT_PAUSE
from directory.focal_points.rotas.holes import list_holes
from directory.models import Authority, DeskRota, FocalPoint
from directory.vocabulary import ENDED_STATUSES

LOOKED_AHEAD_DAYS = 14


@dataclass(frozen=True)
class RotaGaps:
    """A desk with the intervals in which nobody is on duty, in their order. `zone` is the time zone of its rota. For a
    desk without a rota, there are no intervals and `zone` is empty."""

    desk: FocalPoint
    zone: str
    intervals: list[Interval]


def list_rota_gaps(viewer: Viewer) -> list[RotaGaps]:
    """Return the desks that have gaps in the next LOOKED_AHEAD_DAYS or no rota, and whose rota the viewer keeps. The
    desk with the soonest gap comes first, desks without a rota come last. Two SQL statements are used.

    Only desks whose cover is round the clock or on call are read: at other desks, a night without people on duty is no
    gap. Time for which no shifts are generated yet is no gap either.
    """
    query = select(FocalPoint, DeskRota).outerjoin(DeskRota, DeskRota.focal_point_key == FocalPoint.key)
    query = query.join(FocalPoint.authority).options(contains_eager(FocalPoint.authority))
    is_always = if_open(FocalPoint.cover.in_(WITHOUT_PAUSE))
    kept = (_keeps(viewer), is_always, FocalPoint.status.not_in(ENDED_STATUSES))
    rows = db.session.execute(query.where(*kept).order_by(FocalPoint.key)).all()
    desks = {desk.key: (desk, rota) for desk, rota in rows if rota is not None}
    holes = list_holes({key: rota.laid_out_until for key, (_desk, rota) in desks.items()}, LOOKED_AHEAD_DAYS)
    found = [RotaGaps(desks[key][0], desks[key][1].zone, intervals) for key, intervals in holes.items()]
    without = [RotaGaps(desk, "", []) for desk, rota in rows if rota is None]
    return [*sorted(found, key=lambda one: (one.intervals[0], one.desk.key)), *without]


def _keeps(viewer: Viewer) -> ColumnElement[bool]:
    # Whoever may keep every rota keeps none of them from day to day, but those of their own desks.
    if may_everywhere(viewer, Action.KEEP_ROTA):
        return FocalPoint.key.in_(sorted(viewer.desks))
    state, network = Authority.jurisdiction_key, FocalPoint.network_key
    return permitted_rows(viewer, Action.KEEP_ROTA, state, network, FocalPoint.key)
