"""Presents what waits for a person: consultations, tasks, drafts, and who is on duty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from flask_babel import ngettext

from directory import clock
from directory.access.facts import Link, Text
from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.consultations.presenters.lines import ConsultationLine, lines_of
from directory.consultations.queries.waiting import (
    list_late,
    list_late_elsewhere,
    list_most_asked,
    list_waiting,
    list_with_desk,
)
from directory.drafts.presenters.pages import DraftLine
from directory.drafts.presenters.pages import lines_of as draft_lines
from directory.drafts.queries.drafts import list_unsent
from directory.extensions import db
from directory.focal_points.availability import DeskAvailability, DeskCalls, desk_calls, list_availability
from directory.focal_points.queries import may_read_rota
from directory.focal_points.rotas.presenters.staff import names_on_duty
from directory.models import FocalPoint
from directory.proposals.labels import entry_labels
from directory.verification.queries.campaigns import list_asked_desks
from directory.worklist.queries import count_tasks

MOST_CONSULTATIONS, MOST_DRAFTS, MOST_DESKS = 20, 5, 3


@dataclass(frozen=True)
class TaskLine:
    """A number of like tasks, with the endpoint of the page where they are done."""

    code: str
    label: str
    endpoint: str


@dataclass(frozen=True)
class DutyNow:
    """A desk now. `calls` are the lines to call, unless it is a desk of the reader; `names` the people on duty at a
    desk of the reader."""

    line: DeskAvailability
    calls: DeskCalls | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class WorkPage:
    """What waits for a person, the most pressing first.

    - `late`, `waiting`: consultations to acknowledge, to answer or to read; `late` are those past a deadline
    - `late_elsewhere`, `with_desk`: consultations that wait for a desk of others; `late_elsewhere` are those past a
      deadline
    - `has_more`: there are further consultations than these
    - `to_confirm`: desks of the person that a campaign asks to confirm
    - `is_desk_member`, `keeps_entries`: what the first steps depend on
    """

    late: list[ConsultationLine]
    late_elsewhere: list[ConsultationLine]
    waiting: list[ConsultationLine]
    with_desk: list[ConsultationLine]
    has_more: bool
    tasks: list[TaskLine]
    to_confirm: list[Link]
    drafts: list[DraftLine]
    own_desks: list[DutyNow]
    asked_desks: list[DutyNow]
    is_desk_member: bool
    keeps_entries: bool

    @property
    def opened(self) -> list[str]:
        """The ids of the consultations whose subjects are shown."""
        lines = chain(self.late, self.late_elsewhere, self.waiting, self.with_desk)
        return [line.id for line in lines if line.subject]

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits for the person."""
        return not (self.late or self.waiting or self.tasks or self.to_confirm)

    @property
    def shows_first_steps(self) -> bool:
        """Whether nothing waits for anybody, as for a new account."""
        return self.is_empty and not (self.late_elsewhere or self.with_desk)


def page(viewer: Viewer, language: str) -> WorkPage:
    """Return what waits for the viewer. The number of SQL statements is bounded, whatever waits."""
    now, most = clock.now(), MOST_CONSULTATIONS + 1
    found = [one(viewer, now, most) for one in (list_late, list_late_elsewhere, list_waiting, list_with_desk)]
    shown = [one for some in found for one in some[:MOST_CONSULTATIONS]]
    lines = iter(lines_of(viewer, shown, language, with_subjects=True))
    late, late_elsewhere, waiting, with_desk = (
        list(islice(lines, min(len(some), MOST_CONSULTATIONS))) for some in found
    )
    own, asked = _desks(viewer, language)
    return WorkPage(
        late=late,
        late_elsewhere=late_elsewhere,
        waiting=waiting,
        with_desk=with_desk,
        has_more=any(len(some) > MOST_CONSULTATIONS for some in found),
        tasks=_tasks(count_tasks(viewer)),
        to_confirm=_links(list_asked_desks(viewer) if viewer.desks else [], language),
        drafts=draft_lines(list_unsent(viewer, MOST_DRAFTS), language),
        own_desks=own,
        asked_desks=asked,
        is_desk_member=bool(viewer.desks),
        keeps_entries=may_somewhere(viewer, Action.VERIFY),
    )


