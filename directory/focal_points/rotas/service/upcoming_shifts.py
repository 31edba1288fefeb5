"""Generates the shifts of desks ahead of time, called by the worker. Only active staff of desks that have not ended get
shifts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from directory import dates
from directory.audit.chain import record
from directory.extensions import db
from directory.focal_points.departures import list_departures, staffing
from directory.focal_points.desk_states import LOOKED_AHEAD
from directory.focal_points.duty import (
    GENERATED_AHEAD,
    departures_from,
    generate_shifts,
    get_rota,
    list_counted_members,
    list_members,
)
from directory.focal_points.rotas.service.letters import tell_changed
from directory.focal_points.rotas.service.patterns import audited_as
from directory.models import Account, DeskMember, DeskRota, FocalPoint
from directory.people.queries.accounts import list_coordinators
from directory.people.service.letter_values import desk_in_letter
from directory.people.service.letters import tell
from directory.tokens import public_id
from directory.vocabulary import ENDED_STATUSES

EVERY = timedelta(days=1)
# Changes that ended longer ago are removed. Past duty stays recorded as shifts.
RETENTION = timedelta(days=60)


def list_due(at: datetime) -> Sequence[str]:
    """Return the keys of the desks whose shifts must be generated again, for one of these reasons:

    - The shifts were never generated.
    - A day has passed since the last generation.
    - Since the last generation, the active staff or the departures of leavers have changed, or the desk has ended.
    """
    rotas = db.session.execute(select(DeskRota.focal_point_key, DeskRota.laid_out_until, DeskRota.laid_out_for)).all()
    counted = _counted()
    departures = list_departures({key: counted.get(key, set()) for key, _until, _known in rotas})
    return [
        key
        for key, until, known in rotas
        if until is None
        or until < at + GENERATED_AHEAD - EVERY
        or known != staffing(counted.get(key, ()), departures[key])
    ]


def regenerate_shifts(key: str, at: datetime) -> None:
    """Generate the shifts of a desk again, and remove old changes and swaps. Does nothing for a desk without a rota.

    The members whose duty changed get mail. If the desk has not ended, all members and the coordinators get other mail
    instead in two cases:

    - The duty of a person changed who is no longer active staff. The mail says that a member has left.
    - The duty of a person changed who leaves by a handover without a successor on the rota. The mail says that a member
      leaves.
    """
    desk, held = db.session.get_one(FocalPoint, key), get_rota(key)
    if held is None:
        return
    for row in held.changes[:]:
        if row.ends_at < at - RETENTION or (row.agreed_at is None and row.ends_at < at):
            held.changes.remove(row)
    db.session.flush()
    laid_out_until = held.laid_out_until or at
    changed = generate_shifts(desk, held, at)
    if changed or laid_out_until < at + LOOKED_AHEAD:
        record(None, "rota_laid_out", audited_as(desk))
    lost = [one.last_day for one in departures_from(desk) if one.leaver in changed and one.successor is None]
    if desk.status not in ENDED_STATUSES and not changed <= list_counted_members(desk):
        for account in _concerned(desk):
            told = {"desk": desk_in_letter(desk, account.language)}
            tell(account, "rota_member_left", f"rota:{public_id()}", f"focal-points/{desk.key}/rota", **told)
    elif lost:
        _tell_of_departure(desk, min(lost) + EVERY)
    else:
        tell_changed(desk, changed, "duty_moved")


def _tell_of_departure(desk: FocalPoint, first_day: date) -> None:
    for account in _concerned(desk):
        told = {"desk": desk_in_letter(desk, account.language), "day": dates.long_day(first_day, account.language)}
        tell(account, "rota_member_leaves", f"rota:{public_id()}", f"focal-points/{desk.key}/rota", **told)


def _concerned(desk: FocalPoint) -> Collection[Account]:
    """Return the people of `list_coordinators` for a desk, and the desk's members, each once."""
    people = [*list_coordinators(desk.place()), *(one.account for one in list_members(desk.key))]
    return {one.id: one for one in people}.values()


def _counted() -> Mapping[str, set[int]]:
    query = select(DeskMember.focal_point_key, DeskMember.account_id).join(Account).where(Account.active)
    query = query.join(FocalPoint, FocalPoint.key == DeskMember.focal_point_key)
    found: dict[str, set[int]] = {}
    for desk, account in db.session.execute(query.where(FocalPoint.status.not_in(ENDED_STATUSES))):
        found.setdefault(desk, set()).add(account)
    return found
