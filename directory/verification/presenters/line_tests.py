"""Presents the lines of one desk, each with the result of its last test."""

from dataclasses import dataclass

from directory import clock
from directory.access.facts import Link
from directory.access.viewer import Viewer
from directory.focal_points.contacts import PHONE, ContactLine, contact_lines
from directory.focal_points.line_results import LineResult, line_results
from directory.focal_points.presenters import Clock, desk_lines
from directory.models import FocalPoint
from directory.verification.queries.lines import list_lines
from directory.verification.queries.plans import list_calls
from directory.verification.queries.reachability import list_own_calls


@dataclass(frozen=True)
class TestedLine:
    """A line with the result of its last tests."""

    line: ContactLine
    result: LineResult
    # Whether a person is to call the line now, by a plan of tests or by an exercise.
    is_due: bool
    # Whether the call to make now is part of an exercise.
    is_exercise: bool
    # The id of the viewer's last call to the line, while the viewer may take it back. Empty otherwise.
    own_call: str

    @property
    def is_called(self) -> bool:
        """Whether a person tests the line by a call. Other lines are tested by a message."""
        return self.line.means == PHONE


@dataclass(frozen=True)
class LineTestsPage:
    """The lines of a desk that the viewer may read. `clock` is the time there, or None if no time zone is known."""

    desk: Link
    clock: Clock | None
    lines: list[TestedLine]


def page(viewer: Viewer, desk: FocalPoint, language: str) -> LineTestsPage:
    """Return the lines at which a desk can be tested, without dead lines. Restricted lines are noted as disclosed."""
    [about] = desk_lines(viewer, [desk], language)
    lines = [one for one in contact_lines(viewer, list_lines(desk), language) if not one.is_gone]
    zone = about.clock.zone if about.clock else ""
    due = [one for one in list_calls(viewer, clock.now()) if one.plan.focal_point_key == desk.key]
    called = {one.contact_key for one in due}
    rehearsed = {one.contact_key for one in due if one.plan.exercise_id is not None}
    results = line_results({one.key: zone for one in lines}, language)
    calls = {one.contact_key: one.public_id for one in list_own_calls(viewer, desk.key)}
    tested = [
        TestedLine(one, results[one.key], one.key in called, one.key in rehearsed, calls.get(one.key, ""))
        for one in lines
    ]
    return LineTestsPage(about.link, about.clock, tested)
