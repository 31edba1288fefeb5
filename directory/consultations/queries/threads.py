"""Reads consultations: whole threads for participants, and only summaries for people who oversee consultations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import selectinload

from directory.access.policy import Action, permitted
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Consultation, ConsultationEntry, ConsultationReading, ConsultationSeat, ConsultationStep
from directory.paging import Paged, paginate
from directory.vocabulary import ConsultationSide, ConsultationState, Urgency

WAITING = (ConsultationState.OPEN, ConsultationState.REOPENED)
UNANSWERED = (*WAITING, ConsultationState.ACKNOWLEDGED)
# Values of `way` in a receipt: PAGE if a page showed what was written; COMMENTS if the page of a draft showed only the
# comments of a thread, LIST if a list showed only its subject: then the acts of the thread stay unread.
PAGE, COMMENTS, LIST = "page", "comments", "list"
PARTIAL = (COMMENTS, LIST)


@dataclass(frozen=True)
class ReadReceipt:
    """How many times a person was shown a thread in one `way` (on its page, in print, by a program), and the last
    time."""

    account_id: int
    way: str
    times: int
    last_at: datetime


def get(viewer: Viewer, public_id: str) -> Consultation:
    """Return a consultation in which the viewer has a seat, else raise NotFound."""
    return get_one(Consultation.public_id == public_id, takes_part(viewer))


def get_real(viewer: Viewer, public_id: str) -> Consultation:
    """Return a consultation of real work in which the viewer has a seat, else raise NotFound."""
    return get_one(Consultation.public_id == public_id, takes_part(viewer), is_real())


def get_overseen(viewer: Viewer, public_id: str) -> Consultation:
    """Return a consultation that the viewer may oversee, else raise NotFound. Callers may show only its summary."""
    return get_one(Consultation.public_id == public_id, oversees(viewer))


def list_own(viewer: Viewer, page: int) -> Paged[Consultation]:
    """Return one page of consultations in which the viewer has a seat, open ones first."""
    return listed(takes_part(viewer), page)


def list_overseen(viewer: Viewer, page: int) -> Paged[Consultation]:
    """Return one page of the consultations that the viewer may oversee, open ones first. Callers may show only
    summaries."""
    return listed(oversees(viewer), page)


def count_overdue(at: datetime) -> int:
    """Return the number of consultations of real work in which the desk has missed a deadline, whoever takes part in
    them."""
    late = select(func.count()).select_from(Consultation).where(is_overdue(at), is_real())
    return db.session.scalar(late) or 0


def is_real() -> ColumnElement[bool]:
    """Return the SQL condition that a consultation is real work, and no part of an exercise."""
    return Consultation.exercise_id.is_(None)


def is_overdue(at: datetime) -> ColumnElement[bool]:
    """Return the SQL condition that the desk has missed a deadline."""
    return or_(
        and_(Consultation.state.in_(WAITING), Consultation.acknowledge_by < at),
        and_(Consultation.state.in_(UNANSWERED), Consultation.answer_by < at),
    )


def sides_of(viewer: Viewer, consultation: Consultation) -> frozenset[ConsultationSide]:
    """Return the sides on which the viewer has a seat."""
    return frozenset(ConsultationSide(seat.side) for seat in seats_of(viewer, consultation))


def seats_of(viewer: Viewer, consultation: Consultation) -> list[ConsultationSeat]:
    """Return the seats that the viewer holds: in person, as a member of a desk, or as one of the people of an
    authority. They are sorted by id."""
    query = select(ConsultationSeat).where(ConsultationSeat.consultation_id == consultation.id, holds_seat(viewer))
    return list(db.session.scalars(query.order_by(ConsultationSeat.id)))


def is_at_desk(viewer: Viewer, consultation: Consultation) -> bool:
    """Return whether the viewer is a member of the desk that has the question now. Return False for people of an
    authority that was brought in."""
    return any(seat.focal_point_key for seat in seats_of(viewer, consultation))


def list_entries(viewer: Viewer, consultation: Consultation, most: int | None = None) -> list[ConsultationEntry]:
    """Return the acts that the viewer may see, oldest first: all of them, or the newest `most`. The notes of a side are
    left out if the viewer has no seat on that side."""
    own = (ConsultationEntry.consultation_id == consultation.id, _is_for(sides_of(viewer, consultation)))
    newest = select(ConsultationEntry).where(*own).order_by(ConsultationEntry.id.desc()).limit(most)
    return list(db.session.scalars(newest))[::-1]


def count_entries(viewer: Viewer, consultation: Consultation) -> int:
    """Return the number of acts that the viewer may see."""
    own = (ConsultationEntry.consultation_id == consultation.id, _is_for(sides_of(viewer, consultation)))
    return db.session.scalar(select(func.count(ConsultationEntry.id)).where(*own)) or 0


def newest_entry(viewer: Viewer, consultation: Consultation) -> str:
    """Return the public id of the newest act that the viewer may see, or "" if there is none."""
    own = (ConsultationEntry.consultation_id == consultation.id, _is_for(sides_of(viewer, consultation)))
    query = select(ConsultationEntry.public_id).where(*own).order_by(ConsultationEntry.id.desc()).limit(1)
    return db.session.scalar(query) or ""


def find_newest_own(viewer: Viewer, consultation: Consultation | None = None) -> ConsultationEntry | None:
    """Return the viewer's latest act in a consultation, or in all consultations if `consultation` is None."""
    query = select(ConsultationEntry).where(ConsultationEntry.author_id == viewer.account_id)
    if consultation is not None:
        query = query.where(ConsultationEntry.consultation_id == consultation.id)
    return db.session.scalar(query.order_by(ConsultationEntry.id.desc()).limit(1))


