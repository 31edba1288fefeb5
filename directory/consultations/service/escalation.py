"""Escalation: notifies a desk of a question and reminds the desk of its deadlines, one step of the fallback chain at a
time.

The transaction that queues the letters of a step also records the step, so no step is taken twice. An overdue step is
taken as soon as possible. If nobody whom a step woke by an alarm acknowledges, the next step is taken at once. If
nobody whom a step reaches can be woken, but somebody of a later step can, the next step is taken at once too. If
somebody presses the button of an alarm but nobody opens the question, the chain begins again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy import select

from directory import clock
from directory.consultations.queries.people import REMINDER_STEPS, desk_of, first_reachable_step
from directory.consultations.queries.threads import WAITING, list_steps
from directory.consultations.queries.unopened import is_to_wake, unopened_since
from directory.consultations.service.alarms import can_wake_after, end_alarms, wake
from directory.consultations.service.entries import EntrySubject, append_entry, queue_letter
from directory.extensions import db
from directory.focal_points.rotas.unproven import list_unproven
from directory.jobs.batches import STRICT, BatchRun
from directory.models import Consultation, ConsultationStep
from directory.vocabulary import ChainStep, ConsultationAct, ConsultationState, Urgency

# The time from one step of REMINDER_STEPS to the next.
PACE = {Urgency.URGENT: timedelta(minutes=30), Urgency.NORMAL: timedelta(days=1)}
LOOKED_AHEAD_DAYS = 14
# The time that a woken person has to open the question: signing in on a phone takes a few minutes. Somebody who has not
# opened the question by then may have fallen asleep again. The chain then begins again with the people on duty.
OPENED_WITHIN = timedelta(minutes=15)
ASKED, ACKNOWLEDGE, OPEN, ANSWER = "asked", "acknowledge", "open", "answer"

# The letter about each deadline that the desk has missed.
OF_DEADLINE = {
    ACKNOWLEDGE: "consultation_overdue",
    OPEN: "consultation_unopened",
    ANSWER: "consultation_overdue",
}


@dataclass(frozen=True)
class PlannedReminder:
    """A step of the fallback chain, to be taken at `due_at` if the desk has not acted by then. `deadline` is ASKED for
    the notice of a new question. For a reminder, it is the deadline of which the desk is reminded: ACKNOWLEDGE,
    OPEN (see `_until_opened`) or ANSWER."""

    due_at: datetime
    deadline: str
    step: ChainStep


def tell_desk(consultation: Consultation, now: datetime) -> frozenset[int]:
    """Notify the desk of a question, and return the ids of the notified people. Call this in the transaction that
    asks."""
    told = _remind(consultation, PlannedReminder(now, ASKED, ChainStep.DUTY), now)
    plan_next(consultation)
    return told


def take_next_step(now: datetime, run: BatchRun = STRICT) -> bool:
    """Take the step that has been due longest, and return whether a step was due. Consultations that failed in this run
    are skipped. `run` notes a failure; if `run` is STRICT, the error is raised."""
    due = select(Consultation).where(Consultation.next_step_at <= now, Consultation.id.not_in(run.failed))
    consultation = db.session.scalar(due.order_by(Consultation.next_step_at, Consultation.id).limit(1))
    if consultation is None:
        return False
    run.attempt(consultation.id, lambda: _step(consultation, now))
    return True


def _step(consultation: Consultation, now: datetime) -> None:
    step = _next(consultation)
    if step is not None and step.due_at <= now:
        _remind(consultation, step, now)
    plan_next(consultation)


def plan_next(consultation: Consultation) -> None:
    """Set the time of the next notice or reminder to the desk; set None if no step is left. If the desk need not be
    woken about the question any more, end its alarms. Call this after a change that can affect the next step or the
    alarms."""
    step = _next(consultation)
    consultation.next_step_at = step.due_at if step else None
    if not is_to_wake(consultation):
        end_alarms(consultation, clock.now())


def _next(consultation: Consultation) -> PlannedReminder | None:
    steps = list_steps(consultation)
    taken = {(one.deadline, one.step) for one in steps}
    planned = chain(_plan(consultation), _until_opened(consultation, steps), _after_alarms(consultation, steps))
    left = (one for one in planned if (one.deadline, one.step) not in taken)
    return min(left, key=lambda one: (one.due_at, REMINDER_STEPS.index(one.step)), default=None)


def _plan(consultation: Consultation) -> Iterator[PlannedReminder]:
    pace = PACE[Urgency(consultation.urgency)]
    waits_for = {}
    if consultation.state in WAITING:
        waits_for[ACKNOWLEDGE] = consultation.acknowledge_by
    if consultation.state in (*WAITING, ConsultationState.ACKNOWLEDGED):
        waits_for[ANSWER] = consultation.answer_by
    for deadline, by in waits_for.items():
        yield from (PlannedReminder(by + place * pace, deadline, step) for place, step in enumerate(REMINDER_STEPS))


def _after_alarms(consultation: Consultation, steps: Sequence[ConsultationStep]) -> Iterator[PlannedReminder]:
    """Yield the reminder that follows at once on alarms that nobody acknowledged, or on a step that could wake nobody:
    the step after the last step that reached somebody."""
    at = consultation.alarms_ended_at
    if at is not None and is_to_wake(consultation):
        is_waiting = consultation.state in WAITING
        before = [one for one in steps if is_waiting or one.deadline == OPEN]
        following = _following(before)
        if before and following:
            yield PlannedReminder(at, ACKNOWLEDGE if is_waiting else OPEN, following)


def _until_opened(consultation: Consultation, steps: Sequence[ConsultationStep]) -> Iterator[PlannedReminder]:
    """Yield the next reminder of a question that nobody of the desk opens after the button of an alarm was pressed. The
    chain begins again: one step follows every OPENED_WITHIN."""
    pressed_at = unopened_since(consultation)
    if pressed_at is not None:
        taken = [one for one in steps if one.deadline == OPEN]
        following = _following(taken)
        if following:
            since = max([pressed_at, *(one.taken_at for one in taken)])
            yield PlannedReminder(since + OPENED_WITHIN, OPEN, following)


def _following(taken: Sequence[ConsultationStep]) -> ChainStep | None:
    """Return the step of the chain that follows the furthest step that has reached somebody, or None if no step
    follows. If nobody was reached, return the first step."""
    reached = [REMINDER_STEPS.index(ChainStep(one.reached)) for one in taken if one.reached in REMINDER_STEPS]
    place = max(reached, default=-1) + 1
    return REMINDER_STEPS[place] if place < len(REMINDER_STEPS) else None


def _remind(consultation: Consultation, planned: PlannedReminder, now: datetime) -> frozenset[int]:
    """Take the planned step: queue letters to the people whom the step reaches, and record the step. Return the ids of
    these people. If the step reaches nobody, the next step that reaches somebody is taken in its place.

    If the planned step is DUTY and reaches nobody, the coordinators are told too.
    """
    desk = desk_of(consultation)
    reached, people = first_reachable_step(desk, planned.step, now)
    what = f"{consultation.round}:{planned.deadline}:{planned.step}"
    is_early = planned.deadline == ACKNOWLEDGE and now < consultation.acknowledge_by
    letter = "consultation_asked" if planned.deadline == ASKED or is_early else OF_DEADLINE[planned.deadline]
    for one in people:
        queue_letter("consultation_unanswered" if reached is ChainStep.COORDINATOR else letter, consultation, one, what)
    if planned.step is ChainStep.DUTY and reached not in (ChainStep.DUTY, ChainStep.COORDINATOR):
        for one in first_reachable_step(desk, ChainStep.COORDINATOR, now)[1]:
            queue_letter(_letter_of_hole(desk.key), consultation, one, f"{what}:hole")
    is_woken = wake(consultation, reached, people, now)
    consultation.alarms_ended_at = now if not is_woken and can_wake_after(consultation, reached, now) else None
    values = {"consultation_id": consultation.id, "round": consultation.round, "deadline": planned.deadline}
    db.session.add(ConsultationStep(**values, step=planned.step, reached=reached, taken_at=now))
    if planned.deadline != ASKED or reached is not ChainStep.DUTY:
        is_hole = planned.step is ChainStep.DUTY and reached is not ChainStep.DUTY
        act = ConsultationAct.HOLE if is_hole else ConsultationAct.ESCALATED
        append_entry(None, consultation, act, subject=EntrySubject("step", reached))
    return frozenset(one.id for one in people)


def _letter_of_hole(desk: str) -> str:
    """Return the name of the letter that tells coordinators of a hole: nobody was on duty. If people of the desk soon
    begin a duty without two proven ways of receiving alarms (`list_unproven`), the letter says so too."""
    return "consultation_hole_unproven" if list_unproven([desk], LOOKED_AHEAD_DAYS) else "consultation_hole"
