"""The clock of one State of a round: how long it still has, is overdue, or took to answer."""

from dataclasses import dataclass

from flask_babel import gettext as _

from directory import clock, dates
from directory.consultations.queries.threads import WAITING
from directory.models import Consultation
from directory.vocabulary import ConsultationState


@dataclass(frozen=True)
class RoundClock:
    """A label and a span of time in words. `seconds` are those left, negative if the desk is overdue; None once it has
    answered or nothing more is waited for. Both texts are empty if the consultation ended without an answer."""

    label: str
    span: str
    seconds: int | None


def clock_of(consultation: Consultation, language: str) -> RoundClock:
    """Return the clock of a consultation by its next deadline."""
    if consultation.answered_at is not None:
        taken = consultation.answered_at - consultation.round_started_at
        return RoundClock(_("Answered within"), dates.length(taken, language), None)
    if consultation.state == ConsultationState.CLOSED:
        return RoundClock("", "", None)
    is_waiting = consultation.state in WAITING
    left = (consultation.acknowledge_by if is_waiting else consultation.answer_by) - clock.now()
    span, seconds = dates.length(abs(left), language), int(left.total_seconds())
    if seconds < 0:
        return RoundClock(_("Overdue by"), span, seconds)
    return RoundClock(_("Time left to acknowledge") if is_waiting else _("Time left to answer"), span, seconds)
