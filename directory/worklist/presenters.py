"""Values for the page of work: consultations, tasks and drafts that wait for a person, and the people on duty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import ngettext

from directory import clock
from directory.access.facts import Link, Text
from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.consultations.presenters.lines import ConsultationLine, lines_of
from directory.consultations.queries.waiting import list_late, list_most_asked, list_waiting
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
    """One line for all tasks of a kind.

    `label` contains their number; `endpoint` is the page on which people do them.
    """

    code: str
    label: str
    endpoint: str


@dataclass(frozen=True)
class DutyNow:
    """A desk with its present availability.

    For a desk of the reader, `names` are the people on duty, and `calls` is None. For any other desk, `calls` are the
    lines to call.
    """

    line: DeskAvailability
    calls: DeskCalls | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class WorkPage:
    """The consultations, tasks, desks and drafts that wait for a person, the most pressing first.

    - `late`: consultations in which the desk has missed a deadline; the person may be on either side.
    - `waiting`: consultations to acknowledge, to answer or to read.
    - `has_more`: more consultations wait than the page shows.
    - `to_confirm`: desks of the person that a campaign asks to confirm.
    - `is_desk_member`, `keeps_entries`: decide which first steps the page suggests.
    """

    late: list[ConsultationLine]
    waiting: list[ConsultationLine]
    has_more: bool
    tasks: list[TaskLine]
    to_confirm: list[Link]
    drafts: list[DraftLine]
    own_desks: list[DutyNow]
    asked_desks: list[DutyNow]
    is_desk_member: bool
    keeps_entries: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.late or self.waiting or self.tasks or self.to_confirm)


def page(viewer: Viewer, language: str) -> WorkPage:
    """Return the page of work of the viewer. The number of SQL statements does not depend on the number of tasks."""
    now = clock.now()
    late, waiting = list_late(viewer, now, MOST_CONSULTATIONS + 1), list_waiting(viewer, now, MOST_CONSULTATIONS + 1)
    lines = lines_of(viewer, [*late[:MOST_CONSULTATIONS], *waiting[:MOST_CONSULTATIONS]], language)
    shown = min(len(late), MOST_CONSULTATIONS)
    own, asked = _desks(viewer, language)
    return WorkPage(
        late=lines[:shown],
        waiting=lines[shown:],
        has_more=max(len(late), len(waiting)) > MOST_CONSULTATIONS,
        tasks=_tasks(count_tasks(viewer)),
        to_confirm=_links(list_asked_desks(viewer) if viewer.desks else [], language),
        drafts=draft_lines(list_unsent(viewer, MOST_DRAFTS), language),
        own_desks=own,
        asked_desks=asked,
        is_desk_member=bool(viewer.desks),
        keeps_entries=may_somewhere(viewer, Action.VERIFY),
    )


def _desks(viewer: Viewer, language: str) -> tuple[list[DutyNow], list[DutyNow]]:
    """Return the viewer's own desks, and the desks that the viewer asks most often."""
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
