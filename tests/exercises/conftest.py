"""What tests of exercises share: a desk that is asked, those around it, and an exercise of their network."""

from datetime import timedelta
from typing import Any

import pytest

from directory import clock
from directory.models import Exercise, ExerciseDesk
from directory.vocabulary import ExerciseLevel, ExerciseState
from tests import factories
from tests.consultations.conftest import NETWORK, Scene, scene, scenery, site, written

__all__ = ["scene", "scenery", "site", "written"]


@pytest.fixture
def exercise(scene: Scene) -> Exercise:
    """Return a running exercise of level 2 in which the desk takes part."""
    return running(scene)


def running(scene: Scene, **values: Any) -> Exercise:
    made = {
        "network_key": NETWORK,
        "level": ExerciseLevel.SCENARIO,
        "title": "Night of the numbat",
        "language": "en",
        "creator_id": scene.people["administrator"].id,
        "starts_at": clock.now(),
        "ends_at": clock.now() + timedelta(hours=4),
        "state": ExerciseState.RUNNING,
        "desks": [ExerciseDesk(focal_point_key=scene.desk)],
    }
    exercise = Exercise(**made | values)
    factories.add(exercise)
    return exercise
