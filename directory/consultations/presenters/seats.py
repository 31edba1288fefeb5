"""Presents the seats of a consultation: the people, desks and authorities that take part on either side."""

from dataclasses import dataclass

from directory import i18n
from directory.consultations.presenters.times import ConsultationZones, LocalTime
from directory.history.actors import Actor, Actors
from directory.models import Consultation, ConsultationSeat
from directory.proposals.labels import entry_label


@dataclass(frozen=True)
class Seat:
    """A seat: the place of a person, desk or authority as a participant of a consultation. `has_left` means that the
    person has lost access. `account` is the id of a co-worker who can be removed, otherwise None."""

    name: str
    side: str
    since: LocalTime
    until: LocalTime | None
    has_left: bool
    account: int | None


def seats_of(consultation: Consultation, actors: Actors, zones: ConsultationZones, language: str) -> list[Seat]:
    """Return the seats of a consultation: the present seats, then the ended seats, each group sorted by beginning."""
    seats = sorted(consultation.seats, key=lambda one: one.ended_at is not None)
    return [_seat(one, consultation, actors, zones, language) for one in seats]


def name_with_office(actor: Actor) -> str:
    """Return a person's name, followed by the name of the person's office."""
    return i18n.side_by_side([part for part in (actor.person, actor.office.text) if part])


def seat_name(held: ConsultationSeat, actors: Actors, language: str) -> str:
    """Return the name of the person, desk or authority that holds a seat."""
    if held.account_id is not None:
        return name_with_office(actors.of(held.account_id))
    if held.focal_point_key is not None:
        return entry_label("focal_point", held.focal_point_key, language)
    return entry_label("authority", held.authority_key or "", language)


def _seat(
    held: ConsultationSeat, consultation: Consultation, actors: Actors, zones: ConsultationZones, language: str
) -> Seat:
    return Seat(
        name=seat_name(held, actors, language),
        side=held.side,
        since=zones.own(held.since),
        until=zones.own(held.ended_at) if held.ended_at else None,
        has_left=held.vacant_since is not None,
        account=held.account_id if held.account_id != consultation.asker_id and held.ended_at is None else None,
    )
