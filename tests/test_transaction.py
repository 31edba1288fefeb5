"""The one way to write: a block of its own, which is committed as a whole or not at all."""

import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from directory.errors import Busy
from directory.extensions import db
from directory.models import Authority
from directory.transaction import after_commit, committing, is_committing
from tests import factories

WRITERS, EACH = 4, 5


def write_in_the_middle_of_another_write() -> None:
    with committing():
        db.session.get(Authority, "kg-prosecutor-general").note = factories.english("The outer half")
        with committing():
            pass


def test_a_write_inside_another_is_refused_and_stores_neither(small_app: Flask) -> None:
    before = db.session.get(Authority, "kg-prosecutor-general").note

    with pytest.raises(RuntimeError, match="does not nest"):
        write_in_the_middle_of_another_write()

    assert db.session.get(Authority, "kg-prosecutor-general").note == before


def test_a_write_may_follow_one_that_was_refused(small_app: Flask) -> None:
    with pytest.raises(RuntimeError):
        write_in_the_middle_of_another_write()

    with committing():
        db.session.get(Authority, "kg-prosecutor-general").note = factories.english("The next")

    assert not is_committing()
    assert db.session.get(Authority, "kg-prosecutor-general").note == factories.english("The next")


def test_writers_at_once_wait_for_each_other_and_lose_nothing(small_app: Flask) -> None:
    made, start = Counter[str](), Barrier(WRITERS)

    def write(writer: int) -> None:
        with small_app.app_context():
            start.wait()
            for number in range(EACH):
                try:
                    factories.add(factories.authority(f"kg-{writer}-{number}"))
                    made["stored"] += 1
                except Busy:
                    made["turned away"] += 1

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write, range(WRITERS)))

    assert made == {"stored": WRITERS * EACH}
    keys = [f"kg-{writer}-{number}" for writer in range(WRITERS) for number in range(EACH)]
    stored = db.session.scalar(select(func.count(Authority.key)).where(Authority.key.in_(keys)))
    assert stored == WRITERS * EACH


@pytest.mark.sqlite
def test_a_writer_that_waits_too_long_is_told_to_ask_again_and_has_changed_nothing(small_app: Flask) -> None:
    db.session.execute(text("PRAGMA busy_timeout=1"))
    writer = sqlite3.connect(db.engine.url.database or "", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")

    with pytest.raises(Busy), committing():
        db.session.get(Authority, "kg-prosecutor-general").note = factories.english("Too late")
    writer.close()
    with small_app.test_request_context("/en/"):
        answer = small_app.make_response(small_app.handle_user_exception(Busy()))

    assert db.session.get(Authority, "kg-prosecutor-general").note != factories.english("Too late")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_what_follows_a_commit_may_fail_without_a_word_to_whoever_stored_something(small_app: Flask) -> None:
    followed = []

    def fail() -> None:
        db.session.execute(text("SELECT 1 FROM no_such_table"))

    after_commit(small_app, fail)
    after_commit(small_app, lambda: followed.append(db.session.get(Authority, "kg-prosecutor-general").note))

    with committing():
        db.session.get(Authority, "kg-prosecutor-general").note = factories.english("Stored")

    assert followed == [factories.english("Stored")]
