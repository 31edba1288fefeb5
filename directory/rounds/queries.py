"""Reads rounds. Whoever has a seat on the asking side of a consultation of a round may read the round, but of its
consultations only those in which they have such a seat."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from directory.access.viewer import Viewer
from directory.consultations.queries.succession import is_left_to
from directory.consultations.queries.threads import is_asking
from directory.consultations.service.asking import can_be_asked
from directory.errors import NotFound
from directory.extensions import db
from directory.models import (
    Account,
    Authority,
    Consultation,
    ConsultationEntry,
    DeskMember,
    FocalPoint,
    QuestionRound,
    RoundMember,
)
from directory.paging import Paged, paginate
from directory.vocabulary import ConsultationAct

MOST_STATES, LEAST_STATES = 8, 2


def get(viewer: Viewer, public_id: str) -> QuestionRound:
    """Return a round that the viewer may read, else raise NotFound."""
    own = QuestionRound.members.any(RoundMember.consultation.has(is_asking(viewer)))
    found = db.session.scalar(select(QuestionRound).where(QuestionRound.public_id == public_id, own))
    if found is None:
        raise NotFound
    return found


def find_by_key(viewer: Viewer, key: str) -> QuestionRound | None:
    """Return the round with this public id if the viewer may read it, else None."""
    try:
        return get(viewer, key)
    except NotFound:
        return None


def is_taken(public_id: str) -> bool:
    """Return whether there is a round with this public id, whoever may read it."""
    return db.session.scalar(select(QuestionRound.id).where(QuestionRound.public_id == public_id)) is not None


def list_own(viewer: Viewer, page: int) -> Paged[QuestionRound]:
    """Return one page of the rounds that the viewer may read, newest first."""
    own = QuestionRound.members.any(RoundMember.consultation.has(is_asking(viewer)))
    return paginate(select(QuestionRound).where(own).order_by(QuestionRound.id.desc()), page)


def list_members(viewer: Viewer, rounds: Sequence[QuestionRound]) -> dict[int, list[RoundMember]]:
    """Return the members of rounds in whose consultations the viewer has a seat on the asking side, by id of the round:
    in the order in which they were asked, those that were let go last."""
    query = select(RoundMember).join(Consultation, Consultation.id == RoundMember.consultation_id)
    own = query.where(RoundMember.round_id.in_([one.id for one in rounds]), is_asking(viewer))
    order = RoundMember.let_go_at.is_not(None), RoundMember.id
    seats = contains_eager(RoundMember.consultation).selectinload(Consultation.seats)
    found: dict[int, list[RoundMember]] = {one.id: [] for one in rounds}
    for member in db.session.scalars(own.order_by(*order).options(seats)):
        found[member.round_id].append(member)
    return found


def members_of(viewer: Viewer, asked: QuestionRound) -> list[RoundMember]:
    """Return the members of a round as `list_members` does."""
    return list_members(viewer, [asked])[asked.id]


def list_questions(members: Sequence[RoundMember]) -> dict[int, ConsultationEntry]:
    """Return a mapping from the id of each consultation of these members to its question. The caller checks that the
    viewer may read the consultations."""
    own = ConsultationEntry.consultation_id.in_([one.consultation_id for one in members])
    query = select(ConsultationEntry).where(own, ConsultationEntry.act == ConsultationAct.ASKED)
    return {one.consultation_id: one for one in db.session.scalars(query)}


def get_member(viewer: Viewer, asked: QuestionRound, state: str) -> RoundMember:
    """Return the member of a State that was not let go. If there is none, return the last one that was. Raises
    NotFound if the viewer sees neither."""
    found = [one for one in members_of(viewer, asked) if one.consultation.to_jurisdiction_key == state]
    present = [one for one in found if one.let_go_at is None]
    for one in (*present, *reversed(found)):
        return one
    raise NotFound


def list_present(asked: QuestionRound) -> list[RoundMember]:
    """Return the members of a round that were not let go, whoever may read their consultations."""
    return [one for one in asked.members if one.let_go_at is None]


def list_left(viewer: Viewer, asked: QuestionRound) -> list[Consultation]:
    """Return the consultations of a round that the viewer may take over and in which the viewer has no seat."""
    of_round = select(RoundMember.consultation_id).where(RoundMember.round_id == asked.id)
    query = select(Consultation).where(Consultation.id.in_(of_round), is_left_to(viewer))
    return list(db.session.scalars(query.order_by(Consultation.id)))


def list_askable_desks(viewer: Viewer) -> dict[str, list[FocalPoint]]:
    """Return the desks that the viewer may ask in a round, by State: desks with people first, then those of the
    viewer's networks, then by key. Desks of the viewer's own State are left out."""
    query = select(FocalPoint).join(Authority, Authority.key == FocalPoint.authority_key)
    of_others = Authority.jurisdiction_key.is_not(None), Authority.jurisdiction_key != viewer.jurisdiction
    found = db.session.scalars(query.where(*of_others).options(contains_eager(FocalPoint.authority)))
    staffed, by_state = list_staffed(), dict[str, list[FocalPoint]]()
    for desk in sorted(
        found, key=lambda one: (one.key not in staffed, one.network_key not in viewer.networks, one.key)
    ):
        if can_be_asked(viewer, desk):
            by_state.setdefault(desk.authority.jurisdiction_key or "", []).append(desk)
    return by_state


def list_staffed() -> frozenset[str]:
    """Return the keys of the desks that have an active member."""
    query = select(DeskMember.focal_point_key).join(Account, Account.id == DeskMember.account_id)
    return frozenset(db.session.scalars(query.where(Account.active)))
