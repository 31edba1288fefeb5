"""The clock of a consultation: each step once, to whom it reaches at that moment, whatever befalls its worker."""

import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from directory.consultations.queries import threads
from directory.consultations.service import answering, asking, seats
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import NOTHING, WrittenText
from directory.extensions import db
from directory.focal_points.duty import list_on_duty
from directory.focal_points.rotas.service.upcoming_shifts import regenerate_shifts
from directory.jobs.batches import RowsFailed
from directory.jobs.schedule import escalate_consultations, generate_due_shifts
from directory.models import Consultation, ConsultationStep, DeskMember, DeskRota, FocalPoint, Shift, ShiftPattern
from directory.transaction import committing
from tests import factories, forked
from tests.conftest import PROJECT, environment_of
from tests.consultations.conftest import Scene, letters_of, make_scene
from tests.people import signed_in

# A Thursday, 18:00 in Bishkek and 13:00 in Paris.
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR, MINUTES = timedelta(hours=1), timedelta(minutes=1)
ASKED, OVERDUE, ESCALATED, HOLE = (f"consultation_{name}" for name in ("asked", "overdue", "unanswered", "hole"))
ACKNOWLEDGE = [("acknowledge", step) for step in ("duty", "deputy", "head", "coordinator")]
ANSWER = [("answer", step) for step in ("duty", "deputy", "head", "coordinator")]


@pytest.fixture
def own_scene(site: Flask) -> Scene:
    """Return a scene of which alone reminders are due: those of the consultations of earlier tests are not."""
    with committing():
        db.session.execute(update(Consultation).values(next_step_at=None))
    return make_scene()


def ask(scene: Scene, at: datetime = NOON, urgency: str = "urgent") -> Consultation:
    with time_machine.travel(at, tick=False):
        return scene.ask(urgency=urgency)


