"""Finds the vacant seats of the asking side, and the people who may take over. A seat is vacant if its holder has lost
access."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.consultations.queries.threads import get_one, holds_seat, listed, takes_part
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, Consultation, ConsultationSeat, Handover
from directory.paging import Paged
from directory.vocabulary import ConsultationSide, ConsultationState

BATCH_SIZE = 20
_ON_ASKING_SIDE = and_(ConsultationSeat.side == ConsultationSide.ASKING, ConsultationSeat.ended_at.is_(None))
_OF_ASKER = and_(_ON_ASKING_SIDE, ConsultationSeat.account_id == Consultation.asker_id)


def find_vacant(viewer: Viewer, public_id: str) -> Consultation | None:
    """Return the consultation if its asker has left and the viewer may take over, else None."""
    try:
        return get_one(Consultation.public_id == public_id, _may_take(viewer))
    except NotFound:
        return None


def list_vacant(viewer: Viewer, page: int) -> Paged[Consultation]:
    """Return one page of the consultations that the viewer may take over, open before closed, then latest act first.
    Consultations in which the viewer has a seat are left out."""
    return listed(and_(_may_take(viewer), ~takes_part(viewer)), page)


def count_vacant(viewer: Viewer) -> int:
    """Return the number of consultations that the viewer may take over and in which the viewer has no seat."""
    return db.session.scalar(select(func.count(Consultation.id)).where(is_left_to(viewer))) or 0


def is_left_to(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer may take over a consultation and has no seat in it."""
    return and_(_may_take(viewer), ~takes_part(viewer))


def list_newly_vacant(but_not: Collection[int | str] = ()) -> list[ConsultationSeat]:
    """Return up to BATCH_SIZE vacant seats on the asking side of open consultations, sorted by id. Left out are seats
    already noted as vacant, and seats whose ids are in `but_not`."""
    is_open = ConsultationSeat.consultation.has(Consultation.state != ConsultationState.CLOSED)
    new = (_ON_ASKING_SIDE, ConsultationSeat.vacant_since.is_(None), is_open, ~_has_access())
    left = select(ConsultationSeat).where(*new, ConsultationSeat.id.not_in(but_not))
    return list(db.session.scalars(left.order_by(ConsultationSeat.id).limit(BATCH_SIZE)))


def list_held_again() -> list[ConsultationSeat]:
    """Return up to BATCH_SIZE seats of the asking side that are noted as vacant but whose holders have access again."""
    again = (_ON_ASKING_SIDE, ConsultationSeat.vacant_since.is_not(None), _has_access())
    return list(db.session.scalars(select(ConsultationSeat).where(*again).limit(BATCH_SIZE)))


def list_successors(consultation: Consultation) -> list[Account]:
    """Return the people to whom a handover of the asker passes the asker's seat, sorted by id."""
    of_seat = (ConsultationSeat.consultation_id == consultation.id, _ON_ASKING_SIDE, _is_heir())
    asked = ConsultationSeat.account_id == consultation.asker_id
    return list(db.session.scalars(select(Account).where(exists().where(*of_seat, asked)).order_by(Account.id)))


def list_colleagues(consultation: Consultation) -> list[Account]:
    """Return the active people of the asker's State and authority, sorted by id. Return [] if the asker's seat names no
    authority."""
    of_seat = (ConsultationSeat.consultation_id == consultation.id, _ON_ASKING_SIDE, _is_entitled())
    asked = (ConsultationSeat.account_id == consultation.asker_id, ConsultationSeat.authority_key.is_not(None))
    return list(db.session.scalars(select(Account).where(exists().where(*of_seat, *asked)).order_by(Account.id)))


def _is_entitled() -> ColumnElement[bool]:
    of_state = ConsultationSeat.consultation.has(Consultation.from_jurisdiction_key == Account.jurisdiction_key)
    office = ConsultationSeat.authority_key
    return and_(Account.active, of_state, or_(office.is_(None), office == Account.authority_key))


def _has_access() -> ColumnElement[bool]:
    """Return the SQL condition that the person of a seat has an active account and still belongs to the asking State
    and to the seat's authority, if the seat names one. The seat itself may have ended."""
    return exists().where(Account.id == ConsultationSeat.account_id, _is_entitled())


def _is_heir() -> ColumnElement[bool]:
    """Return the SQL condition that a handover passes a seat to an account. A handover that ended before the seat began
    passes nothing."""
    passes = exists().where(
        Handover.leaver_id == ConsultationSeat.account_id,
        Handover.successor_id == Account.id,
        Handover.stopped_at.is_(None),
        Handover.authority_key.is_not_distinct_from(ConsultationSeat.authority_key),
        or_(Handover.ended_at.is_(None), ConsultationSeat.since <= Handover.ended_at),
    )
    return and_(_is_entitled(), passes.correlate(ConsultationSeat, Account))


def _may_take(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the asker of a consultation has left, and that the viewer may take over. The
    viewer must be of the asking State, and the thread must not be shredded. The viewer may take over in three cases:

    - The viewer has a seat on the asking side, as a co-worker.
    - A handover passes the asker's seat to the viewer.
    - Nobody on the asking side has access, the viewer has Action.SUCCEED, and the asker's seat names the viewer's
      authority.
    """
    if viewer.account_id is None:
        return false()
    is_viewer = Account.id == viewer.account_id
    by_handover = Consultation.seats.any(and_(_OF_ASKER, exists().where(is_viewer, _is_heir())))
    who = [Consultation.seats.any(and_(_ON_ASKING_SIDE, holds_seat(viewer))), by_handover]
    if viewer.authority and may_somewhere(viewer, Action.SUCCEED):
        of_office = Consultation.seats.any(and_(_OF_ASKER, ConsultationSeat.authority_key == viewer.authority))
        who.append(and_(of_office, ~Consultation.seats.any(and_(_ON_ASKING_SIDE, _has_access()))))
    is_kept = (Consultation.shredded_at.is_(None), Consultation.from_jurisdiction_key == viewer.jurisdiction)
    return and_(*is_kept, Consultation.seats.any(and_(_OF_ASKER, ~_has_access())), or_(*who))
