"""People who leave a desk by a handover, and what happens to their duty after their last day.

The duty of a leaver passes to the successor if the handover says so and the successor staffs the desk. Otherwise nobody
has it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from directory.extensions import db
from directory.focal_points.rotations import RotationPlan
from directory.focal_points.shift_generation import DAY, NOBODY, Pattern, ShiftChange, instant, occurrences
from directory.models import Handover
from directory.vocabulary import RotaChangeKind

WEEK = 7 * DAY


@dataclass(frozen=True)
class Departure:
    """A person who leaves a desk. `leaver` and `successor` are account ids; without a successor nobody has the duty."""

    leaver: int
    last_day: date
    successor: int | None = None

    def ends_at(self, zone: str) -> datetime:
        """Return the instant from which the leaver has no duty: when the last day is over on the desk's clock or, if
        this is earlier, in UTC, since access ends then."""
        following = self.last_day + DAY
        return min(instant(following, time(), ZoneInfo(zone)), datetime.combine(following, time(), UTC))


def list_departures(staff: Mapping[str, Collection[int]]) -> dict[str, list[Departure]]:
    """Return the departures from each desk key, sorted by last day. `staff` maps each desk key to the account ids of
    its active staff. After a handover has ended, its departure counts only if the duty passed to a successor. Runs one
    SQL statement, or none without desks."""
    counts = or_(Handover.ended_at.is_(None), Handover.passes_shifts)
    query = select(Handover).where(Handover.stopped_at.is_(None), counts).order_by(Handover.id)
    newest = {row.leaver_id: row for row in (db.session.scalars(query) if staff else ())}
    rows = sorted(newest.values(), key=lambda row: (row.ends_on, row.id))
    return {desk: list(_of_desk(desk, own, rows)) for desk, own in staff.items()}


def _of_desk(desk: str, staff: Collection[int], rows: Sequence[Handover]) -> Iterator[Departure]:
    last_days = {row.leaver_id: row.ends_on for row in rows if row.ended_at is None}
    for row in rows:
        passes = row.passes_shifts and desk in row.desks and row.successor_id in staff
        # A successor who leaves first takes nothing over.
        stays = row.successor_id not in last_days or last_days[row.successor_id] > row.ends_on
        # A person whose access was given back after the handover has their own duty again.
        if row.ended_at is None if row.leaver_id in staff else passes:
            yield Departure(row.leaver_id, row.ends_on, row.successor_id if passes and stays else None)


def staffing(staff: Iterable[int], departures: Iterable[Departure]) -> tuple[str, ...]:
    """Return the staff of a desk and the departures as texts. If they differ from the texts for which shifts were
    generated, the shifts must be generated again."""
    leaving = (f"{one.leaver} {one.last_day} {one.successor or ''}" for one in departures)
    return (*map(str, sorted(staff)), *leaving)


def after_departures(
    patterns: Iterable[Pattern],
    changes: Iterable[ShiftChange],
    departures: Iterable[Departure],
    zone: str,
    holidays: Collection[date],
) -> tuple[list[Pattern], list[ShiftChange]]:
    """Return patterns and changes in which each leaver has no duty after the last day. A successor has this duty
    instead."""
    found, changed = list(patterns), list(changes)
    for one in departures:
        own = [pattern for pattern in found if pattern.member == one.leaver]
        others = [pattern for pattern in found if pattern.member != one.leaver]
        found = [*others, *(part for pattern in own for part in _parts(pattern, one))]
        changed = [
            *_rest_of_shifts(own, one, zone, holidays),
            *(part for change in changed for part in _parts_of_change(change, one, zone)),
            _end_of_duty(one, zone),
        ]
    return found, changed


def members_at(
    plan: RotationPlan, staff: Collection[int], departures: Iterable[Departure], at: datetime, zone: str
) -> RotationPlan:
    """Return the rotation with the people who are in its order at an instant: only active staff, and a successor in the
    place of a leaver."""
    members = list(plan.members)
    for one in departures:
        if one.ends_at(zone) <= at:
            members = [one.successor or NOBODY if member == one.leaver else member for member in members]
    return replace(plan, members=tuple(member for member in members if member in staff))


def twice_in_order(
    members: Collection[int], valid_until: date | None, departures: Iterable[Departure]
) -> list[Departure]:
    """Return the departures after which the successor has two places in the order `members`: the successor's own place,
    and the place of the leaver. `valid_until` is the last day of the order, or None."""
    return [
        one
        for one in departures
        if {one.leaver, one.successor} <= set(members) and (valid_until is None or valid_until > one.last_day)
    ]


def _parts(pattern: Pattern, departure: Departure) -> Iterator[Pattern]:
    last, following = departure.last_day, departure.last_day + DAY
    if pattern.valid_from <= last:
        yield replace(pattern, valid_until=min(last, pattern.valid_until or last))
    if departure.successor is not None and not (pattern.valid_until and pattern.valid_until < following):
        yield replace(pattern, member=departure.successor, valid_from=_first_day(pattern, following))


def _first_day(pattern: Pattern, following: date) -> date:
    """Return a new first day for a pattern, not before `following`. From this day on, the pattern falls on the same
    days as before."""
    if pattern.valid_from >= following:
        return pattern.valid_from
    week = following - following.weekday() * DAY
    first_week = pattern.valid_from - pattern.valid_from.weekday() * DAY
    weeks_to_wait = -((week - first_week) // WEEK) % pattern.every_weeks
    return week + weeks_to_wait * WEEK if weeks_to_wait else following


def _rest_of_shifts(
    patterns: Iterable[Pattern], departure: Departure, zone: str, holidays: Collection[date]
) -> Iterator[ShiftChange]:
    """Yield an extra duty of the successor for each shift of the leaver that goes on after the leaver's end
    (`ends_at`). The extra duty is the remaining part of the shift."""
    if departure.successor is None:
        return
    ends_at, last = departure.ends_at(zone), departure.last_day
    for pattern in patterns:
        for shift in occurrences(pattern, holidays, ZoneInfo(zone), last - DAY, last):
            if shift.ends_at > ends_at:
                begins = max(ends_at, shift.starts_at)
                yield ShiftChange(RotaChangeKind.EXTRA, begins, shift.ends_at, departure.successor)


def _end_of_duty(departure: Departure, zone: str) -> ShiftChange:
    # A shift that begins on the last day ends within two days.
    ends_at = departure.ends_at(zone)
    return ShiftChange(RotaChangeKind.ABSENCE, ends_at, ends_at + 2 * DAY, departure.leaver)


def _parts_of_change(change: ShiftChange, departure: Departure, zone: str) -> Iterator[ShiftChange]:
    ends_at, leaver, successor = departure.ends_at(zone), departure.leaver, departure.successor
    if leaver not in (change.member, change.instead_of) or change.ends_at <= ends_at:
        yield change
        return
    if change.starts_at < ends_at:
        yield replace(change, ends_at=ends_at)
    later = replace(change, starts_at=max(change.starts_at, ends_at))
    if change.instead_of == leaver:
        yield replace(later, instead_of=successor or leaver)
    elif successor is not None and change.kind is not RotaChangeKind.ABSENCE:
        yield replace(later, member=successor)
