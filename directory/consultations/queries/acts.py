"""Reads the acts of all consultations in their order, for programs that follow them. No text is read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from directory.access.viewer import Viewer
from directory.consultations.queries.threads import holds_seat, takes_part
from directory.extensions import db
from directory.models import Account, Consultation, ConsultationEntry, ConsultationSeat, DeskMember
from directory.vocabulary import ConsultationAct

# The id of an act, or the column that holds it.
Position = InstrumentedAttribute[int] | int


@dataclass(frozen=True)
class ActOfConsultation:
    """One act: its id in the order of all acts, and the public id of its consultation."""

    id: int
    act: str
    at: datetime
    consultation: str
    is_exercise: bool


def newest_act_id() -> int:
    """Return the id of the newest act of all consultations, or 0 if there is none. Ids are in commit order."""
    return db.session.scalar(select(func.max(ConsultationEntry.id))) or 0


def list_acts(
    viewer: Viewer, acts: Collection[ConsultationAct], after: int, up_to: int, most: int
) -> list[ActOfConsultation]:
    """Return the first `most` acts of these kinds that the viewer may see, oldest first. Their ids are above `after`
    and at most `up_to`."""
    entry = ConsultationEntry
    own_seat = select(ConsultationSeat.id).where(
        ConsultationSeat.consultation_id == entry.consultation_id,
        entry.only_side.in_(["", ConsultationSeat.side]),
        holds_seat(viewer),
    )
    of_interest = entry.id > after, entry.id <= up_to, entry.act.in_(sorted(acts)), own_seat.exists()
    columns = entry.id, entry.act, entry.at, Consultation.public_id, Consultation.exercise_id.is_not(None)
    found = select(*columns).join(Consultation, Consultation.id == entry.consultation_id).where(*of_interest)
    return [ActOfConsultation(*row) for row in db.session.execute(found.order_by(entry.id).limit(most))]


def may_concern(acts: Collection[ConsultationAct], after: Position, up_to: int) -> ColumnElement[bool]:
    """Return the SQL condition that an account may see an act of these kinds, of an id above `after` and at most
    `up_to`. It is wider than `list_acts`, which says what the person really sees, and asks one question for all."""
    entry, seat = ConsultationEntry, ConsultationSeat
    holds = or_(
        seat.account_id == Account.id,
        seat.authority_key == Account.authority_key,
        Account.desks.any(DeskMember.focal_point_key == seat.focal_point_key),
    )
    of_interest = entry.id > after, entry.id <= up_to, entry.act.in_(sorted(acts))
    found = exists().where(seat.consultation_id == entry.consultation_id, *of_interest, holds)
    return found.correlate_except(entry, seat)


def is_participant(viewer: Viewer, public_id: str) -> bool:
    """Return whether the viewer has a seat in a consultation, and so may read it."""
    own = select(Consultation.id).where(Consultation.public_id == public_id, takes_part(viewer))
    return db.session.scalar(own) is not None
