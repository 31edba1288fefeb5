"""Finds whether a desk is still to be woken for a question: it is not acknowledged, or only the button of an alarm was
pressed and nobody of the desk has opened the question."""

from datetime import datetime

from sqlalchemy import and_, or_, select

from directory.consultations.queries.threads import PARTIAL, WAITING
from directory.extensions import db
from directory.models import Consultation, ConsultationEntry, ConsultationReading, DeskMember
from directory.vocabulary import ConsultationAct, ConsultationState

# The kind of subject of an acknowledgement that was made by the button of an alarm. The key of the subject is the
# number of the alarm.
ALARM = "alarm"


def unopened_since(consultation: Consultation) -> datetime | None:
    """Return when the button of an alarm about the question was last pressed, if nobody of the desk has opened the
    question. Otherwise return None.

    The question is opened if whoever pressed the button has read it since it was last asked, or if a member of the desk
    has read it after the button was pressed.
    """
    if consultation.state != ConsultationState.ACKNOWLEDGED:
        return None
    act = ConsultationEntry
    own = (act.consultation_id == consultation.id, act.act == ConsultationAct.ACKNOWLEDGED)
    pressed = db.session.scalar(select(act).where(*own).order_by(act.id.desc()).limit(1))
    if pressed is None or pressed.subject_kind != ALARM or pressed.at < consultation.round_started_at:
        return None
    read = ConsultationReading
    by_presser = and_(read.account_id == pressed.author_id, read.last_at >= consultation.round_started_at)
    staff = select(DeskMember.account_id).where(DeskMember.focal_point_key == consultation.focal_point_key)
    by_member = and_(read.account_id.in_(staff), read.last_at >= pressed.at)
    opened = select(read.entry_id).where(read.consultation_id == consultation.id, read.way.not_in(PARTIAL))
    is_opened = db.session.scalar(opened.where(or_(by_presser, by_member)).limit(1)) is not None
    return None if is_opened else pressed.at


def is_to_wake(consultation: Consultation) -> bool:
    """Return whether alarms about the question still have a purpose: nobody has acknowledged it, or nobody of the desk
    has opened it since the button of an alarm was pressed."""
    return consultation.state in WAITING or unopened_since(consultation) is not None
