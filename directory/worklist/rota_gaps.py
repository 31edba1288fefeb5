"""Finds gaps of the next two weeks at desks whose rota the viewer keeps: hours in which nobody is on duty, desks
without a rota, and people on duty without two proven ways."""

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
from directory.focal_points.rotas.unproven import list_unproven
from directory.models import Authority, DeskRota, FocalPoint
from directory.vocabulary import ENDED_STATUSES

LOOKED_AHEAD_DAYS = 14


@dataclass(frozen=True)
class RotaGaps:
    """A desk with the intervals of its gaps, in their order. `zone` is the time zone of its rota. For a desk without a
    rota, there are no intervals and `zone` is empty."""

    desk: FocalPoint
    zone: str
    intervals: list[Interval]


def list_rota_gaps(viewer: Viewer) -> list[RotaGaps]:
    """Return the desks that have gaps in the next LOOKED_AHEAD_DAYS or no rota, and whose rota the viewer keeps. The
    desk with the soonest gap comes first, desks without a rota come last. Two SQL statements are used.

    Only desks whose cover is round the clock or on call are read: at other desks, a night without people on duty is no
    gap. Time for which no shifts are generated yet is no gap either.
    """
    rows = _kept_desks(viewer)
    desks = _with_rota(rows)
    holes = list_holes({key: rota.laid_out_until for key, (_desk, rota) in desks.items()}, LOOKED_AHEAD_DAYS)
    found = [RotaGaps(desks[key][0], desks[key][1].zone, intervals) for key, intervals in holes.items()]
    return [*_sorted(found), *(RotaGaps(desk, "", []) for desk, rota in rows if rota is None)]


def list_unproven_gaps(viewer: Viewer) -> list[RotaGaps]:
    """Return the desks, as `list_rota_gaps` reads them, at which people begin a duty in the next LOOKED_AHEAD_DAYS
    without two proven ways. The intervals are the first such duty of each person. Three SQL statements are used."""
    desks = _with_rota(_kept_desks(viewer))
    found = list_unproven(desks, LOOKED_AHEAD_DAYS)
    return _sorted(
        [RotaGaps(desks[key][0], desks[key][1].zone, [one.interval for one in duties]) for key, duties in found.items()]
    )


def first_own_unproven_duty(viewer: Viewer) -> Interval | None:
    """Return the first duty that the viewer begins in the next LOOKED_AHEAD_DAYS without two proven ways, or None."""
    found = list_unproven(viewer.desks, LOOKED_AHEAD_DAYS).values() if viewer.desks else ()
    own = [one.interval for duties in found for one in duties if one.account == viewer.account_id]
    return min(own, default=None)


def _kept_desks(viewer: Viewer) -> list[tuple[FocalPoint, DeskRota | None]]:
    query = select(FocalPoint, DeskRota).outerjoin(DeskRota, DeskRota.focal_point_key == FocalPoint.key)
    query = query.join(FocalPoint.authority).options(contains_eager(FocalPoint.authority))
    is_always = if_open(FocalPoint.cover.in_(WITHOUT_PAUSE))
    kept = (_keeps(viewer), is_always, FocalPoint.status.not_in(ENDED_STATUSES))
    return [(desk, rota) for desk, rota in db.session.execute(query.where(*kept).order_by(FocalPoint.key))]


def _with_rota(rows: list[tuple[FocalPoint, DeskRota | None]]) -> dict[str, tuple[FocalPoint, DeskRota]]:
    return {desk.key: (desk, rota) for desk, rota in rows if rota is not None}


def _sorted(found: list[RotaGaps]) -> list[RotaGaps]:
    return sorted(found, key=lambda one: (one.intervals[0], one.desk.key))


def _keeps(viewer: Viewer) -> ColumnElement[bool]:
    # People who may keep every rota look after the rotas of their own desks alone.
    if may_everywhere(viewer, Action.KEEP_ROTA):
        return FocalPoint.key.in_(sorted(viewer.desks))
    state, network = Authority.jurisdiction_key, FocalPoint.network_key
    return permitted_rows(viewer, Action.KEEP_ROTA, state, network, FocalPoint.key)
