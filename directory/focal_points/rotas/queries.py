"""Reads rotas. The functions `get`, `get_to_keep`, `get_staffed`, `list_kept` and `list_swaps_for` check the viewer's
rights. Call the other functions only for a rota that the viewer may read."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from directory.access.current_viewer import require
from directory.access.gate import read
from directory.access.policy import Action, permitted_rows
from directory.access.viewer import Viewer
from directory.errors import NotFound, NotPermitted
from directory.extensions import db
from directory.focal_points import queries
from directory.focal_points.duty import get_rota, is_active_staff
from directory.focal_points.queries import may_read_rota
from directory.models import (
    Account,
    Authority,
    CalendarLink,
    DeskRota,
    FocalPoint,
    Holiday,
    Jurisdiction,
    RotaChange,
    Rotation,
    Shift,
    ShiftPattern,
)
from directory.paging import Paged, paginate
from directory.vocabulary import ENDED_STATUSES, RotaChangeKind

UTC = "UTC"


def get(viewer: Viewer, key: str) -> FocalPoint:
    """Return a desk whose rota the viewer may read. Raises NotFound for all other keys."""
    desk = queries.get(key)
    if not may_read_rota(viewer, desk.place()):
        raise NotFound
    return desk


def get_to_keep(viewer: Viewer, key: str) -> FocalPoint:
    """Return a desk whose rota the viewer may change.

    Raises NotPermitted if the viewer may only read the rota, and NotFound if the viewer may not read it.
    """
    desk = get(viewer, key)
    require(viewer, Action.KEEP_ROTA, desk.place())
    return desk


def get_staffed(viewer: Viewer, key: str) -> FocalPoint:
    """Return a desk that the viewer staffs and whose rota the viewer may change.

    - NotFound: the viewer may not read the rota.
    - NotPermitted: the viewer may not change the rota, or does not staff the desk.
    """
    desk = get_to_keep(viewer, key)
    if key not in viewer.desks:
        raise NotPermitted
    return desk


def list_kept(viewer: Viewer, page: int) -> Paged[FocalPoint]:
    """Return one page of the desks whose rota the viewer may change, sorted by State and key. Ended desks are left
    out."""
    state, network = Authority.jurisdiction_key, FocalPoint.network_key
    kept = permitted_rows(viewer, Action.KEEP_ROTA, state, network, FocalPoint.key)
    query = select(FocalPoint).join(FocalPoint.authority).where(FocalPoint.status.not_in(ENDED_STATUSES))
    query = query.where(kept).options(contains_eager(FocalPoint.authority))
    return paginate(query.order_by(Authority.jurisdiction_key, FocalPoint.key), page)


def list_with_rota(desks: Iterable[str]) -> frozenset[str]:
    """Return the keys in `desks` whose desks have a rota. Call this only for desks whose rota the viewer may read."""
    known = DeskRota.focal_point_key.in_(sorted(desks))
    return frozenset(db.session.scalars(select(DeskRota.focal_point_key).where(known)))


def require_rota(desk: FocalPoint) -> DeskRota:
    """Return the rota of a desk. Raises NotFound if the desk has none.

    Call this only for a desk whose rota the viewer may read.
    """
    held = get_rota(desk.key)
    if held is None:
        raise NotFound
    return held


def find_pattern(held: DeskRota, number: int | None) -> ShiftPattern | None:
    """Return a pattern of a rota by its id, or None if the rota has no such pattern."""
    return next((row for row in held.patterns if row.id == number), None)


def get_pattern(held: DeskRota, number: int) -> ShiftPattern:
    """Return a pattern of a rota by its id. Raises NotFound if the rota has no such pattern."""
    found = find_pattern(held, number)
    if found is None:
        raise NotFound
    return found


def get_rotation(held: DeskRota, number: int) -> Rotation:
    """Return a rotation of a rota by its id. Raises NotFound if the rota has no such rotation."""
    found = next((row for row in held.rotations if row.id == number), None)
    if found is None:
        raise NotFound
    return found


def get_change(held: DeskRota, number: int) -> RotaChange:
    """Return a change of a rota, or a swap that awaits an answer, by its id. Raises NotFound if the rota has no such
    change."""
    found = next((row for row in held.changes if row.id == number), None)
    if found is None:
        raise NotFound
    return found


def list_swaps(held: DeskRota, at: datetime) -> list[RotaChange]:
    """Return the swaps that await an answer and have not ended, sorted by start."""
    waiting = (row for row in held.changes if row.kind == RotaChangeKind.SWAP and row.agreed_at is None)
    return sorted((row for row in waiting if row.ends_at > at), key=lambda row: row.starts_at)


def is_swap_for(viewer: Viewer, at: datetime) -> ColumnElement[bool]:
    """Return the SQL condition that a change of a rota is a swap that asks the viewer to take over a shift. The swap
    awaits an answer, has not ended, and is at a desk that the viewer staffs."""
    own = (RotaChange.focal_point_key.in_(sorted(viewer.desks)), RotaChange.account_id == viewer.account_id)
    return and_(*own, RotaChange.kind == RotaChangeKind.SWAP, RotaChange.agreed_at.is_(None), RotaChange.ends_at > at)


def list_swaps_for(viewer: Viewer, at: datetime) -> Sequence[RotaChange]:
    """Return the swaps of `is_swap_for`, sorted by start."""
    query = select(RotaChange).where(is_swap_for(viewer, at))
    return db.session.scalars(query.order_by(RotaChange.starts_at, RotaChange.id)).all()


def list_shifts(desk: str, since: datetime, until: datetime, now: datetime) -> Sequence[Shift]:
    """Return the shifts of a desk that overlap [since, until), sorted by start. A shift of a person who no
    longer staffs the desk is included only if the shift ended before or at `now`.

    Call this only for a desk whose rota the viewer may read.
    """
    counts = or_(Shift.ends_at <= now, is_active_staff(Shift.account_id, Shift.focal_point_key))
    query = select(Shift).where(Shift.focal_point_key == desk, Shift.ends_at > since, Shift.starts_at < until, counts)
    return db.session.scalars(query.order_by(Shift.starts_at, Shift.id)).all()


def list_own_shifts(account_id: int | None, desk: str, now: datetime) -> Sequence[Shift]:
    """Return a person's shifts at a desk that have not ended, sorted by start. Callers pass the viewer's own
    account."""
    own = (Shift.focal_point_key == desk, Shift.account_id == account_id, Shift.ends_at > now)
    return db.session.scalars(select(Shift).where(*own).order_by(Shift.starts_at)).all()


def list_links(account_id: int | None, desk: str) -> Sequence[CalendarLink]:
    """Return a person's calendar links for a desk, oldest first, without revoked links.

    Callers pass the viewer's own account.
    """
    own = (CalendarLink.focal_point_key == desk, CalendarLink.account_id == account_id)
    query = select(CalendarLink).where(*own, CalendarLink.revoked_at.is_(None))
    return db.session.scalars(query.order_by(CalendarLink.id)).all()


def accounts_of(numbers: Iterable[int | None]) -> dict[int, Account]:
    """Return the accounts with these ids, keyed by id. People who have left are included.

    Callers name these people only to viewers who may read the rota.
    """
    known = sorted({number for number in numbers if number is not None})
    rows = db.session.scalars(select(Account).where(Account.id.in_(known))) if known else ()
    return {row.id: row for row in rows}


def holidays_on(state: str | None, days: Sequence[date]) -> dict[date, str]:
    """Return the names of holidays of a State, keyed by day. A day in `days` is left out if it is not confirmed as a
    day off."""
    query = select(Holiday).where(Holiday.jurisdiction_key == state, Holiday.day.in_(days), Holiday.is_off)
    return {row.day: row.name for row in db.session.scalars(query.where(Holiday.confirmed_at.is_not(None)))}


def zones_of(viewer: Viewer, state: str | None) -> tuple[str, ...]:
    """Return the IANA time zones of a State, in the order stored. Return an empty tuple if the viewer may not read
    them."""
    found = db.session.get(Jurisdiction, state) if state else None
    return tuple(read(viewer, found).value("time_zones", ())) if found else ()


def own_zone(viewer: Viewer) -> str:
    """Return the time zone in which a viewer is shown times: the first zone of the viewer's State, or else UTC."""
    return next(iter(zones_of(viewer, viewer.jurisdiction)), UTC)
