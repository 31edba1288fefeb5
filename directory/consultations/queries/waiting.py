"""Finds the consultations that wait for a person, who has to acknowledge, answer or read something, and the
consultations in which the person waits for a desk. Exercises are listed apart from real work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select

from directory.access.viewer import Viewer
from directory.consultations.queries.threads import (
    PARTIAL,
    UNANSWERED,
    WAITING,
    has_unread,
    is_asking,
    is_overdue,
    is_real,
    takes_part,
)
from directory.extensions import db
from directory.models import Consultation, ConsultationReading, ConsultationSeat
from directory.vocabulary import ConsultationState, Urgency


def is_to_acknowledge(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a desk of the viewer has to acknowledge the question."""
    return and_(Consultation.state.in_(WAITING), _is_at_desk(viewer))


def is_to_answer(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a desk of the viewer has acknowledged the question and has to answer it."""
    return and_(Consultation.state == ConsultationState.ACKNOWLEDGED, _is_at_desk(viewer))


def is_to_read(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a consultation has unread acts that wait for the viewer, and that the viewer need
    not acknowledge or answer its question.

    On the asked side, only open consultations meet the condition. A member of the desk must also have read the
    consultation before. So the desk's earlier questions do not wait for a new member.
    """
    at_desk, is_open = _is_at_desk(viewer), Consultation.state != ConsultationState.CLOSED
    own = (ConsultationReading.consultation_id == Consultation.id, ConsultationReading.account_id == viewer.account_id)
    has_read = select(ConsultationReading.entry_id).where(*own, ConsultationReading.way.not_in(PARTIAL)).exists()
    is_asked = and_(is_open, takes_part(viewer), or_(not_(at_desk), has_read))
    is_task = and_(Consultation.state.in_(UNANSWERED), at_desk)
    return and_(or_(is_asking(viewer), is_asked), not_(is_task), has_unread(viewer))


def waits_for(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer has to acknowledge, answer or read something in a consultation."""
    return or_(is_to_acknowledge(viewer), is_to_answer(viewer), is_to_read(viewer))


def list_exercises(viewer: Viewer, most: int) -> Sequence[Consultation]:
    """Return up to `most` consultations of exercises that wait for the viewer, in the order of `_soonest_first`."""
    return _listed(and_(waits_for(viewer), not_(is_real())), most)


def list_late(viewer: Viewer, at: datetime, most: int) -> Sequence[Consultation]:
    """Return up to `most` consultations of real work that wait for the viewer and in which the desk has missed a
    deadline, in the order of `_soonest_first`."""
    return _listed(and_(is_real(), waits_for(viewer), is_overdue(at)), most)


def list_waiting(viewer: Viewer, at: datetime, most: int) -> Sequence[Consultation]:
    """Return up to `most` consultations of real work that wait for the viewer and in which the desk has missed no
    deadline, in the order of `_soonest_first`."""
    return _listed(and_(is_real(), waits_for(viewer), not_(is_overdue(at))), most)


def list_late_elsewhere(viewer: Viewer, at: datetime, most: int) -> Sequence[Consultation]:
    """Return up to `most` consultations of real work in which the viewer has a seat, the desk has missed a deadline,
    and nothing waits for the viewer. They are in the order of `_soonest_first`."""
    return _listed(and_(is_real(), takes_part(viewer), is_overdue(at), not_(waits_for(viewer))), most)


def list_with_desk(viewer: Viewer, at: datetime, most: int) -> Sequence[Consultation]:
    """Return up to `most` consultations of real work in which the viewer is on the asking side, the question is
    unanswered, the desk has missed no deadline, and nothing waits for the viewer. They are in the order of
    `_soonest_first`."""
    is_with_desk = and_(is_real(), Consultation.state.in_(UNANSWERED), not_(is_overdue(at)))
    return _listed(and_(is_asking(viewer), is_with_desk, not_(waits_for(viewer))), most)


def list_most_asked(viewer: Viewer, most: int) -> list[str]:
    """Return the keys of up to `most` desks that the viewer has asked most often, the most asked first. Exercises do
    not count."""
    desk, asked = Consultation.focal_point_key, Consultation.asker_id == viewer.account_id
    query = select(desk).where(asked, is_real()).group_by(desk).order_by(func.count().desc(), desk).limit(most)
    return list(db.session.scalars(query))


def _is_at_desk(viewer: Viewer) -> ColumnElement[bool]:
    own = ConsultationSeat.focal_point_key.in_(sorted(viewer.desks))
    return Consultation.seats.any(and_(own, ConsultationSeat.ended_at.is_(None)))


def _listed(condition: ColumnElement[bool], most: int) -> Sequence[Consultation]:
    return db.session.scalars(select(Consultation).where(condition).order_by(*_soonest_first()).limit(most)).all()


def _soonest_first() -> tuple[ColumnElement[Any], ...]:
    """Return the order of a list: urgent unanswered questions, other unanswered questions, answered questions.
    Unanswered questions are sorted by their next deadline, answered questions by latest act, newest first."""
    is_open = Consultation.state.in_(UNANSWERED)
    is_urgent = and_(is_open, Consultation.urgency == Urgency.URGENT)
    due = case((Consultation.state.in_(WAITING), Consultation.acknowledge_by), (is_open, Consultation.answer_by))
    return not_(is_urgent), not_(is_open), due, Consultation.changed_at.desc()