def list_readings(consultation: Consultation) -> list[ReadReceipt]:
    """Return the read receipts of a thread, the latest first. The caller checks that the viewer may read the thread."""
    of = ConsultationReading
    last = func.max(of.last_at)
    query = select(of.account_id, of.way, func.sum(of.times), last).where(of.consultation_id == consultation.id)
    rows = db.session.execute(query.group_by(of.account_id, of.way).order_by(last.desc()))
    return [ReadReceipt(*row) for row in rows]


def list_steps(consultation: Consultation) -> list[ConsultationStep]:
    """Return the steps of the fallback chain that were taken since the question was last asked, reopened or handed
    over, oldest first."""
    own = (ConsultationStep.consultation_id == consultation.id, ConsultationStep.round == consultation.round)
    return list(db.session.scalars(select(ConsultationStep).where(*own).order_by(ConsultationStep.id)))


def list_unread(viewer: Viewer, consultations: Sequence[Consultation]) -> frozenset[int]:
    """Return the ids of the consultations that have an act that is unread by the viewer (see `has_unread`)."""
    shown = Consultation.id.in_([one.id for one in consultations])
    query = select(Consultation.id).where(shown, has_unread(viewer))
    return frozenset(db.session.scalars(query)) if consultations else frozenset()


def has_unread(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a consultation has an unread act. An act is unread if another person or the
    directory did it, and the viewer may see it but has not read it."""
    read = (
        select(ConsultationReading.entry_id)
        .where(
            ConsultationReading.consultation_id == ConsultationEntry.consultation_id,
            ConsultationReading.account_id == viewer.account_id,
            ConsultationReading.entry_id >= ConsultationEntry.id,
            ConsultationReading.way.not_in(PARTIAL),
        )
        .exists()
    )
    of_others = or_(ConsultationEntry.author_id.is_(None), ConsultationEntry.author_id != viewer.account_id)
    own_seat = select(ConsultationSeat.id).where(
        ConsultationSeat.consultation_id == ConsultationEntry.consultation_id,
        ConsultationEntry.only_side.in_(["", ConsultationSeat.side]),
        holds_seat(viewer),
    )
    acts = select(ConsultationEntry.id).where(ConsultationEntry.consultation_id == Consultation.id)
    return acts.where(of_others, ~read, own_seat.exists()).exists()


def holds_seat(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer holds a seat that has not ended: in person, as a member of a desk, or as
    one of the people of an authority. Only holders of a seat may read a thread.

    A seat that names the viewer in person gives access only while the viewer belongs to the asking State and the seat's
    authority.
    """
    if viewer.account_id is None:
        return false()
    of_state = ConsultationSeat.consultation.has(Consultation.from_jurisdiction_key == viewer.jurisdiction)
    office = ConsultationSeat.authority_key
    in_office = or_(office.is_(None), office == viewer.authority)
    seat = [
        and_(ConsultationSeat.account_id == viewer.account_id, of_state, in_office),
        ConsultationSeat.focal_point_key.in_(sorted(viewer.desks)),
    ]
    if viewer.authority:
        seat.append(and_(ConsultationSeat.account_id.is_(None), office == viewer.authority))
    return and_(ConsultationSeat.ended_at.is_(None), or_(*seat))


def takes_part(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer has a seat in a consultation."""
    return Consultation.seats.any(holds_seat(viewer))


def is_asking(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer has a seat on the asking side of a consultation."""
    return Consultation.seats.any(and_(ConsultationSeat.side == ConsultationSide.ASKING, holds_seat(viewer)))


def oversees(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer may oversee a consultation, through its network or one of its two
    States."""
    in_networks = Consultation.network_key.in_(sorted(viewer.networks))
    states = (Consultation.to_jurisdiction_key, Consultation.from_jurisdiction_key)
    return or_(*(permitted(viewer, Action.OVERSEE, state, in_networks) for state in states))


def _is_for(sides: frozenset[ConsultationSide]) -> ColumnElement[bool]:
    return ConsultationEntry.only_side.in_(["", *sorted(sides)])


def get_one(*conditions: ColumnElement[bool]) -> Consultation:
    """Return the consultation that meets all conditions, else raise NotFound. The conditions must limit the result to
    what the viewer may read (see `takes_part`, `oversees`): this function checks nothing more."""
    found = db.session.scalar(select(Consultation).where(*conditions).options(selectinload(Consultation.seats)))
    if found is None:
        raise NotFound
    return found


def listed(condition: ColumnElement[bool], page: int) -> Paged[Consultation]:
    """Return one page of the consultations that meet a condition, in this order: urgent unanswered questions, other
    consultations that are not closed, closed consultations. Each group is sorted by latest act, newest first.

    The condition must limit the result to what the viewer may read: this function checks nothing more.
    """
    is_closed = Consultation.state == ConsultationState.CLOSED
    is_pressing = and_(Consultation.urgency == Urgency.URGENT, Consultation.state.in_(UNANSWERED))
    order = (is_closed, ~is_pressing, Consultation.changed_at.desc())
    return paginate(select(Consultation).where(condition).order_by(*order), page)
