"""Finds the people of a consultation: its participants (the holders of its seats), and the people to remind at a given
time."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, true

from directory.extensions import db
from directory.focal_points.duty import get_rota, list_on_duty
from directory.focal_points.fallback_chain import chain_of
from directory.models import (
    Account,
    AccountNetwork,
    Consultation,
    ConsultationEntry,
    ConsultationSeat,
    DeskMember,
    FocalPoint,
)
from directory.people.queries.accounts import list_coordinators
from directory.vocabulary import ChainStep, Role

# The steps of reminders, in order. Later steps of the fallback chain lead to networks that may not read the question.
REMINDER_STEPS = (ChainStep.DUTY, ChainStep.DEPUTY, ChainStep.HEAD, ChainStep.COORDINATOR)


def desk_of(consultation: Consultation) -> FocalPoint:
    """Return the desk that has the question now."""
    return db.session.get_one(FocalPoint, consultation.focal_point_key)


def desk_at(consultation: Consultation, at: datetime) -> str:
    """Return the key of the desk that had the question at a given time."""
    asked = [one.focal_point_key for one in consultation.seats if one.focal_point_key and one.since <= at]
    return asked[-1] if asked else consultation.focal_point_key


def list_members(desk: str) -> list[Account]:
    """Return the active members of a desk, sorted by account id."""
    return _active(Account.desks.any(DeskMember.focal_point_key == desk))


def list_members_on_duty(desk: str, at: datetime) -> list[Account]:
    """Return the members of a desk who are on duty, sorted by account id. Return all members if the desk has no
    rota."""
    members = list_members(desk)
    if get_rota(desk) is None:
        return members
    on_duty = {shift.account_id for shift in list_on_duty([desk], at).get(desk, ())}
    return [one for one in members if one.id in on_duty]


def first_reachable_step(desk: FocalPoint, step: ChainStep, at: datetime) -> tuple[ChainStep, list[Account]]:
    """Return the step of the fallback chain to take, and the people whom it reaches. This is the first step that
    reaches somebody, beginning with `step`, in the order of REMINDER_STEPS. At a desk without a rota, the step DUTY
    reaches all members.

    The last step, COORDINATOR, reaches administrators if there are no coordinators. It is returned even if it reaches
    nobody.
    """
    if step is ChainStep.DUTY and get_rota(desk.key) is None and (members := list_members(desk.key)):
        return step, members
    reached = {one.step: one.accounts for one in chain_of(desk, at)}
    for one in REMINDER_STEPS[REMINDER_STEPS.index(step) :]:
        if one in reached:
            return one, _active(Account.id.in_(reached[one]))
    return ChainStep.COORDINATOR, list_coordinators(desk.place())


def list_people_to_notify(consultation: Consultation, at: datetime, only_side: str = "") -> list[Account]:
    """Return the people to notify of a new act: the people of both sides, or only of the side `only_side`. The author
    of the act may be among them.

    For the seat of an authority, these are the authority's active people. For the seat of a desk, these are the members
    on duty, or all members if nobody is on duty.
    """
    found: dict[int, Account] = {}
    for seat in consultation.seats:
        if seat.ended_at is None and only_side in ("", seat.side):
            found |= {one.id: one for one in _of_seat(seat, at)}
    return list(found.values())


def list_seats_to_notify(consultation: Consultation, entry: ConsultationEntry) -> list[ConsultationSeat]:
    """Return the seats whose holders are to be notified of an act. A seat is left out if it reaches nobody, or
    only the author of the act."""
    return [
        seat
        for seat in consultation.seats
        if seat.ended_at is None
        and entry.only_side in ("", seat.side)
        and any(one.id != entry.author_id for one in _of_seat(seat, entry.at))
    ]


def list_network_coordinators(network: str) -> list[Account]:
    """Return the active administrators and the active coordinators of the network, sorted by id. Coordinators whose
    scope names no network are included."""
    in_it = or_(Account.networks.any(AccountNetwork.network_key == network), ~Account.networks.any())
    return _active(or_(Account.role == Role.ADMINISTRATOR, and_(Account.role == Role.COORDINATOR, in_it)))


def list_people_of_authority(authority: str | None) -> list[Account]:
    """Return the active people of an authority, sorted by account id, or [] for None."""
    return _active(Account.authority_key == authority) if authority else []


def _of_seat(seat: ConsultationSeat, at: datetime) -> list[Account]:
    if seat.focal_point_key is not None:
        return list_members_on_duty(seat.focal_point_key, at) or list_members(seat.focal_point_key)
    if seat.account_id is None:
        return list_people_of_authority(seat.authority_key)
    own = [Account.id == seat.account_id, Account.jurisdiction_key == seat.consultation.from_jurisdiction_key]
    return _active(and_(*own, Account.authority_key == seat.authority_key if seat.authority_key else true()))


def _active(condition: ColumnElement[bool]) -> list[Account]:
    return list(db.session.scalars(select(Account).where(Account.active, condition).order_by(Account.id)))
