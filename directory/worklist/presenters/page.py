"""Values for the page of work: consultations, tasks and drafts that wait for a person, and the people on duty."""

from dataclasses import dataclass
from itertools import chain, islice

from directory import clock
from directory.access.facts import Link
from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.consultations.presenters.lines import ConsultationLine, lines_of
from directory.consultations.queries.waiting import (
    list_exercises,
    list_late,
    list_late_elsewhere,
    list_waiting,
    list_with_desk,
)
from directory.drafts.presenters.pages import DraftLine
from directory.drafts.presenters.pages import lines_of as draft_lines
from directory.drafts.queries.drafts import list_unsent
from directory.focal_points.rotas.presenters.times import IntervalText
from directory.focal_points.standings.vouches import VouchLine, list_by
from directory.worklist.presenters.alarms import OwnAlarms, own_alarms
from directory.worklist.presenters.desks import DutyNow, desks_now, desks_to_confirm
from directory.worklist.presenters.swaps import SwapToAnswer, swaps_to_answer
from directory.worklist.presenters.tasks import TaskLine, task_lines
from directory.worklist.presenters.upkeep import (
    BegunLine,
    RotaGapLine,
    begun_imports,
    begun_proposals,
    own_unproven_duty,
    rota_gap_lines,
    states_with_gaps,
    unproven_lines,
)
from directory.worklist.queries import count_tasks

MOST_CONSULTATIONS, MOST_DRAFTS = 20, 5


@dataclass(frozen=True)
class WorkPage:
    """The consultations, tasks, desks and drafts that wait for a person, the most pressing first.

    - `late`, `waiting`: consultations that the person should acknowledge, answer or read; those in `late` are past a
      deadline
    - `late_elsewhere`, `with_desk`: consultations that wait for a desk that is not the person's; those in
      `late_elsewhere` are past a deadline
    - `exercises`: consultations of exercises that wait for the person
    - `has_more`: there are more consultations than the page shows
    - `alarms`: the person's own alarms
    - `swaps`: shifts that colleagues ask the person to take over
    - `tasks`: tasks that the work bar counts, except the consultations and shifts above and the desks in `to_confirm`
    - `other_tasks`: tasks that the work bar does not count
    - `to_confirm`: the person's desks about which a running campaign waits for an answer
    - `begun_proposals`, `begun_imports`: unfinished work of the person
    - `rota_gaps`: desks that have hours with nobody on duty, and whose rota the person keeps
    - `unproven`: desks at which people begin a duty without two proven ways, and whose rota the person keeps
    - `own_unproven`: the first duty that the person begins without two proven ways, or None
    - `vouches`: vouches of the person's desks that end soon or ended lately, do not count, or are for a desk that is no
      longer tested
    - `states_with_gaps`: States whose gaps the person looks after
    - `own_desks`, `asked_desks`: who can be reached now at the person's desks, and at the desks that the person asks
      most often
    - `is_desk_member`, `keeps_entries`: decide which first steps the page suggests
    """

    late: list[ConsultationLine]
    late_elsewhere: list[ConsultationLine]
    waiting: list[ConsultationLine]
    with_desk: list[ConsultationLine]
    exercises: list[ConsultationLine]
    has_more: bool
    alarms: OwnAlarms
    swaps: list[SwapToAnswer]
    tasks: list[TaskLine]
    other_tasks: list[TaskLine]
    begun_proposals: list[BegunLine]
    begun_imports: list[BegunLine]
    rota_gaps: list[RotaGapLine]
    unproven: list[RotaGapLine]
    own_unproven: IntervalText | None
    vouches: list[VouchLine]
    states_with_gaps: list[Link]
    to_confirm: list[Link]
    drafts: list[DraftLine]
    own_desks: list[DutyNow]
    asked_desks: list[DutyNow]
    is_desk_member: bool
    keeps_entries: bool

    @property
    def opened(self) -> list[str]:
        """The ids of the consultations whose subject lines the page shows."""
        lines = chain(self.late, self.late_elsewhere, self.waiting, self.with_desk, self.exercises)
        return [line.id for line in lines if line.subject]

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for the person, apart from `other_tasks`. A refused proposal waits to be corrected."""
        is_refused = any(one.is_refused for one in self.begun_proposals)
        of_alarms = (self.alarms.going_on, self.alarms.must_try_again, self.own_unproven)
        waiting = (self.late, self.waiting, self.swaps, self.tasks, self.to_confirm, *of_alarms)
        return not (any(waiting) or is_refused)

    @property
    def shows_first_steps(self) -> bool:
        """Whether the page suggests first steps, as it does for a new account. No task waits, and neither the person
        nor another desk has a consultation to deal with."""
        return self.is_empty and not (self.late_elsewhere or self.with_desk or self.exercises or self.other_tasks)


def page(viewer: Viewer, language: str) -> WorkPage:
    """Return the page of work of the viewer. The number of SQL statements does not grow with the number of things that
    wait."""
    now, most = clock.now(), MOST_CONSULTATIONS + 1
    found = [one(viewer, now, most) for one in (list_late, list_late_elsewhere, list_waiting, list_with_desk)]
    found.append(list_exercises(viewer, most))
    shown = [one for some in found for one in some[:MOST_CONSULTATIONS]]
    lines = iter(lines_of(viewer, shown, language, with_subjects=True))
    late, late_elsewhere, waiting, with_desk, exercises = (
        list(islice(lines, min(len(some), MOST_CONSULTATIONS))) for some in found
    )
    own, asked = desks_now(viewer, language)
    numbers = count_tasks(viewer)
    return WorkPage(
        late=late,
        late_elsewhere=late_elsewhere,
        waiting=waiting,
        with_desk=with_desk,
        exercises=exercises,
        has_more=any(len(some) > MOST_CONSULTATIONS for some in found),
        alarms=own_alarms(viewer, [one.public_id for one in shown]),
        swaps=swaps_to_answer(viewer, language) if "swap" in numbers else [],
        tasks=task_lines(numbers, in_bar=True),
        other_tasks=task_lines(numbers, in_bar=False),
        begun_proposals=begun_proposals(viewer, language),
        begun_imports=begun_imports(viewer),
        rota_gaps=rota_gap_lines(viewer, language),
        unproven=unproven_lines(viewer, language),
        own_unproven=own_unproven_duty(viewer, language),
        vouches=[one for one in list_by(viewer, language) if one.vouch.needs_attention] if viewer.desks else [],
        states_with_gaps=states_with_gaps(viewer, language),
        to_confirm=desks_to_confirm(viewer, language),
        drafts=draft_lines(list_unsent(viewer, MOST_DRAFTS), language),
        own_desks=own,
        asked_desks=asked,
        is_desk_member=bool(viewer.desks),
        keeps_entries=may_somewhere(viewer, Action.VERIFY),
    )