def _desks(viewer: Viewer, language: str) -> tuple[list[DutyNow], list[DutyNow]]:
    """Return the desks of the viewer, and those that the viewer asks most often."""
    own = sorted(viewer.desks)[:MOST_DESKS]
    lines = list_availability(viewer, [*own, *list_most_asked(viewer, MOST_DESKS)], language)
    own_lines = [one for one in lines if one.desk.link.key in own]
    asked = [one for one in lines if one.desk.link.key not in own]
    names, calls = _names(viewer, own), desk_calls(viewer, asked, language)
    return (
        [DutyNow(one, None, names.get(one.desk.link.key, ())) for one in own_lines],
        [DutyNow(one, calls.get(one.desk.link.key), ()) for one in asked],
    )


def _names(viewer: Viewer, own: list[str]) -> Mapping[str, tuple[str, ...]]:
    desks = [desk for key in own if (desk := db.session.get(FocalPoint, key)) and may_read_rota(viewer, desk.place())]
    return {key: tuple(found) for key, found in names_on_duty(viewer, desks).items()} if desks else {}


def _links(keys: list[str], language: str) -> list[Link]:
    desks = [db.session.get_one(FocalPoint, key) for key in keys[:MOST_DESKS]]
    return [Link(FocalPoint.KIND, key, Text(name)) for key, name in entry_labels(desks, language).items()]


def _tasks(numbers: Mapping[str, int]) -> list[TaskLine]:
    return [TaskLine(code, label(numbers[code]), page) for code, (page, label) in TASK_PAGES.items() if code in numbers]


# Consultations to acknowledge, to answer and to read stand on the page itself.
TASK_PAGES: Mapping[str, tuple[str, Callable[[int], str]]] = {
    "take_over": (
        "consultations.left",
        lambda number: ngettext(
            "%(num)s consultation of a colleague who has left waits for somebody of your office.",
            "%(num)s consultations of colleagues who have left wait for somebody of your office.",
            number,
        ),
    ),
    "swap": (
        "rotas.index",
        lambda number: ngettext(
            "%(num)s shift that a colleague asks you to take", "%(num)s shifts that colleagues ask you to take", number
        ),
    ),
    "alert": (
        "operation_pages.index",
        lambda number: ngettext("%(num)s alert of the operation", "%(num)s alerts of the operation", number),
    ),
    "report": (
        "verification_reports.index",
        lambda number: ngettext("%(num)s report to settle", "%(num)s reports to settle", number),
    ),
    "proposal": (
        "proposals.index",
        lambda number: ngettext("%(num)s proposal to review", "%(num)s proposals to review", number),
    ),
    "import": (
        "imports.index",
        lambda number: ngettext("%(num)s import to decide on", "%(num)s imports to decide on", number),
    ),
    "access_request": (
        "access_requests.index",
        lambda number: ngettext("%(num)s request for access", "%(num)s requests for access", number),
    ),
    "handover": (
        "handovers.index",
        lambda number: ngettext("%(num)s handover to sign off", "%(num)s handovers to sign off", number),
    ),
    "source": (
        "sources.index",
        lambda number: ngettext(
            "%(num)s source that has changed or is gone", "%(num)s sources that have changed or are gone", number
        ),
    ),
    "campaign": (
        "verification.index",
        lambda number: ngettext(
            "%(num)s campaign to which an office has not answered",
            "%(num)s campaigns to which an office has not answered",
            number,
        ),
    ),
    "invitation": (
        "invitations.index",
        lambda number: ngettext(
            "%(num)s invitation that ended without an answer",
            "%(num)s invitations that ended without an answer",
            number,
        ),
    ),
}
