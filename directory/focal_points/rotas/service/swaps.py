"""Swaps: a member asks a colleague to take over a shift. A swap takes effect when the colleague agrees."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import Conflict, InvalidInput, NotPermitted
from directory.extensions import db
from directory.focal_points.duty import as_rota, change_of, get_rota, list_members
from directory.focal_points.rotas.queries import list_own_shifts
from directory.focal_points.rotas.service.letters import tell_of_duty
from directory.focal_points.rotas.service.patterns import (
    apply_decision,
    audited_as,
    check_change,
    described,
    open_rota,
    row_of,
)
from directory.focal_points.shift_generation import Rota, ShiftChange, gaps
from directory.models import DeskRota, FocalPoint, RotaChange
from directory.vocabulary import RotaChangeKind

CHANGED_SINCE = _l("This shift is over or was changed since you were asked, so it cannot be taken over.")


def ask(viewer: Viewer, desk: FocalPoint, colleague: int, starts_at: datetime, ends_at: datetime, version: int) -> None:
    """Ask a colleague, by mail, to take over the viewer's duty from `starts_at` to `ends_at`. Raises errors as
    `open_rota` and `check_change` do. Raises InvalidInput also if:

    - the viewer is not on duty all the time from `starts_at` (or from now, if now is later) to `ends_at`;
    - the colleague is the viewer or does not staff the desk;
    - the viewer has asked this colleague for this time already.
    """
    held = open_rota(viewer, desk, version)
    change = ShiftChange(RotaChangeKind.SWAP, starts_at, ends_at, colleague, viewer.account_id)
    check_change(change, clock.now())
    members = {one.account.id: one.account for one in list_members(desk.key)}
    if colleague not in members or colleague == viewer.account_id:
        raise InvalidInput(_l("Choose a colleague who staffs this desk."))
    if not _is_on_duty(as_rota(desk, held), change):
        raise InvalidInput(_l("You are not on duty in all of this time: choose one of your shifts."))
    if any(change_of(row) == change for row in held.changes):
        raise InvalidInput(_l("You have asked this colleague for this shift already."))
    row = row_of(change, agreed_at=None)
    held.changes.append(row)
    held.version += 1
    db.session.flush()
    record(viewer.account_id, "swap_asked", audited_as(desk), "", None, described(change))
    path = f"focal-points/{desk.key}/rota/swaps/{row.id}"
    tell_of_duty(members[colleague], "swap_asked", desk, path, starts_at)


def ask_for(viewer: Viewer, desk: FocalPoint, colleague: int, shift: int, version: int) -> None:
    """Ask a colleague to take over the viewer's shift with the id `shift`. If the shift has begun, the colleague is
    asked to take over the rest of the shift.

    Raises errors as `ask` does, and InvalidInput if the shift is over or no longer the viewer's.
    """
    now = clock.now()
    own = {row.id: row for row in list_own_shifts(viewer.account_id, desk.key, now)}
    if shift not in own:
        raise InvalidInput(_l("This shift is over or is no longer yours."))
    starts_at = max(own[shift].starts_at, now.replace(second=0, microsecond=0))
    ask(viewer, desk, colleague, starts_at, own[shift].ends_at, version)


def agree(viewer: Viewer, desk: FocalPoint, row: RotaChange) -> None:
    """Agree to a swap: take over the duty of the asker. The asker is told by mail.

    - NotPermitted: the viewer is not the person who was asked or no longer staffs the desk.
    - Conflict: the swap is over or was agreed to already, or the asker no longer has the duty.
    """
    held = _own_rota(viewer, desk, row, row.account_id)
    change = change_of(row)
    if not can_be_agreed_to(desk, held, row):
        raise Conflict(CHANGED_SINCE)
    row.agreed_at = clock.now()
    apply_decision(viewer, desk, held, "swap_agreed", None, described(change))


def can_be_agreed_to(desk: FocalPoint, held: DeskRota, row: RotaChange) -> bool:
    """Return whether a swap is not over and its asker still has the duty."""
    change = change_of(row)
    return change.ends_at > clock.now() and _is_on_duty(as_rota(desk, held), change)


def decline(viewer: Viewer, desk: FocalPoint, row: RotaChange) -> None:
    """Decline a swap. The asker is told by mail.

    - NotPermitted: the viewer is not the person who was asked or no longer staffs the desk.
    - Conflict: the swap was agreed to already.
    """
    held = _own_rota(viewer, desk, row, row.account_id)
    _tell_declined(desk, row)
    _drop(viewer, desk, held, row, "swap_declined")


def withdraw(viewer: Viewer, desk: FocalPoint, row: RotaChange) -> None:
    """Withdraw a swap for which the viewer asked.

    - NotPermitted: the viewer did not ask for this swap, or no longer staffs the desk.
    - Conflict: the swap was agreed to already.
    """
    _drop(viewer, desk, _own_rota(viewer, desk, row, row.asked_by_id), row, "swap_withdrawn")


def _own_rota(viewer: Viewer, desk: FocalPoint, row: RotaChange, who: int | None) -> DeskRota:
    held = get_rota(desk.key)
    if held is None or who is None or viewer.account_id != who or desk.key not in viewer.desks:
        raise NotPermitted
    if row.agreed_at is not None:
        raise Conflict(_l("This swap was agreed to already."))
    return held


def _is_on_duty(rota: Rota, change: ShiftChange) -> bool:
    since = max(change.starts_at, clock.now())
    own = [shift for shift in rota.shifts(since, change.ends_at) if shift.member == change.instead_of]
    return not gaps(own, since, change.ends_at)


def _drop(viewer: Viewer, desk: FocalPoint, held: DeskRota, row: RotaChange, act: str) -> None:
    record(viewer.account_id, act, audited_as(desk), "", described(change_of(row)))
    held.changes.remove(row)
    held.version += 1


def _tell_declined(desk: FocalPoint, row: RotaChange) -> None:
    asker = next((one.account for one in list_members(desk.key) if one.account.id == row.asked_by_id), None)
    if asker is not None:
        tell_of_duty(asker, "swap_declined", desk, f"focal-points/{desk.key}/rota", row.starts_at)
