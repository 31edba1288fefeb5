"""Lists the people, authorities and desks that may become participants of a consultation (get a seat): co-workers of
the asker, and authorities and desks of the State that was asked."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from directory.consultations.queries.succession import list_colleagues, list_successors
from directory.extensions import db
from directory.models import Account, Authority, Consultation, DeskMember, ExerciseDesk, FocalPoint
from directory.vocabulary import ENDED_STATUSES


def list_coworkers(consultation: Consultation) -> list[Account]:
    """Return the active people of the asker's authority, then the asker's successors. People who already have a seat
    are left out. The caller checks that the viewer is on the asking side."""
    seated = {seat.account_id for seat in consultation.seats if seat.ended_at is None}
    near = [*list_colleagues(consultation), *list_successors(consultation)]
    return list({one.id: one for one in near if one.id not in seated}.values())


def list_authorities(consultation: Consultation) -> list[Authority]:
    """Return the authorities that can be brought in, sorted by key. They belong to the State that was asked, have not
    ended, have an active account and have no seat."""
    seated = [seat.authority_key for seat in consultation.seats if seat.ended_at is None and seat.authority_key]
    staffed = select(Account.authority_key).where(Account.active, Account.authority_key.is_not(None))
    own = (Authority.jurisdiction_key == consultation.to_jurisdiction_key, Authority.key.in_(staffed))
    others = (Authority.status.not_in(ENDED_STATUSES), Authority.key.not_in(seated))
    query = select(Authority).where(*own, *others).order_by(Authority.key)
    return list(db.session.scalars(query))


def list_institutions(consultation: Consultation) -> list[Authority]:
    """Return the authorities of the State that was asked, sorted by key. Ended authorities are left out."""
    own = (Authority.jurisdiction_key == consultation.to_jurisdiction_key, Authority.status.not_in(ENDED_STATUSES))
    return list(db.session.scalars(select(Authority).where(*own).order_by(Authority.key)))


def list_desks(consultation: Consultation) -> list[FocalPoint]:
    """Return the desks to which the question can be handed over, sorted by key. They are other desks of the State that
    was asked, have not ended and have an active member. In an exercise, they take part in it."""
    staffed = (
        select(DeskMember.focal_point_key).join(Account, Account.id == DeskMember.account_id).where(Account.active)
    )
    of_state = FocalPoint.authority.has(Authority.jurisdiction_key == consultation.to_jurisdiction_key)
    others = [FocalPoint.key != consultation.focal_point_key, FocalPoint.status.not_in(ENDED_STATUSES)]
    if consultation.is_exercise:
        taking_part = select(ExerciseDesk.focal_point_key).where(ExerciseDesk.exercise_id == consultation.exercise_id)
        others.append(FocalPoint.key.in_(taking_part))
    query = select(FocalPoint).where(of_state, *others, FocalPoint.key.in_(staffed)).order_by(FocalPoint.key)
    return list(db.session.scalars(query.options(joinedload(FocalPoint.authority))))
