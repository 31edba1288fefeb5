"""The participants of a consultation as JSON, and the people and offices that may be added."""

from typing import Any

from directory.access.viewer import Viewer
from directory.api.document.common_schemas import NUMBER, OPTIONAL_INSTANT
from directory.api.document.operations import INSTANT, Schema
from directory.api.document.schemas import TEXT, closed_object
from directory.consultations.presenters import choices
from directory.consultations.presenters.seats import Seat
from directory.consultations.queries import threads
from directory.models import Consultation
from directory.vocabulary import ConsultationSide

COWORKER: Schema = {"type": ["integer", "null"], "description": "Of a co-worker, for the asking side alone."}


def seat_schemas() -> dict[str, Schema]:
    """Return the schemas of a seat, and of people and offices that may be added, by name."""
    return {
        "ConsultationSeat": closed_object(
            {
                "name": TEXT,
                "account": COWORKER,
                "side": TEXT | {"enum": list(ConsultationSide)},
                "since": INSTANT,
                "until": OPTIONAL_INSTANT,
            }
        ),
        "ConsultationChoices": closed_object(
            {"coworkers": _some("account", NUMBER), "authorities": _some("id", TEXT), "desks": _some("id", TEXT)}
        ),
    }


def serialize_seat(seat: Seat, *, is_asking: bool) -> dict[str, Any]:
    """Return a seat as JSON. `account` is the id of a co-worker whom the asking side can remove. `account` is None for
    every other seat, and for all seats if `is_asking` is false."""
    return {
        "name": seat.name,
        "account": seat.account if is_asking else None,
        "side": seat.side,
        "since": seat.since.iso,
        "until": seat.until.iso if seat.until else None,
    }


def serialize_choices(viewer: Viewer, consultation: Consultation, language: str) -> dict[str, Any]:
    """Return the people and offices that the viewer may add to a consultation: the lists `coworkers`, `authorities` and
    `desks`. Each item has a `name` and the id for a write."""
    asks, is_desk = (
        ConsultationSide.ASKING in threads.sides_of(viewer, consultation),
        threads.is_at_desk(viewer, consultation),
    )
    coworkers = choices.coworkers(consultation) if asks else []
    authorities = choices.authorities(consultation, language) if is_desk else []
    desks = choices.desks(consultation, language) if is_desk else []
    return {
        "coworkers": [{"account": int(account), "name": name} for account, name in coworkers if account],
        "authorities": [{"id": key, "name": name} for key, name in authorities if key],
        "desks": [{"id": key, "name": name} for key, name in desks if key],
    }


def _some(name: str, what: Schema) -> Schema:
    return {"type": "array", "items": closed_object({name: what, "name": TEXT})}
