"""Reads whose seat on the asking side is vacant, and who may take it over."""

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.consultations.queries.threads import get_one, held_by, listed, takes_part
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, Consultation, ConsultationSeat, Handover
from directory.paging import Paged
from directory.vocabulary import ConsultationState, Side

AT_ONCE = 20
_ON_ASKING_SIDE = and_(ConsultationSeat.side == Side.ASKING, ConsultationSeat.ended_at.is_(None))
_OF_ASKER = and_(_ON_ASKING_SIDE, ConsultationSeat.account_id == Consultation.asker_id)


def find_vacant(viewer: Viewer, public_id: str) -> Consultation | None:
    """Return a consultation whose asker has left and that the viewer may take over; None for all others."""
    try:
        return get_one(Consultation.public_id == public_id, _may_take(viewer))
    except NotFound:
        return None


def list_left(viewer: Viewer, page: int) -> Paged[Consultation]:
    """Return one page of what the viewer may take over and does not take part in: open ones first."""
    return listed(and_(_may_take(viewer), ~takes_part(viewer)), page)


def count_left(viewer: Viewer) -> int:
    """Return how many consultations `list_left` has."""
    query = select(func.count(Consultation.id)).where(_may_take(viewer), ~takes_part(viewer))
    return db.session.scalar(query) or 0


def list_newly_vacant() -> list[ConsultationSeat]:
    """Return some vacant seats of consultations that are not closed, of which that is not noted yet."""
    is_open = ConsultationSeat.consultation.has(Consultation.state != ConsultationState.CLOSED)
    new = (_ON_ASKING_SIDE, ConsultationSeat.vacant_since.is_(None), is_open, ~_sits())
    return list(db.session.scalars(select(ConsultationSeat).where(*new).order_by(ConsultationSeat.id).limit(AT_ONCE)))


def list_held_again() -> list[ConsultationSeat]:
    """Return some seats that were noted as vacant and whose people have their access again."""
    again = (_ON_ASKING_SIDE, ConsultationSeat.vacant_since.is_not(None), _sits())
    return list(db.session.scalars(select(ConsultationSeat).where(*again).limit(AT_ONCE)))


def list_successors(leaver: int) -> list[Account]:
    """Return the active people to whom a handover passes what a person looked after."""
    named = select(Handover.successor_id).where(Handover.leaver_id == leaver, Handover.stopped_at.is_(None))
    query = select(Account).where(Account.active, Account.id.in_(named)).order_by(Account.id)
    return list(db.session.scalars(query))


def _sits() -> ColumnElement[bool]:
    """Return the condition that the person of a seat has access still, in the State and authority asked for."""
    of_state = ConsultationSeat.consultation.has(Consultation.from_jurisdiction_key == Account.jurisdiction_key)
    office = ConsultationSeat.authority_key
    in_office = or_(office.is_(None), office == Account.authority_key)
    return exists().where(Account.id == ConsultationSeat.account_id, Account.active, of_state, in_office)


def _may_take(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition of who may take the asker's seat when it is vacant: a co-worker who takes part already,
    whom a handover names or, where nobody is left on the asking side, a practitioner of the same office."""
    if viewer.account_id is None:
        return false()
    by_handover = exists().where(
        Handover.leaver_id == Consultation.asker_id,
        Handover.successor_id == viewer.account_id,
        Handover.stopped_at.is_(None),
    )
    who = [Consultation.seats.any(and_(_ON_ASKING_SIDE, held_by(viewer))), by_handover]
    if viewer.authority and may_somewhere(viewer, Action.SUCCEED):
        of_office = Consultation.seats.any(and_(_OF_ASKER, ConsultationSeat.authority_key == viewer.authority))
        who.append(and_(of_office, ~Consultation.seats.any(and_(_ON_ASKING_SIDE, _sits()))))
    is_kept = (Consultation.shredded_at.is_(None), Consultation.from_jurisdiction_key == viewer.jurisdiction)
    return and_(*is_kept, Consultation.seats.any(and_(_OF_ASKER, ~_sits())), or_(*who))
