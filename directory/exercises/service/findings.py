"""Findings of an exercise: what is to be mended, who takes it on, and when it is done."""

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import NotFound
from directory.exercises.queries.exercises import list_played
from directory.exercises.queries.findings import get_finding, list_findings
from directory.extensions import db
from directory.models import Exercise, ExerciseFinding


def add_finding(viewer: Viewer, exercise: Exercise, text: str, desk: str) -> None:
    """Add something to mend, at a desk that takes part or, if `desk` is empty, in general. If an equal finding is not
    mended yet, nothing changes. The caller checks that the viewer runs the exercise and that the desk takes part."""
    there = list_findings(exercise)
    if any((one.text, one.focal_point_key or "", one.mended_at) == (text, desk, None) for one in there):
        return
    made = ExerciseFinding(exercise_id=exercise.id, number=len(there) + 1, text=text, focal_point_key=desk or None)
    db.session.add(made)
    record(viewer.account_id, "add_finding", exercise.entry_key)


def take_on(viewer: Viewer, exercise: Exercise, finding: str, *, is_run: bool) -> None:
    """Note that the viewer takes a finding on. If somebody has done so already, nothing changes.

    `is_run` means that the viewer runs the exercise. Raises NotFound if the viewer neither runs the exercise nor staffs
    the desk of the finding.
    """
    found = _get(viewer, exercise, finding, is_run=is_run)
    if found.taken_by_id is None:
        found.taken_by_id, found.taken_at = viewer.account_id, clock.now()
        record(viewer.account_id, "take_finding", exercise.entry_key)


def mend(viewer: Viewer, exercise: Exercise, finding: str, *, is_run: bool) -> None:
    """Note that a finding is mended. A second call changes nothing. Raises NotFound as `take_on` does."""
    found = _get(viewer, exercise, finding, is_run=is_run)
    if found.mended_at is None:
        found.mended_at = clock.now()
        record(viewer.account_id, "mend_finding", exercise.entry_key)


def _get(viewer: Viewer, exercise: Exercise, finding: str, *, is_run: bool) -> ExerciseFinding:
    found = get_finding(exercise, finding)
    if is_run or found.focal_point_key in list_played(viewer, exercise):
        return found
    raise NotFound
