"""Writes a rotation: a rota made from people in order. From its first day on, the rotation replaces the desk's rota."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.errors import InvalidInput
from directory.focal_points.duty import as_rota, assemble, change_of, get_rota, pattern_of, plan_of
from directory.focal_points.rotas.service.patterns import (
    NO_ROTA,
    apply_decision,
    check_member,
    described,
    open_rota,
    set_zone,
)
from directory.focal_points.rotations import RotationPlan
from directory.focal_points.shift_generation import PUTS_ON_DUTY, Pattern, Rota, ShiftChange, instant
from directory.models import DeskRota, FocalPoint, Rotation

MOST_PEOPLE = 20
# Each rotation is converted to many weekly patterns. With 365 rotations, every decision took a second of processor
# time.
MOST_ROTATIONS = 12
Part = TypeVar("Part", Pattern, RotationPlan)


def make_rotation(
    viewer: Viewer, desk: FocalPoint, plan: RotationPlan, zone: str, version: int, *, ends_swaps: bool
) -> None:
    """Add a rotation: people take duty one after another. From its first day on, the rotation replaces the patterns and
    other rotations of the desk.

    If the desk has no rota, begin one in `zone`. If `ends_swaps` is true, all changes that put somebody on duty end
    when the rotation begins. Absences stay, and so do swaps that await an answer.

    Raises errors as `open_rota` does. Raises InvalidInput if a person does not staff the desk, if the rotation has no
    people or more than MOST_PEOPLE, if two parts of the day begin at the same time, or if the rota would have more than
    MOST_ROTATIONS rotations.
    """
    if version == NO_ROTA:
        set_zone(viewer, desk, zone, NO_ROTA)
        started = get_rota(desk.key)
        version = started.version if started else NO_ROTA
    held = open_rota(viewer, desk, version)
    _check(desk, plan)
    before = [described(one) for one in list_replaced(held, plan.valid_from)]
    _end_parts(held, plan.valid_from)
    if ends_swaps:
        begins = begin_of(plan, held.zone)
        before += [described(one) for one in list_swaps_after(held, begins)]
        _end_swaps(held, begins)
    if len(held.rotations) >= MOST_ROTATIONS:
        raise InvalidInput(
            _l("A rota has at most %(most)s lists of people in order: remove one first.", most=MOST_ROTATIONS)
        )
    held.rotations.append(_row_of(plan))
    apply_decision(viewer, desk, held, "rotation", before, described(plan))


def remove_rotation(viewer: Viewer, desk: FocalPoint, row: Rotation, version: int) -> None:
    """Remove a rotation; past shifts stay. Raises errors as `open_rota` does."""
    held = open_rota(viewer, desk, version)
    before = described(plan_of(row))
    held.rotations.remove(row)
    apply_decision(viewer, desk, held, "rotation", before)


def rota_with(desk: FocalPoint, held: DeskRota, plan: RotationPlan, *, ends_swaps: bool) -> Rota:
    """Return the rota of a desk as `make_rotation` would leave it. Nothing is written."""
    begins, changes = begin_of(plan, held.zone), as_rota(desk, held).changes
    return assemble(
        desk,
        held.zone,
        _ended(map(pattern_of, held.patterns), plan.valid_from),
        [*_ended(map(plan_of, held.rotations), plan.valid_from), plan],
        [one for change in changes if (one := _cut(change, begins) if ends_swaps else change)],
    )


def begin_of(plan: RotationPlan, zone: str) -> datetime:
    """Return the instant at which the first duty of the rotation begins."""
    return instant(plan.valid_from, plan.starts[0], ZoneInfo(zone))


def list_replaced(held: DeskRota, first: date) -> list[Pattern | RotationPlan]:
    """Return the patterns and rotations that are in force on the day `first` or later. A new rotation that begins on
    this day replaces them."""
    parts: list[Pattern | RotationPlan] = [*map(pattern_of, held.patterns), *map(plan_of, held.rotations)]
    return [one for one in parts if one.valid_until is None or one.valid_until >= first]


def list_swaps_after(held: DeskRota, at: datetime) -> list[ShiftChange]:
    """Return the extra duties, replacements and agreed swaps that end after an instant, sorted by start."""
    changes = (change_of(row) for row in held.changes if row.agreed_at is not None)
    later = (one for one in changes if one.kind in PUTS_ON_DUTY and one.ends_at > at)
    return sorted(later, key=lambda one: one.starts_at)


def words_for_number() -> Any:
    """Return the message that states the least and the greatest number of people in a rotation."""
    return _l("Give a place to at least one person and to at most %(most)s.", most=MOST_PEOPLE)


def _check(desk: FocalPoint, plan: RotationPlan) -> None:
    if not 1 <= len(plan.members) <= MOST_PEOPLE:
        raise InvalidInput(words_for_number())
    for member in plan.members:
        check_member(desk, member)
    if len(set(plan.starts)) < len(plan.starts):
        raise InvalidInput(_l("Write a different time for each shift."))


def _end_parts(held: DeskRota, first: date) -> None:
    """End all patterns and rotations on the day before `first`, unless they end earlier. Remove patterns and rotations
    that begin on `first` or later, and rotations that ended before yesterday."""
    last, today = first - timedelta(days=1), clock.now().astimezone(ZoneInfo(held.zone)).date()
    for pattern in held.patterns[:]:
        if pattern.valid_from > last:
            held.patterns.remove(pattern)
        else:
            pattern.valid_until = min(last, pattern.valid_until or last)
    for rotation in held.rotations[:]:
        rotation.valid_until = min(last, rotation.valid_until or last)
        if rotation.valid_from > last or rotation.valid_until < today - timedelta(days=1):
            held.rotations.remove(rotation)


def _end_swaps(held: DeskRota, at: datetime) -> None:
    for row in held.changes[:]:
        cut = _cut(change_of(row), at) if row.agreed_at is not None else change_of(row)
        if cut is None:
            held.changes.remove(row)
        else:
            row.ends_at = cut.ends_at


def _ended(parts: Iterable[Part], first: date) -> list[Part]:
    last = first - timedelta(days=1)
    return [replace(one, valid_until=min(last, one.valid_until or last)) for one in parts if one.valid_from <= last]


def _cut(change: ShiftChange, at: datetime) -> ShiftChange | None:
    if change.kind not in PUTS_ON_DUTY or change.ends_at <= at:
        return change
    return replace(change, ends_at=at) if change.starts_at < at else None


def _row_of(plan: RotationPlan) -> Rotation:
    return Rotation(
        members=tuple(map(str, plan.members)),
        division=plan.division,
        starts=tuple(f"{at:%H:%M}" for at in plan.starts),
        office_days=tuple(map(str, sorted(plan.office_days))),
        turn=plan.turn,
        handover=plan.handover,
        valid_from=plan.valid_from,
        valid_until=plan.valid_until,
        has_deputies=plan.has_deputies,
    )
