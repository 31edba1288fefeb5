"""A week of a rota, day by day: the people on duty with their times, and the times without anybody on duty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from directory import clock
from directory.access.facts import Text
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.focal_points.duty import change_of, get_rota, list_members, plan_of
from directory.focal_points.intervals import Interval
from directory.focal_points.rotas import queries
from directory.focal_points.rotas.holes import list_holes
from directory.focal_points.rotas.presenters import lines, rotations
from directory.focal_points.rotas.presenters.desk import name_of_desk, note_names
from directory.focal_points.rotas.presenters.duties import Deputies, joined
from directory.focal_points.rotas.presenters.holidays import names_on, state_of_holidays, year_to_confirm
from directory.focal_points.rotas.presenters.previews import MOST_SHOWN, DutyText
from directory.focal_points.rotas.presenters.times import (
    IntervalText,
    RotaZones,
    bounds_of_day,
    clipped,
    day_name,
    span,
    span_of_day,
    week_name,
)
from directory.focal_points.rotas.unproven import list_unproven
from directory.focal_points.shift_generation import DAY, MemberShift, gaps
from directory.models import Account, DeskRota, FocalPoint
from directory.people.presenters.words import ActConfirmation, person

DAYS_OF_HOLES = 28
MOST_BACK = timedelta(days=366)


@dataclass(frozen=True)
class OnDuty:
    """One member's duty on one day. `is_own` is true if the reader is the member, `is_now` if the duty goes on now.
    `deputy` is the name of the deputy, or empty."""

    span: IntervalText
    name: str
    deputy: str
    is_own: bool
    is_now: bool


@dataclass(frozen=True)
class RotaDay:
    """One day of a week. `iso` is the day in ISO 8601."""

    iso: str
    name: str
    is_today: bool
    # The name of a confirmed holiday.
    holiday: Text | None
    on_duty: list[OnDuty]
    # Future intervals in which nobody is on duty, up to the end of the generated shifts.
    gaps: list[IntervalText]


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday. `before` and `after` are the Mondays of the previous and next week, in ISO 8601."""

    name: str
    days: list[RotaDay]
    before: str
    # Empty if no shifts are generated for the next week.
    after: str


@dataclass(frozen=True)
class Hole:
    """A time without anybody on duty. A link passes `starts` and `ends`, in the desk's time, to the form that adds a
    change."""

    span: IntervalText
    starts: str
    ends: str


@dataclass(frozen=True)
class RotaDetails:
    """The rota of a desk: one week, rotations, patterns, changes and swaps.

    For a reader who may not change the rota, `holes` and `unproven` are empty. `holes` are the first MOST_SHOWN holes
    in the next DAYS_OF_HOLES days. `more_holes` is the number of the other holes in these days. `unproven` are the
    people who begin a duty in these days without two proven ways of receiving alarms, each with the first such duty.
    """

    zones: RotaZones
    week: Week
    holes: list[Hole]
    more_holes: int
    unproven: list[DutyText]
    rotations: list[rotations.RotationLine]
    patterns: list[lines.PatternLine]
    changes: list[lines.ShiftChangeLine]
    swaps: list[lines.SwapLine]


@dataclass(frozen=True)
class RotaPage:
    """The staff of a desk, and the desk's rota, if any."""

    key: str
    name: Text
    members: list[lines.DeskMemberLine]
    rota: RotaDetails | None
    # Whether the reader may change the rota.
    keeps: bool
    # Whether the reader staffs the desk.
    staffs: bool
    # The State whose holidays the reader may confirm, or empty.
    holidays: str
    # The year whose holidays await confirmation.
    year_to_confirm: int | None
    # What the reader has just saved.
    done: ActConfirmation | None
    # The State to which the reader may invite people for this desk, or None if the reader may not invite.
    inviting: str | None


def page(viewer: Viewer, desk: FocalPoint, asked: date | None, language: str, done: str = "") -> RotaPage:
    """Return the page of a desk's rota. Logs that the viewer was shown the names of the staff.

    The page shows the week of the day `asked`, or this week. A day out of range is replaced by the nearest possible
    day. If `done` is "order" or "change" and the viewer may change the rota, the page confirms that the newest rotation
    or the newest change was saved.
    """
    held, members = get_rota(desk.key), list_members(desk.key)
    keeps = may(viewer, Action.KEEP_ROTA, desk.place())
    if held or members:
        note_names(viewer, desk)
    rota = _kept(viewer, desk, held, asked, language, keeps=keeps) if held else None
    return RotaPage(
        key=desk.key,
        name=name_of_desk(viewer, desk, language),
        members=[lines.member_line(one) for one in members],
        rota=rota,
        keeps=keeps,
        staffs=viewer.account_id in {one.account.id for one in members},
        holidays=state_of_holidays(viewer, desk),
        year_to_confirm=year_to_confirm(viewer, desk),
        done=_saved(rota, done) if rota and keeps else None,
        inviting=desk.authority.jurisdiction_key if may(viewer, Action.INVITE, desk.place()) else None,
    )