def work(at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        escalate_consultations()


def steps_of(made: Consultation) -> list[tuple[str, str]]:
    db.session.rollback()
    return [(one.deadline, one.step) for one in threads.list_steps(made) if one.deadline != "asked"]


def letters(scene: Scene, made: Consultation) -> list[tuple[str, str]]:
    """Return the letters of a consultation, each with the name of its reader in the scene."""
    names = {account.email: name for name, account in scene.people.items()}
    return [(letter, names[address]) for letter, address in letters_of(made) if address in names]


def on_duty(scene: Scene, *shifts: tuple[str, datetime, datetime]) -> None:
    factories.add(DeskRota(focal_point_key=scene.desk, zone="Europe/Paris", version=1))
    factories.add(
        *(
            Shift(focal_point_key=scene.desk, account_id=scene.people[who].id, starts_at=begin, ends_at=end)
            for who, begin, end in shifts
        )
    )


def but_from_three(scene: Scene) -> ShiftPattern:
    """Return a pattern of every day that leaves the hour from three to four at night without anybody."""
    return ShiftPattern(
        account_id=scene.people["member"].id,
        weekdays=tuple("0123456"),
        starts=time(4),
        ends=time(3),
        valid_from=NOON.date(),
    )


def on_duty_at(scene: Scene, at: datetime) -> list[int]:
    return [shift.account_id for shift in list_on_duty([scene.desk], at).get(scene.desk, ())]


def test_a_desk_without_a_rota_is_told_as_a_whole_and_reminded_along_the_chain(own_scene: Scene) -> None:
    made = ask(own_scene)
    told = [(ASKED, who) for who in ("member", "deputy", "head")]
    assert letters(own_scene, made) == told

    work(NOON + HOUR - timedelta(seconds=1))
    assert letters(own_scene, made) == told
    work(NOON + HOUR)
    assert letters(own_scene, made)[3:] == [(OVERDUE, who) for who in ("member", "deputy", "head")]
    work(NOON + HOUR + 30 * MINUTES)
    assert letters(own_scene, made)[6:] == [(OVERDUE, "deputy")]
    work(NOON + 2 * HOUR)
    assert letters(own_scene, made)[7:] == [(OVERDUE, "head")]
    work(NOON + 23 * HOUR)
    assert letters(own_scene, made)[8:] == [(ESCALATED, "coordinator there")]
    assert steps_of(made) == ACKNOWLEDGE


def test_each_step_goes_to_who_is_on_duty_at_that_moment(own_scene: Scene) -> None:
    on_duty(
        own_scene,
        ("member", NOON - HOUR, NOON + 30 * MINUTES),
        ("deputy", NOON + 30 * MINUTES, NOON + 5 * HOUR),
    )

    made = ask(own_scene)
    work(NOON + HOUR)

    assert letters(own_scene, made) == [(ASKED, "member"), (OVERDUE, "deputy")]


def test_a_hole_in_the_rota_reaches_the_next_in_the_chain_and_alerts_the_coordinator(own_scene: Scene) -> None:
    on_duty(own_scene, ("member", NOON - 2 * HOUR, NOON - HOUR))

    made = ask(own_scene)

    assert letters(own_scene, made) == [(ASKED, "deputy"), (HOLE, "coordinator there")]
    work(NOON + HOUR)
    assert letters(own_scene, made)[2:] == [(OVERDUE, "deputy"), (HOLE, "coordinator there")]


def test_an_unnamed_hole_at_three_at_night_reaches_the_next_in_the_chain_who_is_to_be_called(
    site: Flask, own_scene: Scene
) -> None:
    night = datetime(2026, 11, 27, 2, 30, tzinfo=UTC)
    with time_machine.travel(NOON, tick=False):
        factories.add(
            DeskRota(focal_point_key=own_scene.desk, zone="Europe/Paris", patterns=[but_from_three(own_scene)])
        )
        with committing():
            regenerate_shifts(own_scene.desk, NOON)
    assert on_duty_at(own_scene, night - HOUR) == [own_scene.people["member"].id]

    made = ask(own_scene, night)

    assert on_duty_at(own_scene, night) == []
    assert letters(own_scene, made) == [(ASKED, "deputy"), (f"{HOLE}_unproven", "coordinator there")]
    with time_machine.travel(night, tick=False):
        page = signed_in(site, own_scene.people["asker"]).get(f"/en/consultations/{made.public_id}").text
    assert "Nobody was on duty at the desk" in page
    assert (
        f'href="/en/focal-points/{own_scene.desk}"'
        in page.partition("If your question cannot wait, call one of these.")[2]
    )


def test_a_desk_that_was_reached_says_nothing_of_a_hole(site: Flask, own_scene: Scene) -> None:
    on_duty(own_scene, ("member", NOON - HOUR, NOON + HOUR))
    made = ask(own_scene)

    with time_machine.travel(NOON, tick=False):
        page = signed_in(site, own_scene.people["asker"]).get(f"/en/consultations/{made.public_id}").text

    assert "If your question cannot wait, call one of these." not in page


def test_a_desk_that_nobody_staffs_alerts_its_coordinator_at_once(own_scene: Scene) -> None:
    with committing():
        for row in db.session.scalars(select(DeskMember).where(DeskMember.focal_point_key == own_scene.desk)):
            db.session.delete(row)

    made = ask(own_scene)

    assert letters(own_scene, made) == [(ESCALATED, "coordinator there")]


def test_where_there_is_no_coordinator_the_administrators_are_told(site: Flask) -> None:
    scene = make_scene("AM")
    coordinator = scene.people["coordinator there"]
    with committing():
        coordinator.active = False
        for row in db.session.scalars(select(DeskMember).where(DeskMember.focal_point_key == scene.desk)):
            db.session.delete(row)

    made = ask(scene)

    assert (ESCALATED, "administrator") in letters(scene, made)


def test_an_acknowledgement_ends_the_first_reminders_and_an_answer_the_rest(own_scene: Scene) -> None:
    made = ask(own_scene)
    with time_machine.travel(NOON + 30 * MINUTES, tick=False), committing():
        answering.acknowledge(own_scene.viewer("member"), made)

    work(NOON + 23 * HOUR)
    assert steps_of(made) == []
    work(NOON + 24 * HOUR)
    assert steps_of(made) == ANSWER[:1]
    with committing():
        answering.answer(own_scene.viewer("member"), made, Reply("welcome", (), NOTHING))
    work(NOON + 99 * HOUR)

    assert steps_of(made) == ANSWER[:1]
    assert made.next_step_at is None


@pytest.mark.parametrize("end", ["close", "answer"])
def test_what_is_closed_or_answered_is_never_overdue(own_scene: Scene, end: str) -> None:
    made = ask(own_scene)
    with committing():
        if end == "close":
            asking.close(own_scene.viewer("asker"), made)
        else:
            answering.answer(own_scene.viewer("member"), made, Reply("welcome", (), NOTHING))

    work(NOON + timedelta(days=30))

    assert steps_of(made) == []


def test_after_an_outage_every_step_is_taken_late_and_once(own_scene: Scene) -> None:
    made = ask(own_scene)

    work(NOON + timedelta(days=3))
    work(NOON + timedelta(days=3))

    assert steps_of(made) == ACKNOWLEDGE + ANSWER
    assert letters(own_scene, made).count((ESCALATED, "coordinator there")) == 2


def test_a_clock_that_is_set_back_repeats_and_forgets_nothing(own_scene: Scene) -> None:
    made = ask(own_scene)
    work(NOON + HOUR)
    sent = letters_of(made)

    for at in (NOON - timedelta(days=1), NOON, NOON + HOUR):
        work(at)
    assert letters_of(made) == sent
    work(NOON + HOUR + 30 * MINUTES)

    assert steps_of(made) == ACKNOWLEDGE[:2]


def test_a_handover_and_a_reopening_start_the_clock_anew(own_scene: Scene) -> None:
    made = ask(own_scene)
    work(NOON + HOUR)
    with time_machine.travel(NOON + 2 * HOUR, tick=False), committing():
        seats.hand_over(own_scene.viewer("member"), made, own_scene.other_desk, NOTHING)
    told = [letter for letter, who in letters(own_scene, made) if who == "member of the other desk"]
    assert told == [ASKED]
    assert made.acknowledge_by == NOON + 3 * HOUR
    assert made.answer_by == NOON + 24 * HOUR

    work(NOON + 3 * HOUR)
    assert steps_of(made) == ACKNOWLEDGE[:1]
    other = own_scene.viewer("member of the other desk")
    with time_machine.travel(NOON + 4 * HOUR, tick=False):
        with committing():
            answering.answer(other, made, Reply("welcome", (), NOTHING))
        with committing():
            asking.reopen(own_scene.viewer("asker"), made, WrittenText("And then?", "en"))

    work(NOON + 5 * HOUR)
    assert (made.round, steps_of(made)) == (3, ACKNOWLEDGE[:1])


def test_two_workers_at_once_take_each_step_once(site: Flask, own_scene: Scene) -> None:
    made = [ask(own_scene) for _ in range(3)]
    start = Barrier(2)

    def run() -> None:
        with site.app_context():
            start.wait()
            escalate_consultations()

    with time_machine.travel(NOON + timedelta(days=3), tick=False), ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(run) for _ in range(2)]:
            done.result()

    for one in made:
        assert steps_of(one) == ACKNOWLEDGE + ANSWER
        once = letters(own_scene, one)
        assert [once.count(letter) for letter in ((OVERDUE, "head"), (ESCALATED, "coordinator there"))] == [4, 2]


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
import time_machine
from directory.app import create_app
from directory.config import Config
from directory.transaction import before_commit
from directory.jobs.schedule import escalate_consultations, generate_due_shifts
from directory.jobs.batches import RowsFailed
app, left = create_app(Config.from_env()), [int(sys.argv[1])]
def end():
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
with app.app_context(), time_machine.travel(datetime.fromisoformat(sys.argv[2]), tick=False):
    before_commit(app, end)
    escalate_consultations()
