"""Lines of text for the members, patterns, changes and swaps of a rota."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from directory import clock, dates
from directory.access.viewer import Viewer
from directory.focal_points.departures import Departure
from directory.focal_points.duty import Member, departures_from, list_members, pattern_of
from directory.focal_points.rotas import queries
from directory.focal_points.rotas.presenters.times import IntervalText, RotaZones, between, span, weekdays
from directory.focal_points.rotas.service.swaps import CHANGED_SINCE, can_be_agreed_to
from directory.focal_points.shift_generation import Pattern
from directory.models import Account, DeskRota, FocalPoint, RotaChange
from directory.people.presenters.words import person
from directory.sentences import labelled, listed
from directory.vocabulary import DESK_ROLES, ROTA_CHANGE_KINDS

EVERY_DAY = 7


@dataclass(frozen=True)
class RotaContext:
    """The data that all lines of a rota need, for one viewer and language. `people` maps account id to account."""

    people: Mapping[int, Account]
    # The account ids of the present staff.
    staff: frozenset[int]
    # People who leave the desk by a handover.
    departures: Sequence[Departure]
    zones: RotaZones
    viewer: Viewer
    language: str

    def name(self, number: int | None) -> str:
        """Return the name of the person with this account id, or an empty string for None."""
        return "" if number is None else person(self.people.get(number))

    def leaving(self, number: int, until: date | None = None) -> str:
        """Return until when a person is on the rota and who takes over, in words. Return an empty string if the person
        stays. If `until` is given, it is the last day of the person's part of the rota: return an empty string also if
        this part ends before the person leaves."""
        found = next((one for one in self.departures if one.leaver == number), None)
        if found is None or (until is not None and until <= found.last_day):
            return ""
        return departure_text(found, self.name(found.successor), self.language)

    def is_gone(self, number: int | None) -> bool:
        """Return whether a person no longer staffs the desk, so that their part of the rota has no effect."""
        return number is not None and number not in {*self.staff, *(one.leaver for one in self.departures)}


@dataclass(frozen=True)
class DeskMemberLine:
    """A person who staffs a desk, with the role at the desk in words."""

    name: str
    role: str


@dataclass(frozen=True)
class PatternLine:
    """A weekly pattern in words. `number` is its id."""

    number: int
    name: str
    days: str
    times: str
    validity: str
    # Until when the member is on duty and who takes over, or empty.
    leaving: str
    # Whether the member has left, so that the pattern has no effect.
    is_gone: bool
    # Whether the pattern's last day has passed.
    is_over: bool


@dataclass(frozen=True)
class ShiftChangeLine:
    """A change that has not ended, in words. `number` is its id."""

    number: int
    kind: str
    # The member whom the change names, or empty.
    name: str
    # The member whose duty a swap takes over, else empty.
    instead_of: str
    span: IntervalText
    is_from_file: bool
    # Whether the member in `name` has left, so that the change has no effect.
    is_gone: bool


@dataclass(frozen=True)
class SwapLine:
    """A swap in words. `number` is its id."""

    number: int
    asker: str
    colleague: str
    span: IntervalText
    # Whether the reader is the colleague who must answer.
    is_asked: bool
    # Whether the reader is the asker.
    asks: bool
    # Why the colleague can no longer agree, or empty.
    fault: str


def departure_text(departure: Departure, successor: str, language: str) -> str:
    """Return until when a leaver is on the rota and who takes over, in words. `successor` is the name of the successor,
    empty if there is none."""
    day = dates.long_day(departure.last_day, language)
    if not successor:
        return str(_("on duty until %(day)s, then nobody", day=day))
    return str(_("on duty until %(day)s, then %(successor)s", day=day, successor=successor))


def rota_context(viewer: Viewer, desk: FocalPoint, held: DeskRota, language: str) -> RotaContext:
    """Return the data that the lines of a rota need, for this viewer and language."""
    named = [one for row in held.changes for one in (row.account_id, row.asked_by_id)]
    named += [*(row.account_id for row in held.patterns), *(int(one) for row in held.rotations for one in row.members)]
    staff = {one.account.id: one.account for one in list_members(desk.key)}
    people, departures = queries.accounts_of(named) | staff, departures_from(desk)
    return RotaContext(
        people, frozenset(staff), departures, RotaZones(held.zone, queries.own_zone(viewer)), viewer, language
    )


def member_line(member: Member) -> DeskMemberLine:
    """Return the line of a person who staffs a desk."""
    return DeskMemberLine(person(member.account), str(DESK_ROLES.label(member.desk_role)))


def pattern_lines(held: DeskRota, context: RotaContext) -> list[PatternLine]:
    """Return the patterns of a rota in words. Patterns that have ended come last."""
    found = [pattern_line(pattern_of(row), context, row.id) for row in held.patterns]
    return sorted(found, key=lambda line: line.is_over)


def pattern_line(pattern: Pattern, context: RotaContext, number: int = 0) -> PatternLine:
    """Return a weekly pattern in words."""
    today = clock.now().astimezone(ZoneInfo(context.zones.desk)).date()
    return PatternLine(
        number=number,
        name=context.name(pattern.member),
        days=_days(pattern, context.language),
        times=between(f"{pattern.starts:%H:%M}", f"{pattern.ends:%H:%M}"),
        validity=_validity(pattern, context.language),
        leaving=context.leaving(pattern.member, pattern.valid_until),
        is_gone=context.is_gone(pattern.member),
        is_over=pattern.valid_until is not None and pattern.valid_until < today,
    )


def change_lines(held: DeskRota, context: RotaContext) -> list[ShiftChangeLine]:
    """Return the changes that have not ended, in words, sorted by start. Agreed swaps are included."""
    now = clock.now()
    coming = (row for row in held.changes if row.agreed_at is not None and row.ends_at > now)
    return [
        ShiftChangeLine(
            number=row.id,
            kind=str(ROTA_CHANGE_KINDS.label(row.kind)),
            name=context.name(row.account_id),
            instead_of=context.name(row.asked_by_id),
            span=_span(row.starts_at, row.ends_at, context),
            is_from_file=bool(row.file_uid),
            is_gone=context.is_gone(row.account_id),
        )
        for row in sorted(coming, key=lambda row: (row.starts_at, row.id))
    ]


def happened(line: ShiftChangeLine) -> str:
    """Return a sentence that says which change was saved."""
    what = labelled(line.kind, line.name) if line.name else line.kind
    return str(_("The change is saved: %(what)s, %(when)s.", what=what, when=line.span.text.rstrip(".")))


def swap_lines(desk: FocalPoint, held: DeskRota, context: RotaContext) -> list[SwapLine]:
    """Return the swaps that await an answer, in words, sorted by start."""
    return [swap_line(desk, held, row, context) for row in queries.list_swaps(held, clock.now())]


def swap_line(desk: FocalPoint, held: DeskRota, row: RotaChange, context: RotaContext) -> SwapLine:
    """Return a swap in words, for the viewer of `context`."""
    return SwapLine(
        number=row.id,
        asker=context.name(row.asked_by_id),
        colleague=context.name(row.account_id),
        span=_span(row.starts_at, row.ends_at, context),
        is_asked=row.account_id == context.viewer.account_id,
        asks=row.asked_by_id == context.viewer.account_id,
        fault="" if can_be_agreed_to(desk, held, row) else str(CHANGED_SINCE),
    )


def _span(begin: datetime, end: datetime, context: RotaContext) -> IntervalText:
    return span((begin, end), context.zones, context.language)


def _days(pattern: Pattern, language: str) -> str:
    names = dict(weekdays(language))
    whole = len(pattern.weekdays) == EVERY_DAY
    days = _("all seven days") if whole else listed(names[str(day)] for day in sorted(pattern.weekdays))
    if pattern.every_weeks == 1:
        return str(days)
    weeks = ngettext("every %(num)s week", "every %(num)s weeks", pattern.every_weeks)
    return f"{days} · {weeks}"


def validity(valid_from: date, valid_until: date | None, language: str) -> str:
    """Return from when to when a part of the rota holds, in words."""
    first = dates.long_day(valid_from, language)
    if valid_until is None:
        return str(_("from %(first)s on", first=first))
    return str(_("from %(first)s to %(last)s", first=first, last=dates.long_day(valid_until, language)))


def _validity(pattern: Pattern, language: str) -> str:
    whole = validity(pattern.valid_from, pattern.valid_until, language)
    holidays = _("not on public holidays")
    return whole if pattern.on_holidays else f"{whole} · {holidays}"
