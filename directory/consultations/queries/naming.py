"""Reads which States know of one another that they are asked the same: those whose desks both agreed to it, once the
asking side has told them."""

from sqlalchemy import ColumnElement, and_, select

from directory.access.viewer import Viewer
from directory.consultations.queries.threads import sides_of
from directory.extensions import db
from directory.models import Consultation, QuestionRound, RoundMember
from directory.vocabulary import ConsultationSide


def list_named_beside(viewer: Viewer, consultation: Consultation) -> list[str]:
    """Return the codes of the other States of which the desk was told, sorted. Return [] unless the viewer is on the
    asked side, and as soon as the desk has taken back that it may be named."""
    if ConsultationSide.ASKED not in sides_of(viewer, consultation):
        return []
    told = select(RoundMember.round_id).join(Consultation, Consultation.id == RoundMember.consultation_id)
    own = told.where(RoundMember.consultation_id == consultation.id, is_told()).scalar_subquery()
    others = select(Consultation.to_jurisdiction_key).join(RoundMember, RoundMember.consultation_id == Consultation.id)
    beside = others.where(RoundMember.round_id == own, Consultation.id != consultation.id, is_told())
    return sorted(set(db.session.scalars(beside)))


def find_round(viewer: Viewer, consultation: Consultation) -> str:
    """Return the public id of the round to which a consultation belongs, or "" if there is none. Return "" unless the
    viewer is on the asking side."""
    if ConsultationSide.ASKING not in sides_of(viewer, consultation):
        return ""
    own = select(QuestionRound.public_id).join(RoundMember, RoundMember.round_id == QuestionRound.id)
    return db.session.scalar(own.where(RoundMember.consultation_id == consultation.id)) or ""


def is_told() -> ColumnElement[bool]:
    """Return the SQL condition that a member of a round, joined with its consultation, is told of the others and they
    of it: its desk agreed before, has not taken that back, and the State was not let go."""
    return and_(RoundMember.let_go_at.is_(None), RoundMember.told_at >= Consultation.naming_agreed_at)
