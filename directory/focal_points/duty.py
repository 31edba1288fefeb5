"""Generates the shifts of desks from their rotas, and reads who is on duty.

Only the present staff of a desk is on duty. If a person leaves or an account ends, the person's shifts stop counting at
once. A person who leaves by a handover is on duty until the last day is over.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import selectinload

from directory.extensions import db
from directory.focal_points.departures import (
    Departure,
    after_departures,
    list_departures,
    members_at,
    staffing,
)
from directory.focal_points.rotations import RotationPlan
from directory.focal_points.shift_generation import DAY, Pattern, Rota, ShiftChange
from directory.models import (
    Account,
    DeskMember,
    DeskRota,
    FocalPoint,
    Holiday,
    RotaChange,
    Rotation,
    Shift,
    ShiftPattern,
)
from directory.vocabulary import DESK_ROLES, ENDED_STATUSES, DayDivision, RotaChangeKind, Turn

GENERATED_AHEAD = timedelta(days=60)
_WHOLE = (selectinload(DeskRota.patterns), selectinload(DeskRota.rotations), selectinload(DeskRota.changes))


@dataclass(frozen=True)
class Member:
    """A person who staffs a desk. `desk_role` is a code of DESK_ROLES."""

    account: Account
    desk_role: str


def get_rota(desk: str) -> DeskRota | None:
    """Return the rota of a desk with its patterns, rotations and changes, or None if the desk has no rota.

    Callers that show the rota check that the viewer may read it.
    """
    return db.session.get(DeskRota, desk, options=_WHOLE)


def list_members(desk: str) -> list[Member]:
    """Return the active people who staff a desk, sorted by desk role, then by name.

    Callers that name these people check that the viewer may read the rota.
    """
    query = select(Account, DeskMember.desk_role).join(DeskMember, DeskMember.account_id == Account.id)
    rows = db.session.execute(query.where(DeskMember.focal_point_key == desk, Account.active)).all()
    members = [Member(account, role) for account, role in rows]
    return sorted(members, key=lambda one: (DESK_ROLES.position(one.desk_role), one.account.name, one.account.id))


def list_counted_members(desk: FocalPoint) -> frozenset[int]:
    """Return the account ids of the active staff of a desk, or an empty set if the desk has ended."""
    return frozenset() if desk.status in ENDED_STATUSES else frozenset(one.account.id for one in list_members(desk.key))


def departures_from(desk: FocalPoint) -> list[Departure]:
    """Return the people who leave a desk by a handover, sorted by last day. Callers that name these people check that
    the viewer may read the rota."""
    return list_departures({desk.key: list_counted_members(desk)})[desk.key]


def is_active_staff(account_id: object, desk: object) -> ColumnElement[bool]:
    """Return the SQL condition that an account is active and staffs a desk. Both arguments may be columns."""
    is_member = and_(DeskMember.account_id == account_id, DeskMember.focal_point_key == desk)
    return exists().where(is_member, Account.id == DeskMember.account_id, Account.active)


def holidays_of(desk: FocalPoint) -> frozenset[date]:
    """Return the days off in the State of a desk: the public holidays that a coordinator has confirmed as days off."""
    own = Holiday.jurisdiction_key == desk.authority.jurisdiction_key
    days = select(Holiday.day).where(own, Holiday.is_off, Holiday.confirmed_at.is_not(None))
    return frozenset(db.session.scalars(days))


def pattern_of(row: ShiftPattern) -> Pattern:
    """Return the pattern that a row stores."""
    return Pattern(
        member=row.account_id,
        weekdays=frozenset(int(day) for day in row.weekdays),
        starts=row.starts,
        ends=row.ends,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        every_weeks=row.every_weeks,
        on_holidays=row.on_holidays,
    )


def plan_of(row: Rotation) -> RotationPlan:
    """Return the rotation that a row stores."""
    return RotationPlan(
        members=tuple(map(int, row.members)),
        division=DayDivision(row.division),
        starts=tuple(map(time.fromisoformat, row.starts)),
        turn=Turn(row.turn),
        handover=row.handover,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        office_days=frozenset(map(int, row.office_days)),
        has_deputies=row.has_deputies,
    )


def change_of(row: RotaChange) -> ShiftChange:
    """Return the change that a row stores."""
    kind = RotaChangeKind(row.kind)
    return ShiftChange(kind, row.starts_at, row.ends_at, row.account_id, row.asked_by_id)


def as_rota(
    desk: FocalPoint, held: DeskRota, *, without: Collection[ShiftPattern | Rotation | RotaChange] = frozenset()
) -> Rota:
    """Return the stored rota of a desk as plain values. Left out are the rows in `without`, swaps to which nobody has
    agreed, and the duty of people who are not in `list_counted_members`."""
    return assemble(
        desk,
        held.zone,
        [pattern_of(row) for row in held.patterns if row not in without],
        [plan_of(row) for row in held.rotations if row not in without],
        [change_of(row) for row in held.changes if row not in without and row.agreed_at is not None],
    )


def assemble(
    desk: FocalPoint,
    zone: str,
    patterns: Iterable[Pattern],
    plans: Iterable[RotationPlan],
    changes: Iterable[ShiftChange],
) -> Rota:
    """Return a desk's rota, made of patterns, rotations (`plans`) and changes. The duty of people who are not in
    `list_counted_members` is left out, and so is the duty of leavers after their last day, unless it passes to a
    successor."""
    members, holidays = list_counted_members(desk), holidays_of(desk)
    departures = list_departures({desk.key: members})[desk.key]
    weekly = [*patterns, *(pattern for plan in plans for pattern in plan.patterns())]
    weekly, kept = after_departures(weekly, changes, departures, zone, holidays)
    return Rota(
        zone=zone,
        patterns=[one for one in weekly if one.member in members],
        changes=[one for one in kept if one.member in {None, *members}],
        holidays=holidays,
    )


def generate_shifts(desk: FocalPoint, held: DeskRota, now: datetime) -> frozenset[int]:
    """Write the shifts of a desk from now until GENERATED_AHEAD from now. Past shifts stay as they are.

    Return the account ids of the members whose duty differs from the shifts that an earlier call generated.
    """
    known, held.laid_out_until = held.laid_out_until or now, now + GENERATED_AHEAD
    held.laid_out_for = staffing(list_counted_members(desk), departures_from(desk))
    wanted, changed = Counter(_pieces(as_rota(desk, held), now, held.laid_out_until)), set()
    for row in db.session.scalars(select(Shift).where(Shift.focal_point_key == desk.key, Shift.ends_at > now)):
        piece = (row.account_id, max(row.starts_at, now), row.ends_at)
        if wanted[piece]:
            wanted[piece] -= 1
            continue
        changed.add(row.account_id)
        if row.starts_at < now:
            row.ends_at = now
        else:
            db.session.delete(row)
    for member, begin, end in wanted.elements():
        db.session.add(Shift(focal_point_key=desk.key, account_id=member, starts_at=begin, ends_at=end))
    return frozenset(changed | {member for member, begin, _end in wanted.elements() if begin < known})


def _pieces(planned: Rota, now: datetime, until: datetime) -> Iterator[tuple[int, datetime, datetime]]:
    for shift in planned.shifts(now, until):
        begin = shift.starts_at
        while begin < shift.ends_at:
            end = min(shift.ends_at, begin + DAY)
            if end > now:
                yield shift.member, max(begin, now), end
            begin = end


def list_deputies(
    on_duty: Mapping[str, Sequence[int]], staff: Mapping[str, Collection[int]], at: datetime
) -> Mapping[str, Sequence[int]]:
    """Return, for each desk key, the account ids of the deputies of the people on duty at an instant.

    `on_duty` and `staff` (the active staff of each desk) contain account ids. Runs one SQL statement, a second if a
    rotation names deputies, or none if nobody is on duty. Callers that show the deputies check that the viewer may read
    the rota.
    """
    if not on_duty:
        return {}
    absent = and_(
        RotaChange.focal_point_key == Rotation.focal_point_key,
        RotaChange.kind == RotaChangeKind.ABSENCE,
        RotaChange.starts_at <= at,
        RotaChange.ends_at > at,
    )
    query = select(Rotation, DeskRota.zone, RotaChange.account_id).outerjoin(RotaChange, absent)
    query = query.join(DeskRota, DeskRota.focal_point_key == Rotation.focal_point_key)
    mine = (Rotation.focal_point_key.in_(sorted(on_duty)), Rotation.has_deputies)
    orders: dict[Rotation, tuple[str, set[int | None]]] = {}
    for row, zone, absentee in db.session.execute(query.where(*mine).order_by(Rotation.id)):
        orders.setdefault(row, (zone, set(on_duty[row.focal_point_key])))[1].add(absentee)
    departures = list_departures({row.focal_point_key: staff.get(row.focal_point_key, ()) for row in orders})
    found: dict[str, list[int]] = {}
    for row, (zone, away) in orders.items():
        desk = row.focal_point_key
        plan = members_at(plan_of(row), staff.get(desk, ()), departures[desk], at, zone)
        deputies = (plan.deputy_of(member, away) for member in on_duty[row.focal_point_key])
        if plan.holds_at(at, zone):
            found.setdefault(desk, []).extend(one for one in deputies if one is not None)
    return found


def list_on_duty(desks: Collection[str], at: datetime) -> Mapping[str, Sequence[Shift]]:
    """Return, for each desk key, the shifts that include this instant, sorted by start. Desks without anybody on duty
    are left out, and so are the shifts of people who no longer staff the desk.

    Callers that show the shifts check that the viewer may read the rota.
    """
    holds = (Shift.starts_at >= at - DAY, Shift.starts_at <= at, Shift.ends_at > at)
    found: dict[str, list[Shift]] = {}
    query = select(Shift).where(*holds, Shift.focal_point_key.in_(sorted(desks)))
    query = query.where(is_active_staff(Shift.account_id, Shift.focal_point_key)).order_by(Shift.starts_at, Shift.id)
    for shift in db.session.scalars(query) if desks else ():
        found.setdefault(shift.focal_point_key, []).append(shift)
    return found
