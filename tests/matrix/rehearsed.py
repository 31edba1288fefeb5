"""An exercise that has not begun: for those who run the exercises of its network alone."""

from datetime import timedelta

from directory import clock
from directory.models import Exercise, ExerciseDesk, ExerciseInject
from directory.vocabulary import ExerciseLevel, InjectKind
from tests import factories
from tests.matrix.things import Maker


def add_exercise(maker: Maker) -> None:
    """Store an exercise with an inject for the desk of the spot."""
    needs = f"rehearsed/{maker.spot.name}"
    parts = ("title", "scenario", "inject", "expectation")
    words = {part: maker.word(f"{part} of an exercise", needs) for part in parts}
    inject = ExerciseInject(minutes=5, kind=InjectKind.NEWS, text=words["inject"], language="en")
    inject.from_key, inject.expected = maker.spot.desk, words["expectation"]
    made = Exercise(
        network_key=maker.spot.network,
        level=ExerciseLevel.SCENARIO,
        title=words["title"],
        scenario=words["scenario"],
        language="en",
        creator_id=maker.writer.id,
        starts_at=clock.now() + timedelta(days=9),
        ends_at=clock.now() + timedelta(days=10),
        desks=[ExerciseDesk(focal_point_key=maker.spot.desk)],
        injects=[inject],
    )
    factories.add(made)
    maker.things.add("exercise", made.public_id, needs)
