"""Presents the alarms about a question: to the desk that was woken, and without names to people who oversee."""

from dataclasses import dataclass

from directory.access.viewer import Viewer
from directory.alarms.presenters import attempt_state, gateway_reply
from directory.alarms.queries import list_about
from directory.consultations.presenters.times import ConsultationZones, LocalTime
from directory.consultations.queries.threads import is_at_desk
from directory.models import Alarm, AlarmAttempt, Consultation
from directory.people.presenters.words import person
from directory.vocabulary import ALARM_ENDS, ALARM_WAYS, AlarmOccasion


@dataclass(frozen=True)
class WakingAttempt:
    """One attempt to wake a person. `reply` is the code or reason that the gateway gave, or empty."""

    way: str
    state: str
    at: LocalTime | None
    reply: str
    acknowledged_at: LocalTime | None


@dataclass(frozen=True)
class WakingLine:
    """One alarm about a question with its attempts. `name` is empty if the viewer may not know who was woken. `is_own`
    means that the alarm woke the viewer."""

    name: str
    number: str
    raised_at: LocalTime
    end: str
    attempts: list[WakingAttempt]
    is_exercise: bool
    is_own: bool


def alarms_at_desk(viewer: Viewer, consultation: Consultation, zones: ConsultationZones) -> list[WakingLine]:
    """Return the alarms to the viewer's own desk, oldest first, with names. Return [] if the question is not at the
    viewer's desk."""
    if not is_at_desk(viewer, consultation):
        return []
    own = (one for one in _alarms_about(consultation) if one.focal_point_key in viewer.desks)
    return [_line(one, zones, person(one.account), is_own=one.account_id == viewer.account_id) for one in own]


def alarms_overseen(consultation: Consultation, zones: ConsultationZones) -> list[WakingLine]:
    """Return all alarms about a question, oldest first, without names. The caller checks that the viewer oversees the
    consultation."""
    return [_line(one, zones, "") for one in _alarms_about(consultation)]


def _alarms_about(consultation: Consultation) -> list[Alarm]:
    return list_about(AlarmOccasion.CONSULTATION, consultation.public_id)


def _line(alarm: Alarm, zones: ConsultationZones, name: str, *, is_own: bool = False) -> WakingLine:
    attempts = [_attempt(one, zones) for one in alarm.attempts]
    end = str(ALARM_ENDS.label(alarm.end))
    return WakingLine(name, alarm.number, zones.own(alarm.raised_at), end, attempts, alarm.is_exercise, is_own)


def _attempt(attempt: AlarmAttempt, zones: ConsultationZones) -> WakingAttempt:
    at, acknowledged_at = attempt.handed_over_at, attempt.acknowledged_at
    return WakingAttempt(
        str(ALARM_WAYS.label(attempt.kind)),
        attempt_state(attempt),
        zones.own(at) if at else None,
        gateway_reply(attempt),
        zones.own(acknowledged_at) if acknowledged_at else None,
    )