def _saved(rota: RotaDetails, done: str) -> ActConfirmation | None:
    if done == "order" and rota.rotations:
        return ActConfirmation(rotations.happened(max(rota.rotations, key=lambda line: line.number)))
    if done == "change" and rota.changes:
        return ActConfirmation(lines.happened(max(rota.changes, key=lambda line: line.number)))
    return None


def _kept(
    viewer: Viewer, desk: FocalPoint, held: DeskRota, asked: date | None, language: str, *, keeps: bool
) -> RotaDetails:
    context = lines.rota_context(viewer, desk, held, language)
    found = list_holes({desk.key: held.laid_out_until}, DAYS_OF_HOLES) if keeps else {}
    holes = found.get(desk.key, [])
    unproven = list_unproven([desk.key], DAYS_OF_HOLES).get(desk.key, []) if keeps else []
    return RotaDetails(
        zones=context.zones,
        week=_week(desk, held, context, asked),
        holes=[_hole(one, context) for one in holes[:MOST_SHOWN]],
        more_holes=max(0, len(holes) - MOST_SHOWN),
        unproven=[DutyText(span(one.interval, context.zones, language), context.name(one.account)) for one in unproven],
        rotations=rotations.rotation_lines(held, context),
        patterns=lines.pattern_lines(held, context),
        changes=lines.change_lines(held, context),
        swaps=lines.swap_lines(desk, held, context),
    )


@dataclass(frozen=True)
class _Sheet:
    shifts: Sequence[MemberShift]
    people: Mapping[int, Account]
    deputies: Deputies
    holidays: Mapping[date, Text]
    zones: RotaZones
    viewer: Viewer
    now: datetime
    # No shifts are generated after this instant, so empty time after it is not a gap.
    end: datetime
    language: str


def _week(desk: FocalPoint, held: DeskRota, context: lines.RotaContext, asked: date | None) -> Week:
    now, zones, language = clock.now(), context.zones, context.language
    end = held.laid_out_until or now
    today, last = (at.astimezone(ZoneInfo(zones.desk)).date() for at in (now, end))
    chosen = min(max(asked or today, today - MOST_BACK), last)
    first = chosen - timedelta(days=chosen.weekday())
    days = [first + number * DAY for number in range(7)]
    whole = bounds_of_day(first, zones.desk)[0], bounds_of_day(days[-1], zones.desk)[1]
    rows = queries.list_shifts(desk.key, *whole, now)
    sheet = _Sheet(
        [MemberShift(row.starts_at, row.ends_at, row.account_id) for row in rows],
        {**context.people, **queries.accounts_of({row.account_id for row in rows} - context.people.keys())},
        Deputies(
            map(plan_of, held.rotations), map(change_of, held.changes), zones.desk, context.staff, context.departures
        ),
        names_on(desk, days, language),
        zones,
        context.viewer,
        now,
        end,
        language,
    )
    after = first + 7 * DAY
    made = [_day(day, sheet, is_today=day == today) for day in days]
    return Week(week_name(first, language), made, (first - 7 * DAY).isoformat(), after.isoformat() * (after <= last))


def _day(day: date, sheet: _Sheet, *, is_today: bool) -> RotaDay:
    bounds = bounds_of_day(day, sheet.zones.desk)
    known = clipped(bounds, (sheet.now, sheet.end))
    free = [gap for stretch in known for gap in gaps(sheet.shifts, *stretch)]
    return RotaDay(
        day.isoformat(),
        day_name(day, sheet.language),
        is_today,
        sheet.holidays.get(day),
        [_on_duty(stretch, member, day, sheet) for stretch, member in joined(sheet.shifts, bounds)],
        [span_of_day(gap, day, sheet.zones, sheet.language) for gap in free],
    )


def _on_duty(stretch: Interval, member: int, day: date, sheet: _Sheet) -> OnDuty:
    deputy = sheet.deputies.of(member, stretch[0], sheet.shifts)
    return OnDuty(
        span_of_day(stretch, day, sheet.zones, sheet.language),
        person(sheet.people.get(member)),
        "" if deputy is None else person(sheet.people.get(deputy)),
        member == sheet.viewer.account_id,
        stretch[0] <= sheet.now < stretch[1],
    )


def _hole(hole: Interval, context: lines.RotaContext) -> Hole:
    starts, ends = (f"{at.astimezone(ZoneInfo(context.zones.desk)):%Y-%m-%dT%H:%M}" for at in hole)
    return Hole(span(hole, context.zones, context.language), starts, ends)
