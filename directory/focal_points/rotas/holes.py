"""Finds the holes of rotas: the times ahead in which nobody is on duty, and a person's own duty ahead."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from directory import clock
from directory.access.policy import Action, permitted_rows
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.focal_points.desk_states import list_shifts
from directory.focal_points.intervals import Interval
from directory.focal_points.shift_generation import MemberShift, gaps
from directory.models import Authority, DeskRota, FocalPoint, Shift
from directory.vocabulary import ENDED_STATUSES

MINUTE = timedelta(minutes=1)


def list_holes(viewer: Viewer, days: int) -> Mapping[str, list[Interval]]:
    """Return, for each desk with a rota that the viewer may change, the times in the next days without anybody on duty.

    Times are in UTC and sorted. Desks without holes and ended desks are left out. Time for which no shifts are
    generated yet is no hole. Runs two SQL statements, or none for a visitor.
    """
    if viewer.is_visitor:
        return {}
    state, network = Authority.jurisdiction_key, FocalPoint.network_key
    kept = permitted_rows(viewer, Action.KEEP_ROTA, state, network, FocalPoint.key)
    query = select(DeskRota.focal_point_key, DeskRota.laid_out_until).join(
        FocalPoint, FocalPoint.key == DeskRota.focal_point_key
    )
    query = query.join(FocalPoint.authority).where(kept, FocalPoint.status.not_in(ENDED_STATUSES))
    return _holes({row[0]: row[1] for row in db.session.execute(query)}, days)


def holes_of(rota: DeskRota, days: int) -> list[Interval]:
    """Return the times in the next days in which nobody is on duty by a rota, in UTC and sorted.

    Call this only for a rota that the viewer may change.
    """
    return _holes({rota.focal_point_key: rota.laid_out_until}, days).get(rota.focal_point_key, [])


def list_own_duty(viewer: Viewer, days: int) -> Mapping[str, list[Interval]]:
    """Return, for each desk that the viewer staffs, the viewer's duty in the next days, in UTC and sorted.

    Shifts that adjoin are joined. Desks without such duty are left out. Runs one SQL statement.
    """
    since = clock.now()
    columns = select(Shift.focal_point_key, Shift.starts_at, Shift.ends_at).order_by(Shift.starts_at)
    own = (Shift.account_id == viewer.account_id, Shift.focal_point_key.in_(sorted(viewer.desks)))
    ahead = (Shift.ends_at > since, Shift.starts_at < since + timedelta(days=days))
    found: dict[str, list[Interval]] = {}
    for desk, starts_at, ends_at in db.session.execute(columns.where(*own, *ahead)) if viewer.desks else ():
        joined = found.setdefault(desk, [])
        begins = joined.pop()[0] if joined and joined[-1][1] >= starts_at else starts_at
        joined.append((begins, ends_at))
    return found


def _holes(known_until: Mapping[str, datetime | None], days: int) -> dict[str, list[Interval]]:
    now = clock.now()
    # A hole that goes on now begins at a whole minute, as people type times.
    since, until = now.replace(second=0, microsecond=0), now + timedelta(days=days)
    duties = list_shifts(known_until, since, until)
    found = {}
    for desk, known in known_until.items():
        shifts = [MemberShift(one.starts_at, one.ends_at, one.account) for one in duties.get(desk, ())]
        end = min(known or since, until)
        if holes := [hole for hole in gaps(shifts, since, end) if hole[1] - hole[0] >= MINUTE] if since < end else []:
            found[desk] = holes
    return found
