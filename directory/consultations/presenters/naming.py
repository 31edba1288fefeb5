"""Presents whether the asked desk may be named to other States, and the States of which it was told."""

from dataclasses import dataclass

from directory.access.viewer import Viewer
from directory.consultations.presenters.times import ConsultationZones, LocalTime
from directory.consultations.queries import threads
from directory.consultations.queries.naming import find_round, list_named_beside
from directory.i18n import territory_name
from directory.models import Consultation
from directory.vocabulary import ConsultationState


@dataclass(frozen=True)
class NamingLine:
    """What a participant sees of the naming to other States.

    - `agreed_at`: when the desk agreed, or None
    - `states`: for the asked side, the codes of the other States of which it was told; `names` are their names
    - `may_agree`, `may_end`: whether the viewer may agree, or take it back
    - `round`: for the asking side, the public id of the round of the consultation, or empty
    """

    agreed_at: LocalTime | None
    states: tuple[str, ...]
    names: tuple[str, ...]
    may_agree: bool
    may_end: bool
    round: str


def naming_of(viewer: Viewer, consultation: Consultation, zones: ConsultationZones) -> NamingLine:
    """Return what a participant sees. The caller checks that the viewer has a seat."""
    at, states = consultation.naming_agreed_at, list_named_beside(viewer, consultation)
    is_desk = threads.is_at_desk(viewer, consultation) and not consultation.is_exercise
    return NamingLine(
        zones.own(at) if at else None,
        tuple(states),
        tuple(territory_name(code, zones.language) for code in states),
        is_desk and at is None and consultation.state != ConsultationState.CLOSED,
        is_desk and at is not None,
        find_round(viewer, consultation),
    )
