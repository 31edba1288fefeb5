"""Generates the shifts of desks ahead of time, called by the worker. Only active staff of desks that have not ended get
shifts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from directory.audit.chain import record
from directory.extensions import db
from directory.focal_points.desk_states import LOOKED_AHEAD
from directory.focal_points.duty import GENERATED_AHEAD, generate_shifts, get_rota, list_counted_members, list_members
from directory.focal_points.rotas.service.patterns import audited_as, tell_changed
from directory.models import Account, DeskMember, DeskRota, FocalPoint
from directory.people.queries.accounts import list_coordinators
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
    - Since the last generation, the active staff have changed or the desk has ended.
    """
    rotas = db.session.execute(select(DeskRota.focal_point_key, DeskRota.laid_out_until, DeskRota.laid_out_for))
    now_counted = _counted()
    return [
        key
        for key, until, known in rotas
        if until is None or until < at + GENERATED_AHEAD - EVERY or set(known) != now_counted.get(key, set())
    ]


def regenerate_shifts(key: str, at: datetime) -> None:
    """Generate the shifts of a desk again, and remove old changes and swaps. Does nothing for a desk without a rota.

    The members whose duty changed are told by mail, with one exception: if the desk has not ended and a person whose
    duty changed is no longer active staff, all members and the coordinators are told that a member has left.
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
    if desk.status in ENDED_STATUSES or changed <= list_counted_members(desk):
        tell_changed(desk, changed)
    else:
        _tell_of_loss(desk)


def _tell_of_loss(desk: FocalPoint) -> None:
    told = {one.id: one for one in [*list_coordinators(desk.place()), *(m.account for m in list_members(desk.key))]}
    for account in told.values():
        tell(account, "rota_member_left", f"rota:{public_id()}", f"focal-points/{desk.key}/rota")


def _counted() -> Mapping[str, set[str]]:
    query = select(DeskMember.focal_point_key, DeskMember.account_id).join(Account).where(Account.active)
    query = query.join(FocalPoint, FocalPoint.key == DeskMember.focal_point_key)
    found: dict[str, set[str]] = {}
    for desk, account in db.session.execute(query.where(FocalPoint.status.not_in(ENDED_STATUSES))):
        found.setdefault(desk, set()).add(str(account))
    return found
