"""Who is on duty in a period, and who is the deputy. A member's adjoining shifts are joined."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from directory.focal_points.departures import Departure, members_at
from directory.focal_points.intervals import Interval
from directory.focal_points.rotations import RotationPlan
from directory.focal_points.shift_generation import MemberShift, ShiftChange, gaps
from directory.vocabulary import RotaChangeKind


class Deputies:
    """Finds the deputy of a person on duty: the next person in the rotation who staffs the desk then and is neither on
    duty nor absent."""

    def __init__(
        self,
        plans: Iterable[RotationPlan],
        changes: Iterable[ShiftChange],
        zone: str,
        staff: Collection[int],
        departures: Sequence[Departure],
    ) -> None:
        self._staff, self._departures = staff, departures
        self._plans = [plan for plan in plans if plan.has_deputies]
        self._absences = [one for one in changes if one.kind is RotaChangeKind.ABSENCE]
        self._zone = zone

    def of(self, member: int, at: datetime, shifts: Iterable[MemberShift]) -> int | None:
        """Return the account id of the deputy of a member who is on duty at an instant, or None."""
        holding = [
            members_at(plan, self._staff, self._departures, at, self._zone)
            for plan in self._plans
            if plan.holds_at(at, self._zone)
        ]
        if not holding:
            return None
        away = {one.member for one in shifts if one.starts_at <= at < one.ends_at}
        away |= {one.member for one in self._absences if one.member and one.starts_at <= at < one.ends_at}
        return next((one for plan in holding if (one := plan.deputy_of(member, away)) is not None), None)


def joined(shifts: Sequence[MemberShift], bounds: Interval) -> list[tuple[Interval, int]]:
    """Return the duty of all members within bounds, sorted by start, as pairs of interval and account id.

    A member's adjoining or overlapping shifts are joined.
    """
    found: list[tuple[Interval, int]] = []
    for member in dict.fromkeys(shift.member for shift in shifts):
        own = [shift for shift in shifts if shift.member == member]
        free = gaps(own, *bounds)
        covers = [MemberShift(begin, end, member) for begin, end in free]
        found += [(stretch, member) for stretch in gaps(covers, *bounds)]
    return sorted(found)
