"""How often exercises wake and write to people: a desk takes part in one at a time, and keeps its limits of being
woken."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.errors import InvalidInput
from directory.exercises.service import preparation, running
from directory.exercises.service.preparation import MOST_INJECTS
from directory.extensions import db
from directory.models import Exercise, Mail, PlannedTest
from directory.transaction import committing
from directory.verification.service.limits_of_tests import ALARMS_OF_DESK
from directory.verification.service.reachability_messages import new_alarm
from directory.vocabulary import ExerciseLevel, ExerciseState, InjectKind, ReachabilityOutcome, ReachabilityWay
from tests.consultations.conftest import NETWORK
from tests.exercises.conftest import MINUTES, NOON, Play, add, make_play, prepared, work
from tests.exercises.test_lines import END, FORM, held_in, lines, planned, read
from tests.exercises.test_lines import work as work_on_tests
from tests.html import parse

__all__ = ["lines"]
DAY = timedelta(days=1)


def prepare(play: Play, **values: object) -> Exercise:
    with time_machine.travel(NOON - DAY, tick=False), committing():
        return preparation.prepare(play.viewer("leader"), NETWORK, prepared(play, **values))


def of_kg(play: Play, planned: PlannedTest) -> bool:
    return (planned.plan.focal_point_key, planned.way) == (play.desks["KG"], ReachabilityWay.ALARM)


def test_a_desk_is_not_prepared_for_two_exercises_at_a_time(site: Flask, lines: Play) -> None:
    beside = {"starts_at": (END - timedelta(hours=1)).isoformat()[:16], "desks": [lines.desks["KG"], lines.desks["KZ"]]}
    with time_machine.travel(NOON - DAY, tick=False):
        leader = lines.client(site, "leader")
        address = f"/en/exercises/lines/new?network={NETWORK}"

        refused = leader.post(address, data=FORM | beside)
        taken = leader.post(address, data=FORM | beside | {"starts_at": (END + DAY).isoformat()[:16]})

    assert (refused.status_code, taken.status_code) == (422, 303)
    shown = parse(refused)
    assert f"“{lines.exercise.title}”" in shown.one("section[role=alert]").text
    assert shown.one("input#title")["value"] == FORM["title"]


def test_an_exercise_is_not_moved_into_the_time_of_another(site: Flask) -> None:
    play = make_play()
    later = prepare(play, starts_at=NOON + DAY, ends_at=NOON + 2 * DAY)

    with pytest.raises(InvalidInput), committing():
        preparation.change(play.viewer("leader"), later, prepared(play), preparation.version_of(later))


def test_an_exercise_does_not_begin_into_the_time_of_another(site: Flask, play: Play) -> None:
    later = prepare(play, level=ExerciseLevel.LINES, starts_at=NOON + DAY, ends_at=NOON + 3 * DAY).id
    play.start()

    with time_machine.travel(NOON + MINUTES, tick=False), pytest.raises(InvalidInput), committing():
        running.start(play.viewer("leader"), db.session.get_one(Exercise, later))
    play.stop(NOON + 2 * MINUTES)
    with time_machine.travel(NOON + 3 * MINUTES, tick=False), committing():
        running.start(play.viewer("leader"), db.session.get_one(Exercise, later))

    assert db.session.get_one(Exercise, later).state == ExerciseState.RUNNING


def test_a_tabletop_may_be_at_the_time_of_another_exercise_because_it_wakes_nobody(site: Flask, play: Play) -> None:
    assert prepare(play, level=ExerciseLevel.TABLETOP).state == ExerciseState.PREPARED


def test_alarms_of_an_exercise_wait_while_the_desk_was_woken_often_and_what_finds_no_hour_was_not_held(
    site: Flask, lines: Play
) -> None:
    work_on_tests(NOON)
    first = next(one.due_at for one in planned(lines) if of_kg(lines, one))
    with time_machine.travel(first, tick=False), committing():
        for _ in range(ALARMS_OF_DESK[-1][0]):
            new_alarm(lines.desks["KG"], lines.numbers["leader"], first)
    work_on_tests(first)

    waits = [one.due_at for one in planned(lines) if of_kg(lines, one)]
    work_on_tests(END)

    assert all(first <= one < END for one in waits)
    outcomes = Counter(one.outcome for one in held_in(lines, "KG") if one.way == ReachabilityWay.ALARM)
    assert outcomes == {ReachabilityOutcome.CANCELLED: 1}
    assert (len(waits), planned(lines)) == (1, [])
    [of_desk] = [row for row in read(site, lines).tables_by_id["desks"].rows if row.key == lines.desks["KG"]]
    assert of_desk.values[5] >= 1


def test_an_exercise_has_a_largest_number_of_injects(site: Flask) -> None:
    play = make_play()
    for minute in range(MOST_INJECTS):
        add(play, minute, InjectKind.NEWS, who="")

    with pytest.raises(InvalidInput):
        add(play, 60, InjectKind.NEWS, who="")

    db.session.rollback()
    assert len(play.injects) == MOST_INJECTS


def test_injects_of_the_same_minute_come_by_one_letter(site: Flask) -> None:
    play = make_play()
    for _ in range(MOST_INJECTS - 1):
        add(play, 0, InjectKind.NEWS, who="")
    add(play, 0, InjectKind.NEWS, who="KG")
    play.start()
    work(NOON)

    letters = select(Mail.address).where(
        Mail.letter == "exercise_inject", Mail.key.startswith(f"exercise:{play.exercise.public_id}", autoescape=True)
    )
    told = Counter(db.session.scalars(letters))
    assert told == {play.account(state).email: 1 for state in play.desks}
    assert all(one.released_at == NOON for one in play.injects)
