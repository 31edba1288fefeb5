"""Rotations (people who relieve each other in order) in words, and what a new rotation would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from directory import clock, dates
from directory.access.viewer import Viewer
from directory.focal_points.departures import Departure, twice_in_order
from directory.focal_points.duty import departures_from, list_members, plan_of
from directory.focal_points.intervals import Interval
from directory.focal_points.rotas.presenters.duties import Deputies, joined
from directory.focal_points.rotas.presenters.lines import (
    PatternLine,
    RotaContext,
    pattern_line,
    rota_context,
    validity,
)
from directory.focal_points.rotas.presenters.previews import MOST_SHOWN
from directory.focal_points.rotas.presenters.times import IntervalText, span
from directory.focal_points.rotas.service import rotations as service
from directory.focal_points.rotations import RotationPlan
from directory.focal_points.shift_generation import Pattern
from directory.models import DeskRota, FocalPoint
from directory.people.presenters.words import person
from directory.vocabulary import DAY_DIVISIONS, Turn

SHOWN = timedelta(days=14)


@dataclass(frozen=True)
class RotationMember:
    """A person in a rotation. `leaving` says until when the person is on duty and who takes over, or is empty.
    `is_gone` is true if the person no longer staffs the desk."""

    name: str
    leaving: str
    is_gone: bool


@dataclass(frozen=True)
class RotationLine:
    """A rotation in words. `number` is its id."""

    number: int
    members: list[RotationMember]
    people: str
    division: str
    handover: str
    validity: str
    has_deputies: bool
    is_over: bool


@dataclass(frozen=True)
class TwiceInOrder:
    """A successor who will have two places in an order. `words` names the day, the leaver and the successor. `in_a_row`
    is true if the two places follow each other. The last place and the first place follow each other too."""

    account_id: int
    name: str
    words: str
    in_a_row: bool


@dataclass(frozen=True)
class PlannedDuty:
    """One person's duty in words. `deputy` is the name of the deputy, or empty."""

    span: IntervalText
    name: str
    deputy: str


@dataclass(frozen=True)
class RotationPreview:
    """What a new rotation would change, and the changes of the rota that it may end early.

    - `duties`: who is on duty in the first two weeks
    - `patterns`, `rotations`: the parts of the present rota that end
    - `swaps`: the first MOST_SHOWN extra duties, replacements and agreed swaps that end after the begin of the new
      rotation
    - `more_swaps`: the number of further ones, which `swaps` leaves out
    """

    duties: list[PlannedDuty]
    patterns: list[PatternLine]
    rotations: list[RotationLine]
    swaps: list[PlannedDuty]
    more_swaps: int
    has_fixed_shifts: bool


def rotation_lines(held: DeskRota, context: RotaContext) -> list[RotationLine]:
    """Return the rotations of a rota in words. Rotations that have ended come last."""
    found = [rotation_line(plan_of(row), context, row.id) for row in held.rotations]
    return sorted(found, key=lambda line: line.is_over)


def rotation_line(plan: RotationPlan, context: RotaContext, number: int = 0) -> RotationLine:
    """Return a rotation in words."""
    today = clock.now().astimezone(ZoneInfo(context.zones.desk)).date()
    times = ", ".join(map(dates.clock_time, plan.starts))
    return RotationLine(
        number=number,
        members=[
            RotationMember(context.name(one), context.leaving(one, plan.valid_until), context.is_gone(one))
            for one in plan.members
        ],
        people=ngettext("%(num)s person in order", "%(num)s people in order", len(plan.members)),
        division=f"{DAY_DIVISIONS.label(plan.division)} · {times}",
        handover=_handover(plan, context.language),
        validity=validity(plan.valid_from, plan.valid_until, context.language),
        has_deputies=plan.has_deputies,
        is_over=plan.valid_until is not None and plan.valid_until < today,
    )


def happened(line: RotationLine) -> str:
    """Return a sentence that says which rotation was saved."""
    # Some languages end a date with a full stop. The sentence has a full stop of its own.
    said = {"people": line.people, "handover": line.handover, "validity": line.validity.rstrip(".")}
    return str(_("The rota is saved: %(people)s, %(handover)s, %(validity)s.", **said))


def people_twice(
    desk: FocalPoint, members: Sequence[int], valid_until: date | None, language: str
) -> list[TwiceInOrder]:
    """Return the successors who will have two places in an order of `members` once a colleague has left."""
    names = {one.account.id: person(one.account) for one in list_members(desk.key)}
    return [
        TwiceInOrder(one.successor, names[one.successor], _twice(one, names, language), _are_neighbours(members, one))
        for one in twice_in_order(members, valid_until, departures_from(desk))
        if one.successor in names and one.leaver in names
    ]


def _twice(departure: Departure, names: Mapping[int, str], language: str) -> str:
    return str(
        _(
            "After %(day)s one person has two places in this order: %(successor)s, also in place of %(leaver)s.",
            day=dates.long_day(departure.last_day, language),
            successor=names[departure.successor or 0],
            leaver=names[departure.leaver],
        )
    )


def _are_neighbours(members: Sequence[int], departure: Departure) -> bool:
    places = members.index(departure.leaver), members.index(departure.successor or 0)
    return abs(places[0] - places[1]) in (1, len(members) - 1)


def rotation_preview(
    viewer: Viewer, desk: FocalPoint, held: DeskRota, plan: RotationPlan, language: str, *, ends_swaps: bool
) -> RotationPreview:
    """Return what the new rotation `plan` would change in the rota `held`. For a desk without a rota, `held` is a new
    rota that is not stored."""
    context, begins = rota_context(viewer, desk, held, language), service.begin_of(plan, held.zone)
    bounds = max(begins, clock.now()), begins + SHOWN
    after = service.rota_with(desk, held, plan, ends_swaps=ends_swaps)
    shifts, deputies = (
        after.shifts(*bounds),
        Deputies([plan], after.changes, held.zone, context.staff, context.departures),
    )
    duties = [
        _planned(stretch, member, context, deputies.of(member, stretch[0], shifts))
        for stretch, member in joined(shifts, bounds)
    ]
    replaced, swaps = service.list_replaced(held, plan.valid_from), service.list_swaps_after(held, begins)
    return RotationPreview(
        duties=duties,
        patterns=[pattern_line(one, context) for one in replaced if isinstance(one, Pattern)],
        rotations=[rotation_line(one, context) for one in replaced if isinstance(one, RotationPlan)],
        swaps=[_planned((one.starts_at, one.ends_at), one.member, context) for one in swaps[:MOST_SHOWN]],
        more_swaps=max(0, len(swaps) - MOST_SHOWN),
        has_fixed_shifts=plan.has_fixed_shifts,
    )


def _planned(stretch: Interval, member: int | None, context: RotaContext, deputy: int | None = None) -> PlannedDuty:
    return PlannedDuty(span(stretch, context.zones, context.language), context.name(member), context.name(deputy))


def _handover(plan: RotationPlan, language: str) -> str:
    said = {"time": dates.clock_time(plan.starts[0]), "day": dates.weekday_names(language)[plan.handover]}
    if plan.turn is Turn.DAY:
        return str(_("handover each day at %(time)s", time=said["time"]))
    if plan.turn is Turn.WEEK:
        return str(_("handover each week: %(day)s, %(time)s", **said))
    return str(_("handover every two weeks: %(day)s, %(time)s", **said))
