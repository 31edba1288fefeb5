"""Reads the acts of all requests in their order, for programs that follow them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Account, DocketAct, DocketEntry
from directory.requests.queries.entries import is_held_by, is_invitation_to
from directory.vocabulary import REQUEST_EVENTS, DocketStep

STEPS = (DocketStep.ENTERED, DocketStep.HANDED_OVER, DocketStep.JOINED, DocketStep.DECLINED, DocketStep.STRUCK)

# The id of an act, or the column that holds it.
Position = InstrumentedAttribute[int] | int


@dataclass(frozen=True)
class ActOfRequest:
    """One act: its id in the order of all acts, and the public id of the entry in which the viewer sees it. `act` is a
    code of REQUEST_EVENTS, or a DocketStep."""

    id: int
    act: str
    at: datetime
    request: str


def newest_act_id() -> int:
    """Return the id of the newest act of all requests, or 0 if there is none. Ids are in commit order."""
    return db.session.scalar(select(func.max(DocketAct.id))) or 0


def list_acts(viewer: Viewer, after: int, up_to: int, most: int) -> list[ActOfRequest]:
    """Return the first `most` acts that concern the viewer's office, oldest first: what changes the entries that it
    holds, dates that the other State states of them, and invitations to it. Their ids are above `after` and at most
    `up_to`. The dates with which an entry was made are no acts of their own."""
    # The entry in which the act stands. For a date of the other State, the viewer sees it in an entry of its own.
    origin = aliased(DocketEntry)
    is_date = and_(DocketAct.act.in_(list(REQUEST_EVENTS)), DocketAct.at > origin.entered_at)
    is_own = DocketEntry.id == DocketAct.entry_id
    seen = or_(
        and_(is_held_by(viewer), or_(is_date, and_(is_own, DocketAct.act.in_(STEPS)))),
        and_(is_invitation_to(viewer), is_own, DocketAct.act == DocketStep.INVITED),
    )
    found = (
        select(DocketAct.id, DocketAct.act, DocketAct.at, DocketEntry.public_id)
        .join(origin, origin.id == DocketAct.entry_id)
        .join(DocketEntry, or_(is_own, DocketEntry.partner_id == DocketAct.entry_id))
        .where(DocketAct.id > after, DocketAct.id <= up_to, seen)
    )
    return [ActOfRequest(*row) for row in db.session.execute(found.order_by(DocketAct.id).limit(most))]


def may_concern(after: Position, up_to: int) -> ColumnElement[bool]:
    """Return the SQL condition that an act of an id above `after` and at most `up_to` may concern the office of an
    account. It is wider than `list_acts`, which says what the person really sees, and asks one question for all."""
    entry = or_(DocketEntry.id == DocketAct.entry_id, DocketEntry.partner_id == DocketAct.entry_id)
    office = or_(
        DocketEntry.authority_key == Account.authority_key, DocketEntry.other_authority_key == Account.authority_key
    )
    found = exists().where(DocketAct.id > after, DocketAct.id <= up_to, entry, office)
    return found.correlate_except(DocketAct, DocketEntry)


def is_kept(viewer: Viewer, public_id: str) -> bool:
    """Return whether the viewer's office holds an entry."""
    return _exists(public_id, is_held_by(viewer))


def is_invited(viewer: Viewer, public_id: str) -> bool:
    """Return whether the viewer's office is invited to take part in an entry of another State."""
    return _exists(public_id, is_invitation_to(viewer))


def _exists(public_id: str, condition: ColumnElement[bool]) -> bool:
    return db.session.scalar(select(DocketEntry.id).where(DocketEntry.public_id == public_id, condition)) is not None
