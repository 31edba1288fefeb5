"""The staff of a desk and the people on duty now, and the list of desks whose rota a viewer may change."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory import clock, i18n
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.focal_points.duty import list_members, list_on_duty
from directory.focal_points.rotas import queries
from directory.focal_points.rotas.presenters.desk import name_of_desk, note_names
from directory.focal_points.rotas.presenters.lines import DeskMemberLine, member_line
from directory.models import FocalPoint
from directory.people.presenters.words import person


@dataclass(frozen=True)
class Staff:
    """The members of a desk, and the names of the people on duty now. `keeps` is true if the reader may change the
    rota. `inviting` is the State to which the reader may invite people for the desk, or None if the reader may not
    invite."""

    members: list[DeskMemberLine]
    on_duty: list[str]
    has_rota: bool
    keeps: bool
    inviting: str | None


@dataclass(frozen=True)
class RotaLine:
    """A desk whose rota the reader may change, without names of people. `is_on_duty` is true if somebody is on duty
    now."""

    key: str
    name: str
    state: str
    has_rota: bool
    is_on_duty: bool


def staff(viewer: Viewer, desk: FocalPoint) -> Staff:
    """Return the staff of a desk and the people on duty there now. Logs that the viewer was shown the names.

    Call this only for a desk whose rota the viewer may read.
    """
    members = list_members(desk.key)
    if members:
        note_names(viewer, desk)
    return Staff(
        members=[member_line(one) for one in members],
        on_duty=_names_on_duty(desk.key),
        has_rota=bool(queries.list_with_rota([desk.key])),
        keeps=may(viewer, Action.KEEP_ROTA, desk.place()),
        inviting=desk.authority.jurisdiction_key if may(viewer, Action.INVITE, desk.place()) else None,
    )


def names_on_duty(viewer: Viewer, desks: Sequence[FocalPoint]) -> dict[str, list[str]]:
    """Return the names of the people on duty now, keyed by desk key. Desks without a rota are left out. Logs that the
    viewer was shown the names.

    The number of SQL statements does not grow with the number of desks. Call this only for desks whose rota the viewer
    may read.
    """
    keys = [desk.key for desk in desks]
    shifts, with_rota = list_on_duty(keys, clock.now()), queries.list_with_rota(keys)
    people = queries.accounts_of(shift.account_id for own in shifts.values() for shift in own)
    for desk in desks:
        if desk.key in shifts:
            note_names(viewer, desk)
    return {
        key: list(dict.fromkeys(person(people.get(shift.account_id)) for shift in shifts.get(key, ())))
        for key in keys
        if key in with_rota
    }


def kept_lines(viewer: Viewer, desks: Sequence[FocalPoint], language: str) -> list[RotaLine]:
    """Return a line for each desk, in the order given. Call this only for desks whose rota the viewer may change."""
    keys = [desk.key for desk in desks]
    on_duty, with_rota = list_on_duty(keys, clock.now()), queries.list_with_rota(keys)
    return [
        RotaLine(
            key=desk.key,
            name=name_of_desk(viewer, desk, language).text,
            state=i18n.territory_name(desk.authority.jurisdiction_key or "", language),
            has_rota=desk.key in with_rota,
            is_on_duty=desk.key in on_duty,
        )
        for desk in desks
    ]


def _names_on_duty(desk: str) -> list[str]:
    shifts = list_on_duty([desk], clock.now()).get(desk, ())
    people = queries.accounts_of(shift.account_id for shift in shifts)
    return list(dict.fromkeys(person(people.get(shift.account_id)) for shift in shifts))
