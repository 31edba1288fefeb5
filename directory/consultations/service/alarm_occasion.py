"""The occasion of alarms about urgent questions: what an acknowledgement does, and what follows if there is none."""

from datetime import datetime

from sqlalchemy import select

from directory.accounts.queries import viewer_of
from directory.consultations.queries.people import desk_of, list_members
from directory.consultations.queries.threads import WAITING
from directory.consultations.queries.unopened import is_to_wake
from directory.consultations.service.alarms import WOKEN, list_open_alarms
from directory.consultations.service.answering import acknowledge_by_alarm
from directory.consultations.service.escalation import plan_next
from directory.extensions import db
from directory.focal_points.duty import get_rota
from directory.focal_points.fallback_chain import chain_of
from directory.models import Alarm, Consultation, FocalPoint
from directory.vocabulary import AlarmEnd


class UrgentQuestion:
    """The rules for an alarm that wakes a person of a desk for an urgent question (see `is_to_wake`)."""

    def end_of(self, alarm: Alarm, now: datetime) -> AlarmEnd:
        """Return NOT_NEEDED if the alarm's desk need not be woken any more, OFF_DUTY if the fallback chain of the desk
        no longer reaches the person, and NONE if the alarm goes on."""
        consultation = _consultation_of(alarm)
        if not _waits(consultation, alarm):
            return AlarmEnd.NOT_NEEDED
        return AlarmEnd.NONE if _is_woken(alarm.account_id, desk_of(consultation), now) else AlarmEnd.OFF_DUTY

    def still_waits(self, alarm: Alarm, now: datetime) -> bool:
        """Return whether nobody has acknowledged the question since it was last asked, the question is still at the
        alarm's desk, and the fallback chain of the desk still reaches the person."""
        consultation = _consultation_of(alarm)
        is_waiting = consultation.state in WAITING and alarm.raised_at >= consultation.round_started_at
        return is_waiting and self.end_of(alarm, now) is AlarmEnd.NONE

    def path_of(self, alarm: Alarm) -> str:
        """Return the path of the question."""
        return f"consultations/{alarm.subject_key}"

    def acknowledged(self, alarm: Alarm) -> None:
        """Acknowledge the question for the person, who is awake. All other alarms about the question end."""
        acknowledge_by_alarm(viewer_of(alarm.account), _consultation_of(alarm), alarm.number)

    def unacknowledged(self, alarm: Alarm, now: datetime) -> None:
        """Make the next step of the fallback chain due at once, if all alarms about the question have ended."""
        consultation = _consultation_of(alarm)
        if not list_open_alarms(consultation):
            consultation.alarms_ended_at = now
            plan_next(consultation)


def _consultation_of(alarm: Alarm) -> Consultation:
    return db.session.scalars(select(Consultation).where(Consultation.public_id == alarm.subject_key)).one()


def _waits(consultation: Consultation, alarm: Alarm) -> bool:
    return consultation.focal_point_key == alarm.focal_point_key and is_to_wake(consultation)


def _is_woken(account_id: int, desk: FocalPoint, now: datetime) -> bool:
    if get_rota(desk.key) is None and any(one.id == account_id for one in list_members(desk.key)):
        return True
    return any(account_id in step.accounts for step in chain_of(desk, now) if step.step in WOKEN)
