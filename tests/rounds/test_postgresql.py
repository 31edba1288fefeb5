"""Rounds on PostgreSQL: two workers open one at once, add one State at once, and each desk is asked once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import Consultation, QuestionRound
from directory.rounds import queries
from directory.rounds.service.asking import add_state, open_round
from directory.tokens import public_id
from directory.transaction import committing
from tests.rounds.conftest import LINE, QUESTION, STATES, RoundScene, make_round_scene, question, threads_of

WORKERS = 2


def both_at_once(app: Flask, scene: RoundScene, act: Callable[[RoundScene], object]) -> None:
    """Do an act in two threads at once, each in a transaction of its own."""
    start = Barrier(WORKERS)

    def run() -> None:
        with app.app_context():
            here = scene.here()
            start.wait()
            with committing():
                act(here)

    with ThreadPoolExecutor(WORKERS) as workers:
        for done in [workers.submit(run) for _ in range(WORKERS)]:
            done.result()
    db.session.rollback()


@pytest.mark.xdist_group("postgresql")
def test_two_workers_open_one_round_and_add_one_state(postgresql_app: Flask) -> None:
    scene, key, asked = make_round_scene(), public_id(), question(outline=("legal_basis",))

    both_at_once(
        postgresql_app, scene, lambda here: open_round(here.viewer("asker"), asked, here.asked(STATES[:7]), key)
    )
    made = db.session.scalars(select(QuestionRound)).one()
    assert (made.public_id, set(threads_of(made))) == (key, set(STATES[:7]))

    def add(here: RoundScene) -> None:
        viewer = here.viewer("asker")
        add_state(viewer, queries.get(viewer, key), here.asked(STATES[7:], {STATES[7]: LINE})[0])

    both_at_once(postgresql_app, scene, add)
    assert set(threads_of(made)) == set(STATES)
    assert len(db.session.scalars(select(Consultation.id)).all()) == len(STATES)


@pytest.mark.xdist_group("postgresql")
def test_a_round_is_sealed_and_read_by_the_asking_side_alone(postgresql_app: Flask) -> None:
    scene = make_round_scene().here()
    made = scene.open()

    assert QUESTION.encode() not in bytes(made.sealed_text)
    assert [queries.list_own(scene.viewer(who), 1).total for who in ("asker", *STATES)] == [1, *[0] * len(STATES)]
