"""Finds the holes of rotas: the times ahead in which nobody is on duty."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from directory import clock
from directory.focal_points.desk_states import list_shifts
from directory.focal_points.intervals import Interval
from directory.focal_points.shift_generation import MemberShift, gaps

MINUTE = timedelta(minutes=1)


def list_holes(known_until: Mapping[str, datetime | None], days: int) -> dict[str, list[Interval]]:
    """Return, for each desk key, the holes in the next `days` days: times with nobody on duty, in UTC and sorted. Holes
    shorter than a minute are left out. Desks without holes are left out too.

    `known_until` maps each desk key to the time until which shifts are generated. Holes after this time are not looked
    for.
    Runs one SQL statement. Call this only for desks whose rota the viewer may change.
    """
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
