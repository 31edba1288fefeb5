"""The clock: reminds a desk along the chain of those to reach, each step once, whoever runs this and however it ends.

A step is a row, written in the transaction of its letters. What was due while nothing ran is done
late; a clock that is set back repeats nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from directory.consultations.queries.people import LADDER, desk_of, first_reachable_step
from directory.consultations.queries.threads import WAITING, list_steps
from directory.consultations.service.entries import ActSubject, send, write
from directory.extensions import db
from directory.jobs.batches import STRICT, BatchRun
from directory.models import Consultation, ConsultationStep
from directory.vocabulary import ChainStep, ConsultationAct, ConsultationState, Urgency

# From one step of the ladder to the next.
PACE = {Urgency.URGENT: timedelta(minutes=30), Urgency.NORMAL: timedelta(days=1)}
ASKED, ACKNOWLEDGE, ANSWER = "asked", "acknowledge", "answer"


@dataclass(frozen=True)
class PlannedReminder:
    """A step that a consultation takes at a time, unless the desk is quicker."""

    due_at: datetime
    deadline: str
    step: ChainStep


def tell_desk(consultation: Consultation, now: datetime) -> frozenset[int]:
    """Tell the desk at once of what it is asked, in the transaction of the asking; return whom, by number."""
    told = _take(consultation, PlannedReminder(now, ASKED, ChainStep.DUTY), now)
    plan_next(consultation)
    return told


def take_next_step(now: datetime, run: BatchRun = STRICT) -> bool:
    """Take the oldest step that is due, and return whether there was one."""
    due = select(Consultation).where(Consultation.next_step_at <= now, Consultation.id.not_in(run.failed))
    consultation = db.session.scalar(due.order_by(Consultation.next_step_at, Consultation.id).limit(1))
    if consultation is None:
        return False
    run.attempt(consultation.id, lambda: _step(consultation, now))
    return True


def _step(consultation: Consultation, now: datetime) -> None:
    step = _next(consultation)
    if step is not None and step.due_at <= now:
        _take(consultation, step, now)
    plan_next(consultation)


def plan_next(consultation: Consultation) -> None:
    """Note when the next step is due, after anything that changes it."""
    step = _next(consultation)
    consultation.next_step_at = step.due_at if step else None


def _next(consultation: Consultation) -> PlannedReminder | None:
    taken = {(one.deadline, one.step) for one in list_steps(consultation)}
    left = (one for one in _plan(consultation) if (one.deadline, one.step) not in taken)
    return min(left, key=lambda one: (one.due_at, LADDER.index(one.step)), default=None)


def _plan(consultation: Consultation) -> Iterator[PlannedReminder]:
    pace = PACE[Urgency(consultation.urgency)]
    waits_for = {}
    if consultation.state in WAITING:
        waits_for[ACKNOWLEDGE] = consultation.acknowledge_by
    if consultation.state in (*WAITING, ConsultationState.ACKNOWLEDGED):
        waits_for[ANSWER] = consultation.answer_by
    for deadline, by in waits_for.items():
        yield from (PlannedReminder(by + place * pace, deadline, step) for place, step in enumerate(LADDER))


def _take(consultation: Consultation, planned: PlannedReminder, now: datetime) -> frozenset[int]:
    """Remind whom the step reaches at this moment or, where it is a hole, whom the first later one does.

    Of a hole in the rota the coordinator is told besides. Returns who was reminded.
    """
    desk = desk_of(consultation)
    reached, people = first_reachable_step(desk, planned.step, now)
    what = f"{consultation.round}:{planned.deadline}:{planned.step}"
    letter = "consultation_asked" if planned.deadline == ASKED else "consultation_overdue"
    for one in people:
        send("consultation_unanswered" if reached is ChainStep.COORDINATOR else letter, consultation, one, what)
    if planned.step is ChainStep.DUTY and reached not in (ChainStep.DUTY, ChainStep.COORDINATOR):
        for one in first_reachable_step(desk, ChainStep.COORDINATOR, now)[1]:
            send("consultation_hole", consultation, one, f"{what}:hole")
    values = {"consultation_id": consultation.id, "round": consultation.round, "deadline": planned.deadline}
    db.session.add(ConsultationStep(**values, step=planned.step, reached=reached, taken_at=now))
    if planned.deadline != ASKED or reached is not ChainStep.DUTY:
        is_hole = planned.step is ChainStep.DUTY and reached is not ChainStep.DUTY
        act = ConsultationAct.HOLE if is_hole else ConsultationAct.ESCALATED
        write(None, consultation, act, subject=ActSubject("step", reached))
    return frozenset(one.id for one in people)
