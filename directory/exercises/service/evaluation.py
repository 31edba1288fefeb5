"""Stores what an evaluator saw at the injects of a tabletop. Each evaluator has a sheet of their own."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput
from directory.exercises.queries.evaluations import Verdict, own_verdicts, version_of
from directory.exercises.queries.exercises import find_inject
from directory.extensions import db
from directory.models import Exercise, ExerciseEvaluation, ExerciseInject

SAVED_MEANWHILE = _l(
    "You saved this sheet in another window meanwhile. What was saved stands below each inject; what you typed is still"
    " here: save again to replace it."
)


def evaluate(viewer: Viewer, exercise: Exercise, verdicts: Mapping[str, Verdict], seen: str) -> None:
    """Store the viewer's `verdicts`, a mapping from public ids of injects. The caller checks that the viewer runs the
    exercise.

    Raises InvalidInput if somebody changed the viewer's sheet since its version `seen` and the verdicts differ from the
    stored ones. Raises NotFound for an unknown inject.
    """
    stored = own_verdicts(viewer, exercise)
    changed = {key: one for key, one in verdicts.items() if one != stored.get(key)}
    if not changed:
        return
    if seen != version_of(stored):
        raise InvalidInput(SAVED_MEANWHILE)
    for key, verdict in changed.items():
        row = _row(viewer, find_inject(exercise, key))
        row.observation, row.remark, row.evaluated_at = verdict.observation, verdict.remark, clock.now()
    record(viewer.account_id, "evaluate_exercise", exercise.entry_key)


def _row(viewer: Viewer, inject: ExerciseInject) -> ExerciseEvaluation:
    found = db.session.get(ExerciseEvaluation, (inject.id, viewer.account_id))
    if found is None:
        found = ExerciseEvaluation(inject_id=inject.id, evaluator_id=viewer.account_id)
        inject.evaluations.append(found)
    return found
