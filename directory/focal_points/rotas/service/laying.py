"""Keeps shifts laid out ahead, and without those who left; the worker calls this every minute."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select

from directory.extensions import db
from directory.focal_points.duty import LAID_OUT, get_rota, lay_out, list_members, staffs
from directory.models import DeskRota, FocalPoint, Shift
from directory.people.queries.accounts import list_coordinators
from directory.people.service.letters import tell
from directory.tokens import public_id

EVERY = timedelta(days=1)
# Changes that were over for so long are part of the past, which shifts alone keep.
KEPT = timedelta(days=60)


def list_due(at: datetime) -> Sequence[str]:
    """Return the desks whose shifts were last laid out a day ago, or name a person who no longer staffs the desk."""
    is_short = or_(DeskRota.laid_out_until.is_(None), DeskRota.laid_out_until < at + LAID_OUT - EVERY)
    return db.session.scalars(select(DeskRota.focal_point_key).where(or_(is_short, _names_who_left(at)))).all()


def lay_out_anew(key: str, at: datetime) -> None:
    """Lay the shifts of a desk out anew. Where a member left, its others and its coordinators are told."""
    desk, held = db.session.get_one(FocalPoint, key), get_rota(key)
    if held is None:
        return
    has_lost = db.session.scalar(select(exists().where(DeskRota.focal_point_key == key, _names_who_left(at))))
    for row in held.changes[:]:
        if row.ends_at < at - KEPT or (row.agreed_at is None and row.ends_at < at):
            held.changes.remove(row)
    db.session.flush()
    lay_out(desk, held, at)
    if has_lost:
        told = {one.id: one for one in [*list_coordinators(desk.place()), *(m.account for m in list_members(key))]}
        for account in told.values():
            tell(account, "rota_member_left", f"rota:{public_id()}", f"focal-points/{key}/rota")


def _names_who_left(at: datetime) -> ColumnElement[bool]:
    own = (Shift.focal_point_key == DeskRota.focal_point_key, Shift.ends_at > at)
    return exists().where(*own, ~staffs(Shift.account_id, Shift.focal_point_key)).correlate(DeskRota)
