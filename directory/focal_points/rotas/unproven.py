"""Finds people who begin a duty without two proven ways of receiving alarms. An alarm may fail to wake these people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from directory import clock
from directory.alarms.queries import list_proven_until
from directory.focal_points.desk_states import list_shifts
from directory.focal_points.intervals import Interval


@dataclass(frozen=True)
class UnprovenDuty:
    """The first duty of a person (`account`) that begins without two proven ways."""

    account: int
    interval: Interval


def list_unproven(desks: Collection[str], days: int) -> dict[str, list[UnprovenDuty]]:
    """Return, for each desk key, the first unproven duty of each person in the next `days` days, sorted by start. Desks
    without an unproven duty are left out. Runs two SQL statements.

    Call this only for desks whose rota the viewer may read.
    """
    now = clock.now()
    shifts = list_shifts(desks, now, now + timedelta(days=days))
    proven_until = list_proven_until({one.account for duties in shifts.values() for one in duties})
    found: dict[str, list[UnprovenDuty]] = {}
    for desk, duties in shifts.items():
        first: dict[int, Interval] = {}
        for one in duties:
            until = proven_until.get(one.account)
            if until is None or until < max(one.starts_at, now):
                first.setdefault(one.account, (one.starts_at, one.ends_at))
        if first:
            found[desk] = [UnprovenDuty(account, interval) for account, interval in first.items()]
    return found
