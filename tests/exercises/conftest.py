"""What tests of exercises share: a desk that is asked, those around it, and an exercise of their network."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.exercises.service import preparation
from directory.exercises.service import running as service
from directory.exercises.service.preparation import PreparedExercise, PreparedInject
from directory.extensions import db
from directory.jobs.schedule import escalate_consultations, run_exercises
from directory.models import Account, AccountNetwork, Exercise, ExerciseDesk, ExerciseInject
from directory.transaction import committing
from directory.vocabulary import QUESTION_INJECTS, ExerciseLevel, ExerciseState, InjectKind, Role
from tests import factories
from tests.consultations.conftest import NETWORK, Scene, person, practitioner, scene, scenery, site, written
from tests.people import signed_in

__all__ = ["scene", "scenery", "site", "written"]
NUMBERS = count(1)
# A Thursday at noon in UTC, when the exercise begins.
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
MINUTES = timedelta(minutes=1)
# The States that play, and the language in which each of them reads.
PLAYERS = {"KG": "ru", "KZ": "kk", "AM": "hy"}


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


@dataclass
class Play:
    """An exercise of three States with one desk each, and the people who run, play and should not see it."""

    desks: dict[str, str]
    numbers: dict[str, int]
    exercise_id: int = 0

    @property
    def exercise(self) -> Exercise:
        return db.session.get_one(Exercise, self.exercise_id)

    @property
    def injects(self) -> list[ExerciseInject]:
        return list(self.exercise.injects)

    def account(self, who: str) -> Account:
        return db.session.get_one(Account, self.numbers[who])

    def viewer(self, who: str) -> Viewer:
        return viewer_of(self.account(who))

    def client(self, app: Flask, who: str) -> FlaskClient:
        return signed_in(app, self.account(who))

    def start(self) -> None:
        with time_machine.travel(NOON, tick=False), committing():
            service.start(self.viewer("leader"), self.exercise)

    def stop(self, at: datetime = NOON) -> None:
        with time_machine.travel(at, tick=False), committing():
            service.stop(self.viewer("leader"), self.exercise)


def make_play(**values: Any) -> Play:
    """Store a desk for each of the PLAYERS with a member, the leader of the network, and people outside."""
    number = next(NUMBERS)
    desks, people = {}, {}
    for state, language in PLAYERS.items():
        office, desk = f"office-{state}-{number}".lower(), f"play-{state}-{number}".lower()
        name = factories.english(f"Office {state} {number}")
        factories.add(factories.authority(office, jurisdiction_key=state, name=name))
        factories.add(factories.focal_point(desk, office, network_key=NETWORK))
        own = {"jurisdiction_key": state, "language": language}
        people[state] = practitioner(desk=(desk, "duty_officer"), **own)
        people[f"coordinator of {state}"] = person(Role.COORDINATOR, jurisdiction_key=state)
        desks[state] = desk
    people["leader"] = person(Role.COORDINATOR)
    people["second leader"] = person(Role.COORDINATOR)
    people["outsider"] = practitioner(jurisdiction_key="KG")
    people["other network"] = person(Role.COORDINATOR)
    people["other network"].networks = [AccountNetwork(network_key="ejn")]
    factories.add(*people.values())
    play = Play(desks, {name: one.id for name, one in people.items()})
    with time_machine.travel(NOON - timedelta(days=1), tick=False), committing():
        made = preparation.prepare(play.viewer("leader"), NETWORK, prepared(play, **values))
        play.exercise_id = made.id
    return play


def prepared(play: Play, **values: Any) -> PreparedExercise:
    made: dict[str, Any] = {
        "level": ExerciseLevel.SCENARIO,
        "title": "Night of the numbat",
        "scenario": "A lorry of echidnas crosses three borders.",
        "language": "en",
        "starts_at": NOON,
        "ends_at": NOON + timedelta(hours=2),
        "desks": play.desks.values(),
    }
    return PreparedExercise(**made | values)


def change(play: Play, who: str, **values: Any) -> None:
    """Change the exercise as somebody who has its present version open."""
    exercise = play.exercise
    preparation.change(play.viewer(who), exercise, prepared(play, **values), preparation.version_of(exercise))


def add(
    play: Play, minutes: int, kind: str = InjectKind.QUESTION, who: str = "KG", asked: str = "KZ", **values: Any
) -> None:
    """Add an inject: by default the desk of KG asks that of KZ."""
    made: dict[str, Any] = {
        "minutes": minutes,
        "kind": kind,
        "from_key": play.desks.get(who, ""),
        "text": f"May a bilby be heard, {minutes}?",
        "language": "en",
        "expected": "A quoll.",
    }
    if kind in QUESTION_INJECTS:
        made |= {"to_key": play.desks[asked], "measure": "hearing_witness", "offence": "tip", "urgency": "urgent"}
    with time_machine.travel(NOON - timedelta(days=1), tick=False), committing():
        preparation.add_inject(play.viewer("leader"), play.exercise, PreparedInject(**made | values))


@pytest.fixture
def play(site: Flask) -> Play:
    """Return a prepared exercise with a question after 5 and a missing State after 10 minutes."""
    play = make_play()
    add(play, 5)
    add(play, 10, InjectKind.MISSING_STATE, who="AM")
    return play


def make_tabletop(**values: Any) -> Play:
    """Return a prepared tabletop: an inject for the police beside the desk of KG after 5 minutes, one for the desk of
    AM after 20, one for all after 60."""
    play = make_play(level=ExerciseLevel.TABLETOP, **values)
    add(play, 5, InjectKind.NEWS, role="police", text="A wombat calls the hotline.", expected="They call the shelter.")
    add(play, 20, InjectKind.NEWS, who="AM", text="The wombat names a bilby.", expected="They ask the other State.")
    add(play, 60, InjectKind.NEWS, who="", text="A journalist calls.", expected="Nobody tells anything.")
    return play


def work(at: datetime) -> None:
    """Do what the worker does of exercises and reminders at this time."""
    with time_machine.travel(at, tick=False):
        run_exercises()
        escalate_consultations()
    db.session.rollback()
