"""Presents tasks of one kind as a line: how many there are, and the page where they are done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import ngettext

from directory.worklist.tasks import TASKS


@dataclass(frozen=True)
class TaskLine:
    """One line for all tasks of a kind.

    `label` contains their number; `endpoint` is the page on which people do them.
    """

    label: str
    endpoint: str


def task_lines(numbers: Mapping[str, int], *, in_bar: bool) -> list[TaskLine]:
    """Return the lines of the tasks that the work bar counts. If `in_bar` is false, return the lines of the tasks that
    the bar does not count. `numbers` maps the code of a kind of task to the number of tasks."""
    counted = {kind.code for kind in TASKS if kind.section}
    pages = ((code, TASK_PAGES[code]) for code in TASK_PAGES if code in numbers and (code in counted) is in_bar)
    return [TaskLine(label(numbers[code]), endpoint) for code, (endpoint, label) in pages]


# Consultations to acknowledge, to answer and to read, and shifts to take over, have no line: the page lists each of
# them.
TASK_PAGES: Mapping[str, tuple[str, Callable[[int], str]]] = {
    "take_over": (
        "consultations.left",
        lambda number: ngettext(
            "%(num)s consultation of a colleague who has left waits for somebody of your office.",
            "%(num)s consultations of colleagues who have left wait for somebody of your office.",
            number,
        ),
    ),
    "request_invitation": (
        "requests.index",
        lambda number: ngettext(
            "%(num)s request to which another State invites your office",
            "%(num)s requests to which another State invites your office",
            number,
        ),
    ),
    "late_request": (
        "requests.index",
        lambda number: ngettext(
            "%(num)s request that has waited for longer than usual",
            "%(num)s requests that have waited for longer than usual",
            number,
        ),
    ),
    "alert": (
        "operation_pages.index",
        lambda number: ngettext("%(num)s alert of the operation", "%(num)s alerts of the operation", number),
    ),
    "call": (
        "test_plans.calls",
        lambda number: ngettext("%(num)s test call to make now", "%(num)s test calls to make now", number),
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
    "agreement": (
        "agreements.index",
        lambda number: ngettext(
            "%(num)s person whom somebody outside of your State lets into an office of it",
            "%(num)s people whom somebody outside of your State lets into an office of it",
            number,
        ),
    ),
    "confirm_person": (
        "confirmations.index",
        lambda number: ngettext(
            "%(num)s person to confirm: do they still work at the office?",
            "%(num)s people to confirm: do they still work at the office?",
            number,
        ),
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
    "wording": (
        "wordings.index",
        lambda number: ngettext(
            "%(num)s suggested wording to decide on", "%(num)s suggested wordings to decide on", number
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
