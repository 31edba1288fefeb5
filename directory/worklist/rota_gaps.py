"""Finds the hours of the next two weeks in which nobody is on duty at a desk whose rota the viewer keeps."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from directory.access.gate import if_open
from directory.access.policy import Action, may_everywhere, permitted_rows
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.focal_points.duty import is_active_staff
from directory.focal_points.intervals import Interval
from directory.focal_points.queries import ROUND_THE_CLOCK
from directory.focal_points.shift_generation import MemberShift, gaps
from directory.models import Authority, DeskRota, FocalPoint, Shift
from directory.vocabulary import ENDED_STATUSES

LOOKED_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class RotaGaps:
    """A desk with the intervals in which nobody is on duty, in their order. `zone` is the time zone of its rota."""

    desk: FocalPoint
    zone: str
    intervals: list[Interval]


def list_rota_gaps(viewer: Viewer, now: datetime) -> list[RotaGaps]:
    """Return the desks with gaps in the next LOOKED_AHEAD, the soonest gap first, in two SQL statements.

    Only desks that announce to be there round the clock count: an empty night of another desk is no gap. Nor is time
    for which no shifts are generated yet.
    """
    until = now + LOOKED_AHEAD
    query = select(FocalPoint, DeskRota).join(DeskRota, DeskRota.focal_point_key == FocalPoint.key)
    query = query.join(FocalPoint.authority).options(contains_eager(FocalPoint.authority))
    is_always = if_open(FocalPoint.cover == ROUND_THE_CLOCK)
    kept = (_keeps(viewer), is_always, FocalPoint.status.not_in(ENDED_STATUSES), DeskRota.laid_out_until > now)
    desks = list(db.session.execute(query.where(*kept)))
    shifts = _shifts([desk.key for desk, _rota in desks], now, until)
    found = [
        RotaGaps(desk, rota.zone, gaps(shifts.get(desk.key, ()), now, min(until, rota.laid_out_until or now)))
        for desk, rota in desks
    ]
    return sorted((one for one in found if one.intervals), key=lambda one: (one.intervals[0], one.desk.key))


def _keeps(viewer: Viewer) -> ColumnElement[bool]:
    # Whoever may keep every rota keeps none of them from day to day, but those of their own desks.
    if may_everywhere(viewer, Action.KEEP_ROTA):
        return FocalPoint.key.in_(sorted(viewer.desks))
    state, network = Authority.jurisdiction_key, FocalPoint.network_key
    return permitted_rows(viewer, Action.KEEP_ROTA, state, network, FocalPoint.key)


def _shifts(desks: list[str], since: datetime, until: datetime) -> dict[str, list[MemberShift]]:
    meets = (Shift.focal_point_key.in_(desks), Shift.ends_at > since, Shift.starts_at < until)
    query = select(Shift).where(*meets, is_active_staff(Shift.account_id, Shift.focal_point_key))
    found: dict[str, list[MemberShift]] = {}
    for one in db.session.scalars(query) if desks else ():
        found.setdefault(one.focal_point_key, []).append(MemberShift(one.starts_at, one.ends_at, one.account_id))
    return found
