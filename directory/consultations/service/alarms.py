"""Alarms about urgent questions. An alarm wakes each person whom a step of the fallback chain reaches, until somebody
acknowledges."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from directory.alarms.queries import has_usable_way
from directory.alarms.service import end_alarm, raise_alarm
from directory.consultations.queries.people import REMINDER_STEPS, desk_of
from directory.consultations.queries.unopened import is_to_wake
from directory.extensions import db
from directory.focal_points.fallback_chain import chain_of
from directory.models import Account, Alarm, Consultation
from directory.vocabulary import AlarmEnd, AlarmOccasion, ChainStep, Urgency

# The steps whose people are woken. Coordinators are not on duty, so they only get mail.
WOKEN = (ChainStep.DUTY, ChainStep.DEPUTY, ChainStep.HEAD)


def wake(consultation: Consultation, step: ChainStep, people: Iterable[Account], now: datetime) -> bool:
    """Raise an alarm to each person whom a step reaches, if the question is urgent and the desk is still to be woken
    for it (see `is_to_wake`).

    Somebody who has an open alarm about the question gets no second one. Return False if the step should have woken
    somebody, but nobody whom it reaches has a usable way. Call this inside `committing`.
    """
    if consultation.urgency != Urgency.URGENT or step not in WOKEN or not is_to_wake(consultation):
        return True
    raised = [
        raise_alarm(
            one,
            AlarmOccasion.CONSULTATION,
            now,
            subject_key=consultation.public_id,
            desk=consultation.focal_point_key,
            is_exercise=consultation.is_exercise,
        )
        for one in people
    ]
    return any(raised)


def can_wake_after(consultation: Consultation, step: ChainStep, now: datetime) -> bool:
    """Return whether an alarm can reach somebody at a step of the chain later than `step`."""
    later = {one for one in REMINDER_STEPS[REMINDER_STEPS.index(step) + 1 :] if one in WOKEN}
    chain = chain_of(desk_of(consultation), now)
    return has_usable_way([account for one in chain if one.step in later for account in one.accounts])


def list_open_alarms(consultation: Consultation) -> list[Alarm]:
    """Return the alarms about a question that have not ended."""
    about = Alarm.occasion == AlarmOccasion.CONSULTATION, Alarm.subject_key == consultation.public_id
    return list(db.session.scalars(select(Alarm).where(*about, Alarm.ended_at.is_(None))))


def end_alarms(consultation: Consultation, now: datetime) -> None:
    """End the alarms about a question, because nobody need be woken for it any more."""
    for alarm in list_open_alarms(consultation):
        end_alarm(alarm, AlarmEnd.NOT_NEEDED, now)
