"""Summaries of consultations, for lists and for people who oversee consultations. A summary contains no text that a
person wrote."""

from dataclasses import dataclass

from sqlalchemy import select

from directory import clock, i18n
from directory.access.facts import Link, Text, state_link
from directory.access.gate import read
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.consultations.presenters.links import ConsultationLink, links_to
from directory.consultations.presenters.times import ConsultationZones, LocalTime, zones_of
from directory.consultations.queries import threads
from directory.consultations.queries.earlier import list_linked
from directory.consultations.queries.people import desk_of
from directory.consultations.queries.threads import WAITING
from directory.extensions import db
from directory.models import Consultation, ConsultationStep, Network, Place
from directory.proposals.labels import entry_label, entry_labels
from directory.vocabulary import (
    CHAIN_STEPS,
    CONSULTATION_OUTCOMES,
    CONSULTATION_STATES,
    ENDED_STATUSES,
    MEASURES,
    OFFENCES,
    REQUEST_ITEMS,
    STAGES,
    URGENCIES,
    ConsultationState,
)


@dataclass(frozen=True)
class Deadline:
    """A time by which the desk must acknowledge or answer, in the zones of both sides. `done` is the time of the desk's
    act, or None if the desk has not acted."""

    times: tuple[LocalTime, ...]
    done: LocalTime | None
    is_overdue: bool


@dataclass(frozen=True)
class DeskEnding:
    """The fact that the desk of a consultation has ended. `successor` is the desk that replaced it. `successor` is None
    if no desk replaced it, or if the viewer may not read which desk did."""

    successor: Link | None


@dataclass(frozen=True)
class ConsultationFacts:
    """The summary of a consultation, without any text that a person wrote.

    `state` is a code of CONSULTATION_STATES; other codes are given as labels or links. `earlier` and `later` are
    consultations about the same request, if the viewer may see their summaries.
    """

    id: str
    asking: Link
    asked: Link
    desk: Link
    ended: DeskEnding | None
    network: Link
    measure: str
    offence: str
    stage: str
    treaty: Link | None
    urgency: str
    is_urgent: bool
    is_exercise: bool
    language: str
    state: str
    state_label: str
    outcome: str
    passed_on_to: Link | None
    missing: tuple[str, ...]
    earlier: tuple[ConsultationLink, ...]
    later: tuple[ConsultationLink, ...]
    opened_at: LocalTime
    changed_at: LocalTime
    acknowledge: Deadline
    answer: Deadline

    @property
    def is_overdue(self) -> bool:
        """Whether the desk is past a deadline."""
        return self.acknowledge.is_overdue or self.answer.is_overdue


@dataclass(frozen=True)
class Reminder:
    """A notice or reminder of the present round, which began when the question was last asked, reopened or handed over.
    `instead` is the later step that was taken because `step` reached nobody, or empty."""

    step: str
    instead: str
    at: LocalTime


def facts(viewer: Viewer, consultation: Consultation, language: str) -> ConsultationFacts:
    """Return the summary of a consultation. The caller checks that the viewer may see the summary.

    Times are in the zone of the viewer's side, or of the asking side for a viewer without seat.
    """
    zones = zones_of(consultation, threads.sides_of(viewer, consultation), language)
    treaty, institution = consultation.treaty_key, consultation.passed_on_to_key
    linked = list_linked(viewer, consultation)
    return ConsultationFacts(
        id=consultation.public_id,
        asking=state_link(consultation.from_jurisdiction_key, language),
        asked=state_link(consultation.to_jurisdiction_key, language),
        desk=_link("focal_point", consultation.focal_point_key, language),
        ended=_ended(viewer, consultation, language),
        network=_link("network", consultation.network_key, language),
        measure=str(MEASURES.label(consultation.measure)),
        offence=str(OFFENCES.label(consultation.offence)),
        stage=str(STAGES.label(consultation.stage)) if consultation.stage else "",
        treaty=_link("treaty", treaty, language) if treaty else None,
        urgency=str(URGENCIES.label(consultation.urgency)),
        is_exercise=consultation.is_exercise,
        is_urgent=consultation.urgency == "urgent",
        language=i18n.language_name(consultation.language, language),
        state=consultation.state,
        state_label=str(CONSULTATION_STATES.label(consultation.state)),
        outcome=str(CONSULTATION_OUTCOMES.label(consultation.outcome)) if consultation.outcome else "",
        passed_on_to=_link("authority", institution, language) if institution else None,
        missing=tuple(str(REQUEST_ITEMS.label(item)) for item in consultation.missing_items),
        earlier=links_to((one for one in linked if one.id == consultation.earlier_id), language),
        later=links_to((one for one in linked if one.id != consultation.earlier_id), language),
        opened_at=zones.own(consultation.opened_at),
        changed_at=zones.own(consultation.changed_at),
        acknowledge=acknowledge_due(consultation, zones),
        answer=answer_due(consultation, zones),
    )


def reminders(viewer: Viewer, consultation: Consultation, language: str) -> list[Reminder]:
    """Return the notices and reminders of the present round, oldest first."""
    zones = zones_of(consultation, threads.sides_of(viewer, consultation), language)
    steps = threads.list_steps(consultation)
    return [_reminder(step, zones) for step in steps]


def networks_to_set(viewer: Viewer, language: str) -> list[Link]:
    """Return links to the networks whose rule for consultations the viewer may set, sorted by name."""
    found = db.session.scalars(select(Network)).all()
    own = [one for one in found if may(viewer, Action.OVERSEE, Place(networks=frozenset({one.key})))]
    return [Link(Network.KIND, key, Text(name)) for key, name in entry_labels(own, language).items()]


def acknowledge_due(consultation: Consultation, zones: ConsultationZones) -> Deadline:
    """Return the deadline for acknowledging the question. Only an unacknowledged question can be overdue."""
    done = consultation.acknowledged_at
    is_overdue = consultation.state in WAITING and consultation.acknowledge_by < clock.now()
    return Deadline(zones.both(consultation.acknowledge_by), zones.own(done) if done else None, is_overdue)


def answer_due(consultation: Consultation, zones: ConsultationZones) -> Deadline:
    """Return the deadline for answering the question. Only an unanswered question can be overdue."""
    done = consultation.answered_at
    waits = consultation.state in (*WAITING, ConsultationState.ACKNOWLEDGED)
    is_overdue = waits and consultation.answer_by < clock.now()
    return Deadline(zones.both(consultation.answer_by), zones.own(done) if done else None, is_overdue)


def _ended(viewer: Viewer, consultation: Consultation, language: str) -> DeskEnding | None:
    desk = desk_of(consultation)
    if desk.status not in ENDED_STATUSES:
        return None
    successor = read(viewer, desk).value("successor_key")
    return DeskEnding(_link("focal_point", successor, language) if successor else None)


def _reminder(step: ConsultationStep, zones: ConsultationZones) -> Reminder:
    instead = str(CHAIN_STEPS.label(step.reached)) if step.reached != step.step else ""
    return Reminder(str(CHAIN_STEPS.label(step.step)), instead, zones.own(step.taken_at))


def _link(kind: str, key: str, language: str) -> Link:
    return Link(kind, key, Text(entry_label(kind, key, language)))
