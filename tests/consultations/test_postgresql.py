"""Consultations on PostgreSQL: sealed, reminded of once by two workers, and read by those who take part."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask

from directory.consultations.queries import threads
from directory.consultations.service import answering, retention
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import WrittenText
from directory.extensions import db
from directory.jobs.schedule import escalate_consultations, shred_consultations
from directory.models import ConsultationReading
from directory.transaction import committing
from tests.consultations.conftest import QUESTION, make_scene
from tests.consultations.test_escalation import ACKNOWLEDGE, ANSWER, NOON, ask, steps_of
from tests.people import signed_in

READERS, READINGS_EACH = 4, 20


@pytest.mark.xdist_group("postgresql")
def test_a_consultation_runs_its_course_on_postgresql(postgresql_app: Flask) -> None:
    scene = make_scene()
    made, start = ask(scene), Barrier(2)

    def run() -> None:
        with postgresql_app.app_context():
            start.wait()
            escalate_consultations()

    with time_machine.travel(NOON + timedelta(days=3), tick=False), ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(run) for _ in range(2)]:
            done.result()
    assert steps_of(made) == ACKNOWLEDGE + ANSWER
    page = f"/en/consultations/{made.public_id}"
    assert QUESTION in signed_in(postgresql_app, scene.people["member"]).get(page).text
    with committing():
        answering.answer(scene.viewer("member"), made, Reply("welcome", ["purpose"], WrittenText("Yes", "en")))
    lists = [threads.list_own(scene.viewer(who), 1).total for who in ("asker", "third State")]
    assert lists == [1, 0]
    assert threads.list_overseen(scene.viewer("coordinator there"), 1).total == 1

    with time_machine.travel(NOON + timedelta(days=800), tick=False):
        shred_consultations()
    assert threads.get(scene.viewer("asker"), made.public_id).wrapped_key is None


@pytest.mark.xdist_group("postgresql")
def test_each_reading_is_counted_though_two_pages_are_opened_at_once(postgresql_app: Flask) -> None:
    scene = make_scene()
    made, member = ask(scene), scene.viewer("member")
    consultation, entry, start = made.id, threads.list_entries(member, made)[0].id, Barrier(READERS)

    def read() -> None:
        with postgresql_app.app_context():
            start.wait()
            for _ in range(READINGS_EACH):
                retention.note_reading(member, consultation, entry, "page")

    with ThreadPoolExecutor(READERS) as readers:
        for done in [readers.submit(read) for _ in range(READERS)]:
            done.result()

    db.session.rollback()
    row = db.session.get_one(ConsultationReading, (consultation, member.account_id, entry, "page"))
    assert row.times == READERS * READINGS_EACH
