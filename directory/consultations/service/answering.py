"""Writes messages and notes, acknowledges and answers questions."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory import clock
from directory.access.viewer import Viewer
from directory.consultations.queries.threads import WAITING
from directory.consultations.queries.unopened import ALARM, is_to_wake
from directory.consultations.service.alarms import end_alarms
from directory.consultations.service.entries import (
    NOBODY,
    EntrySubject,
    WrittenText,
    append_entry,
    is_duplicate,
    tell_others,
)
from directory.consultations.service.escalation import plan_next
from directory.consultations.service.sides import require_desk, require_open, require_side
from directory.models import Consultation
from directory.vocabulary import REQUEST_ITEMS, ConsultationAct, ConsultationSide, ConsultationState


@dataclass(frozen=True)
class Reply:
    """An answer of the desk. `outcome` is a code of CONSULTATION_OUTCOMES, and `missing` are codes of REQUEST_ITEMS.
    `passed_on_to` is the key of the authority to which the request was passed on, or empty."""

    outcome: str
    missing: Iterable[str]
    words: WrittenText
    passed_on_to: str = ""


def acknowledge(viewer: Viewer, consultation: Consultation) -> None:
    """Record that the desk has received the question, and tell the other people by letter. Does nothing for a question
    that is acknowledged, answered or closed.

    Raises NotFound unless the viewer is a member of the desk.
    """
    side = require_desk(viewer, consultation)
    if consultation.state not in WAITING:
        return
    consultation.state, consultation.acknowledged_at = ConsultationState.ACKNOWLEDGED, clock.now()
    plan_next(consultation)
    tell_others(consultation, append_entry(viewer, consultation, ConsultationAct.ACKNOWLEDGED, side))


def acknowledge_by_alarm(viewer: Viewer, consultation: Consultation, number: str) -> None:
    """Record that the viewer pressed the button of the alarm with this number, and tell the other people by letter: a
    person is awake and looks at the question. This acknowledges the question unread. All alarms about it end. Does
    nothing if the desk need not be woken any more.

    Raises NotFound unless the viewer is a member of the desk.
    """
    side = require_desk(viewer, consultation)
    if not is_to_wake(consultation):
        return
    now = clock.now()
    consultation.state = ConsultationState.ACKNOWLEDGED
    consultation.acknowledged_at = consultation.acknowledged_at or now
    entry = append_entry(viewer, consultation, ConsultationAct.ACKNOWLEDGED, side, subject=EntrySubject(ALARM, number))
    end_alarms(consultation, now)
    consultation.alarms_ended_at = None
    plan_next(consultation)
    tell_others(consultation, entry)


def send_message(viewer: Viewer, consultation: Consultation, words: WrittenText) -> None:
    """Write a message to both sides, or a note to the viewer's own side, and tell its readers by letter. A message sent
    twice is stored once.

    Raises NotFound for a viewer without a seat, and InvalidInput if the consultation is closed.
    """
    side = require_side(viewer, consultation, ConsultationSide.ASKING, ConsultationSide.ASKED)
    require_open(consultation)
    if not is_duplicate(viewer, consultation, ConsultationAct.MESSAGE, words):
        tell_others(consultation, append_entry(viewer, consultation, ConsultationAct.MESSAGE, side, words))


def answer(viewer: Viewer, consultation: Consultation, reply: Reply) -> None:
    """Store the desk's answer, which replaces any earlier answer, and tell the other people by letter. An answer sent
    twice is stored once.

    Raises NotFound unless the viewer is a member of the desk, and InvalidInput if the consultation is closed.
    """
    side = require_desk(viewer, consultation)
    require_open(consultation)
    wanted = set(reply.missing)
    found = (reply.outcome, tuple(item for item in REQUEST_ITEMS if item in wanted))
    known = (consultation.outcome, consultation.missing_items, consultation.passed_on_to_key or "")
    is_same = known == (*found, reply.passed_on_to)
    if is_same and is_duplicate(viewer, consultation, ConsultationAct.ANSWERED, reply.words):
        return
    count_as_answered(consultation)
    consultation.outcome, consultation.missing_items = found
    consultation.passed_on_to_key = reply.passed_on_to or None
    subject = EntrySubject("authority", reply.passed_on_to) if reply.passed_on_to else NOBODY
    entry = append_entry(viewer, consultation, ConsultationAct.ANSWERED, side, reply.words, subject)
    entry.outcome, entry.missing_items = found
    tell_others(consultation, entry)


def count_as_answered(consultation: Consultation) -> None:
    """Mark a consultation as answered now. The desk's deadlines end, and no further reminder is planned."""
    now = clock.now()
    consultation.state, consultation.answered_at = ConsultationState.ANSWERED, now
    consultation.acknowledged_at = consultation.acknowledged_at or now
    plan_next(consultation)