"""


def kill_at(app: Flask, commit: int, at: datetime) -> int:
    """Take steps in a process that is killed in the middle of a transaction, and return how it ended."""
    db.session.rollback()
    command: Sequence[str] = [sys.executable, "-c", KILLED, str(commit), at.isoformat()]
    return forked.run(command, cwd=PROJECT, env=environment_of(app), check=False).returncode


def test_a_worker_that_is_killed_in_a_step_leaves_it_whole_to_the_next(site: Flask, own_scene: Scene) -> None:
    made = ask(own_scene)
    late = NOON + timedelta(days=3)
    work(late - timedelta(days=4))

    assert kill_at(site, 2, late) == -signal.SIGKILL
    assert steps_of(made) == ACKNOWLEDGE[:1]
    assert kill_at(site, 3, late) == -signal.SIGKILL
    work(late)

    assert steps_of(made) == ACKNOWLEDGE + ANSWER
    assert letters(own_scene, made).count((OVERDUE, "head")) == 4
    rows = db.session.scalar(select(func.count(ConsultationStep.id)).filter_by(consultation_id=made.id))
    assert rows == 9


def test_a_question_that_is_not_urgent_is_due_by_working_days_of_the_asked_state(own_scene: Scene) -> None:
    made = ask(own_scene, urgency="normal")

    assert made.acknowledge_by == datetime(2026, 12, 1, 22, 59, tzinfo=UTC)
    assert made.answer_by == datetime(2026, 12, 10, 22, 59, tzinfo=UTC)
    work(datetime(2026, 12, 1, 22, 58, tzinfo=UTC))
    assert steps_of(made) == []
    work(datetime(2026, 12, 1, 22, 59, tzinfo=UTC))
    assert steps_of(made) == ACKNOWLEDGE[:1]


def test_a_desk_that_is_not_asked_urgently_is_reminded_from_day_to_day(own_scene: Scene) -> None:
    made = ask(own_scene, urgency="normal")
    second = made.acknowledge_by + timedelta(days=1)

    work(second - MINUTES)
    assert steps_of(made) == ACKNOWLEDGE[:1]
    work(second)
    assert steps_of(made) == ACKNOWLEDGE[:2]


def test_a_desk_that_is_looked_after_too_early_is_left_in_peace_until_its_time(own_scene: Scene) -> None:
    made = ask(own_scene)
    with committing():
        made.next_step_at = NOON

    work(NOON + 30 * MINUTES)

    assert steps_of(made) == []
    assert made.next_step_at == NOON + HOUR


def test_the_thread_tells_of_a_hole_and_of_each_reminder_with_whom_it_reached(own_scene: Scene) -> None:
    on_duty(own_scene, ("member", NOON - HOUR, NOON + HOUR))
    reached, missed = ask(own_scene), ask(own_scene, NOON + HOUR)

    work(NOON + 3 * HOUR)

    told = [
        [(one.act, one.subject_key) for one in threads.list_entries(own_scene.viewer("member"), made)]
        for made in (reached, missed)
    ]
    reminders = [("escalated", step) for step in ("deputy", "head", "coordinator")]
    assert told == [
        [("asked", ""), ("hole", "deputy"), *reminders],
        [("asked", ""), ("hole", "deputy"), ("hole", "deputy"), *reminders[:2]],
    ]


def test_a_reminder_that_reaches_who_is_on_duty_stands_in_the_thread_and_tells_of_no_hole(own_scene: Scene) -> None:
    on_duty(own_scene, ("member", NOON - HOUR, NOON + 2 * HOUR))
    made = ask(own_scene)

    work(NOON + HOUR)

    entries = threads.list_entries(own_scene.viewer("member"), made)
    assert [(one.act, one.subject_kind, one.subject_key) for one in entries[1:]] == [("escalated", "step", "duty")]
    assert [letter for letter, _ in letters(own_scene, made)] == [ASKED, OVERDUE]


def test_a_consultation_that_fails_leaves_the_later_ones_their_reminders(own_scene: Scene) -> None:
    broken, other = ask(own_scene), ask(own_scene, NOON + MINUTES)
    broken.urgency = "broken"
    db.session.commit()

    with pytest.raises(RowsFailed):
        work(NOON + 24 * HOUR)

    # The tests after this one share the site.
    broken.urgency = "urgent"
    db.session.commit()
    assert steps_of(broken) == []
    assert steps_of(other)


def test_a_desk_whose_rota_fails_leaves_the_others_theirs(own_scene: Scene) -> None:
    factories.add(factories.focal_point("another-desk", db.session.get_one(FocalPoint, own_scene.desk).authority_key))
    factories.add(DeskRota(focal_point_key="another-desk", zone="Europe/Paris", version=1))
    patterns = [but_from_three(own_scene)]
    factories.add(DeskRota(focal_point_key=own_scene.desk, zone="Nowhere/At all", version=1, patterns=patterns))

    with time_machine.travel(NOON, tick=False), pytest.raises(RowsFailed):
        generate_due_shifts()

    db.session.rollback()
    rotas = {one.focal_point_key: one.laid_out_until for one in db.session.scalars(select(DeskRota))}
    assert rotas[own_scene.desk] is None
    assert rotas["another-desk"] is not None
