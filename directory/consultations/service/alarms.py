"""Alarms about urgent questions. An alarm wakes each person whom a step of the fallback chain reaches, until somebody
acknowledges."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from directory.alarms.service import end_alarm, raise_alarm
from directory.consultations.queries.unopened import is_to_wake
from directory.extensions import db
from directory.models import Account, Alarm, Consultation
from directory.vocabulary import AlarmEnd, AlarmOccasion, ChainStep, Urgency

# The steps whose people are woken. Coordinators are not on duty, so they only get mail.
WOKEN = (ChainStep.DUTY, ChainStep.DEPUTY, ChainStep.HEAD)


def wake(consultation: Consultation, step: ChainStep, people: Iterable[Account], now: datetime) -> None:
    """Raise an alarm to each person whom a step reaches, if the question is urgent and the desk is still to be woken
    for it (see `is_to_wake`).

    Somebody who has an open alarm about the question gets no second one. Call this inside `committing`.
    """
    if consultation.urgency == Urgency.URGENT and step in WOKEN and is_to_wake(consultation):
        for one in people:
            raise_alarm(
                one,
                AlarmOccasion.CONSULTATION,
                now,
                subject_key=consultation.public_id,
                desk=consultation.focal_point_key,
                is_exercise=consultation.is_exercise,
            )


def list_open_alarms(consultation: Consultation) -> list[Alarm]:
    """Return the alarms about a question that have not ended."""
    about = Alarm.occasion == AlarmOccasion.CONSULTATION, Alarm.subject_key == consultation.public_id
    return list(db.session.scalars(select(Alarm).where(*about, Alarm.ended_at.is_(None))))


def end_alarms(consultation: Consultation, now: datetime) -> None:
    """End the alarms about a question, because nobody need be woken for it any more."""
    for alarm in list_open_alarms(consultation):
        end_alarm(alarm, AlarmEnd.NOT_NEEDED, now)
