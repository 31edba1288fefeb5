"""Reads what evaluators saw at the injects of a tabletop."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from json import dumps

from directory.access.viewer import Viewer
from directory.models import Exercise, ExerciseEvaluation
from directory.vocabulary import Observation

# The worst first.
SEVERITY = (Observation.NOT_MET, Observation.PARTLY, Observation.MET)


@dataclass(frozen=True)
class Verdict:
    """What one evaluator saw at one inject. `observation` is a code of OBSERVATIONS."""

    observation: str = Observation.NONE
    remark: str = ""


def own_verdicts(viewer: Viewer, exercise: Exercise) -> dict[str, Verdict]:
    """Return a mapping from the public id of each inject to the verdict that the viewer has stored, or to an empty
    one."""
    return {one.public_id: _own(viewer, one.evaluations) for one in exercise.injects}


def version_of(verdicts: Mapping[str, Verdict]) -> str:
    """Return a version token of an evaluator's sheet. The form sends the token back."""
    words = [(key, one.observation, one.remark) for key, one in sorted(verdicts.items())]
    return hashlib.sha256(dumps(words).encode()).hexdigest()


def worst_of(evaluations: Iterable[ExerciseEvaluation]) -> Observation:
    """Return the worst observation of all evaluators, even if most of them saw better ones. Return NONE if no evaluator
    has judged."""
    seen = {one.observation for one in evaluations}
    return next((one for one in SEVERITY if one in seen), Observation.NONE)


def _own(viewer: Viewer, evaluations: Iterable[ExerciseEvaluation]) -> Verdict:
    found = next((one for one in evaluations if one.evaluator_id == viewer.account_id), None)
    return Verdict(found.observation, found.remark) if found else Verdict()
