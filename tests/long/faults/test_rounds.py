"""Rounds that two processes open at once with the same keys while both are killed again and again: each round is there
once and whole, each State is asked once, and each desk got one letter."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from directory.audit.verification import verify
from directory.extensions import db
from directory.models import Consultation, Mail, QuestionRound, RoundMember
from directory.tokens import public_id
from tests.conftest import PROJECT, copy_of, environment_of, make_app
from tests.rounds.conftest import STATES, RoundScene, make_round_scene

ROUNDS, KILLS, SEED = 30, 10, 93

# Opens a round by each key that it is given, in the order given. The limit of questions stands in the views.
OPENER = """
import sys
from wsgi import app
from directory.accounts.queries import viewer_of
from directory.consultations.service.entries import WrittenText
from directory.extensions import db
from directory.models import Account
from directory.rounds.service.asking import AskedState, RoundQuestion, open_round
from directory.transaction import committing
account, desks, keys = int(sys.argv[1]), sys.argv[2].split(","), sys.argv[3].split(",")
with app.app_context():
    app.extensions["after_commit"].clear()
    print("ready", flush=True)
    for key in keys:
        words = WrittenText(f"The question of {key}", "en")
        asked = RoundQuestion("hearing_witness", "tip", "normal", key, words, outline=("legal_basis",))
        with committing():
            viewer = viewer_of(db.session.get_one(Account, account))
            open_round(viewer, asked, [AskedState(desk) for desk in desks], key)
    print("done", flush=True)
"""


@pytest.fixture
def app(few_treaties: Path, tmp_path: Path) -> Iterator[Flask]:
    app = make_app(copy_of(few_treaties, tmp_path / "data"))
    with app.app_context():
        yield app


def opener(app: Flask, scene: RoundScene, keys: list[str]) -> subprocess.Popen[str]:
    desks = ",".join(scene.desks[code] for code in STATES)
    return subprocess.Popen(
        [sys.executable, "-c", OPENER, str(scene.numbers["asker"]), desks, ",".join(keys)],
        cwd=PROJECT,
        env=environment_of(app),
        stdout=subprocess.PIPE,
        text=True,
    )


def test_rounds_opened_by_two_processes_that_are_killed_are_there_once_and_whole(app: Flask) -> None:
    chance, scene = random.Random(SEED), make_round_scene()
    keys = [public_id() for _number in range(ROUNDS)]
    db.session.rollback()

    for _kill in range(KILLS):
        both = [opener(app, scene, chance.sample(keys, len(keys))) for _number in range(2)]
        for one in both:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.4))
        for one in both:
            one.send_signal(signal.SIGKILL)
            one.communicate()
    last = [opener(app, scene, keys) for _number in range(2)]
    assert [one.communicate()[0].splitlines()[-1:] for one in last] == [["done"], ["done"]]

    db.session.rollback()
    assert sorted(db.session.scalars(select(QuestionRound.public_id))) == sorted(keys)
    members = db.session.execute(
        select(RoundMember.round_id, Consultation.to_jurisdiction_key).join(
            Consultation, Consultation.id == RoundMember.consultation_id
        )
    ).all()
    assert set(Counter((number, state) for number, state in members).values()) == {1}
    assert len(members) == ROUNDS * len(STATES)
    assert len(db.session.scalars(select(Consultation.id)).all()) == len(members)
    letters = Counter(db.session.scalars(select(Mail.address).where(Mail.letter == "consultation_asked")))
    assert letters == {scene.people[code].email: ROUNDS for code in STATES}
    assert sum(1 for _ in verify())
