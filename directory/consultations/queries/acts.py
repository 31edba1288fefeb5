"""Reads the acts of all consultations in their order, for programs that follow them. No text is read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from directory.access.viewer import Viewer
from directory.consultations.queries.threads import holds_seat, takes_part
from directory.extensions import db
from directory.models import Consultation, ConsultationEntry, ConsultationSeat
from directory.vocabulary import ConsultationAct


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


def is_participant(viewer: Viewer, public_id: str) -> bool:
    """Return whether the viewer has a seat in a consultation, and so may read it."""
    own = select(Consultation.id).where(Consultation.public_id == public_id, takes_part(viewer))
    return db.session.scalar(own) is not None
