"""Presents consultations as lines of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from directory.access.viewer import Viewer
from directory.consultations.encryption import SUBJECT, cipher_of
from directory.consultations.presenters.facts import Deadline, acknowledge_due, answer_due
from directory.consultations.presenters.times import ConsultationZones, LocalTime, zones_in_order
from directory.consultations.queries import threads
from directory.consultations.queries.lists import list_desks_of, list_sides, list_zones
from directory.envelope_encryption import NotOpened
from directory.i18n import territory_name
from directory.models import Consultation, FocalPoint
from directory.proposals.labels import entry_labels
from directory.vocabulary import (
    CONSULTATION_STATES,
    ENDED_STATUSES,
    MEASURES,
    OFFENCES,
    URGENCIES,
    ConsultationState,
    Urgency,
)


@dataclass(frozen=True)
class ConsultationLine:
    """One consultation in a list. `is_unread` means that the viewer has not read an act of another person or of the
    directory. `has_ended` means that the desk ended before the consultation was closed. `subject` is empty if the line
    is a summary, or if the thread was shredded."""

    id: str
    subject: str
    asking: str
    asked: str
    desk: str
    measure: str
    offence: str
    urgency: str
    is_urgent: bool
    is_exercise: bool
    state: str
    state_label: str
    opened_at: LocalTime
    acknowledge: Deadline
    answer: Deadline
    is_unread: bool
    has_ended: bool

    @property
    def is_overdue(self) -> bool:
        """Whether the desk is past a deadline."""
        return self.acknowledge.is_overdue or self.answer.is_overdue


def lines_of(
    viewer: Viewer, found: Sequence[Consultation], language: str, *, with_subjects: bool = False
) -> list[ConsultationLine]:
    """Return one line for each consultation, in the order of `found`. The caller checks that the viewer may see the
    consultations.

    If `with_subjects` is true, the lines of consultations in which the viewer has a seat contain the subject of the
    question, and the caller records that the viewer saw these subjects (`note_subjects`).
    """
    desks, unread = list_desks_of(found), threads.list_unread(viewer, found)
    sides, (states, rotas) = list_sides(viewer, found), list_zones(found)
    names = entry_labels({desk.authority for desk in desks.values()}, language)
    lines = []
    for one in found:
        asked = rotas.get(one.focal_point_key) or states[one.to_jurisdiction_key]
        own = sides.get(one.id, frozenset())
        zones = zones_in_order(one, states[one.from_jurisdiction_key], asked, own, language)
        line = _line(one, desks[one.focal_point_key], names, zones, is_unread=one.id in unread)
        lines.append(replace(line, subject=_subject(one)) if with_subjects and own else line)
    return lines


def _subject(consultation: Consultation) -> str:
    try:
        return cipher_of(consultation).open(SUBJECT, consultation.sealed_subject)
    except NotOpened:
        return ""


def _line(
    consultation: Consultation, desk: FocalPoint, names: Mapping[str, str], zones: ConsultationZones, *, is_unread: bool
) -> ConsultationLine:
    return ConsultationLine(
        id=consultation.public_id,
        subject="",
        asking=territory_name(consultation.from_jurisdiction_key, zones.language),
        asked=territory_name(consultation.to_jurisdiction_key, zones.language),
        desk=f"{names[desk.authority_key]} · {consultation.network_key.upper()}",
        measure=str(MEASURES.label(consultation.measure)),
        offence=str(OFFENCES.label(consultation.offence)),
        urgency=str(URGENCIES.label(consultation.urgency)),
        is_exercise=consultation.is_exercise,
        is_urgent=consultation.urgency == Urgency.URGENT,
        state=consultation.state,
        state_label=str(CONSULTATION_STATES.label(consultation.state)),
        opened_at=zones.own(consultation.opened_at),
        acknowledge=acknowledge_due(consultation, zones),
        answer=answer_due(consultation, zones),
        is_unread=is_unread,
        has_ended=desk.status in ENDED_STATUSES and consultation.state != ConsultationState.CLOSED,
    )
