"""A commit of the database and one of the index: whichever process dies or turns back between them."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.models import Authority, Change, Texts
from directory.search import sync
from directory.search.queries import SearchQuery, find
from directory.transaction import committing
from tests import factories, forked
from tests.conftest import PROJECT, copy_of, environment_of, make_app

pytestmark = pytest.mark.usefixtures("index_at_once")

AUTHORITY = "kg-prosecutor-general"
WORD = "Zephyrbark"

# It writes a note, and is killed once the database has it, before the index is told.
DYING_WRITER = """
import os, signal, sys
from wsgi import app
from directory.extensions import db
from directory.models import Authority, Texts
from directory.transaction import committing

app.extensions["after_commit"].insert(0, lambda: os.kill(os.getpid(), signal.SIGKILL))
with app.app_context(), committing():
    db.session.get(Authority, sys.argv[1]).note = Texts("en", {"en": sys.argv[2]})
"""


@pytest.fixture
def two_workers(few_states: Path, tmp_path: Path) -> tuple[Flask, Flask]:
    """Return two apps over the same data, each with an index of its own as each worker of a server has."""
    folder = copy_of(few_states, tmp_path / "data")
    return make_app(folder), make_app(folder)


def found_by(worker: Flask, text: str) -> tuple[str, ...]:
    with worker.app_context():
        return found(text)


def test_a_change_whose_writer_died_before_telling_the_index_is_found_by_the_next_search_of_any_worker(
    two_workers: tuple[Flask, Flask],
) -> None:
    assert [found_by(worker, WORD) for worker in two_workers] == [(), ()]

    died = forked.run(
        [sys.executable, "-c", DYING_WRITER, AUTHORITY, WORD],
        cwd=PROJECT,
        env=environment_of(two_workers[0]),
        capture_output=True,
        text=True,
    )

    assert (died.returncode, died.stdout, died.stderr) == (-signal.SIGKILL, "", "")
    assert [found_by(worker, WORD) for worker in reversed(two_workers)] == [(f"authority:{AUTHORITY}",)] * 2
    with two_workers[0].app_context():
        assert sync.differences() == []


class TurnedBack(Exception):
    """What goes wrong in the middle of a transaction."""


def turn_back() -> None:
    db.session.flush()
    raise TurnedBack


def search_and_turn_back() -> None:
    found("kyrgyzstan")
    raise TurnedBack


def write(note: str, before_the_end: Callable[[], object] = lambda: None) -> None:
    with committing():
        db.session.get(Authority, AUTHORITY).note = factories.english(note)
        before_the_end()


def found(text: str) -> tuple[str, ...]:
    return find(ANONYMOUS, SearchQuery(text=text, per_page=100), facets=()).keys


def state() -> tuple[int, int]:
    """Return how far the change log and the index have come."""
    return db.session.scalar(select(func.max(Change.id))), sync.current_index().position


def test_a_transaction_that_turns_back_leaves_nothing_in_log_and_index(small_app: Flask) -> None:
    before = state()

    with pytest.raises(TurnedBack):
        write(WORD, before_the_end=turn_back)

    assert state() == before
    assert found(WORD) == ()
    assert sync.differences() == []


def test_a_transaction_that_the_database_refuses_leaves_nothing_in_log_and_index(small_app: Flask) -> None:
    before = state()

    with pytest.raises(IntegrityError):
        write(WORD, before_the_end=lambda: db.session.add(factories.authority(jurisdiction_key="nowhere")))

    assert state() == before
    assert found(WORD) == ()
    assert sync.differences() == []


def test_a_search_inside_a_transaction_that_turns_back_leaves_nothing_in_the_way_of_the_next(small_app: Flask) -> None:
    with pytest.raises(TurnedBack):
        write(WORD, before_the_end=search_and_turn_back)
    write("Quillomond")

    assert found(WORD) == ()
    assert found("Quillomond") == (f"authority:{AUTHORITY}",)
    assert sync.differences() == []


def test_a_reader_that_began_before_a_commit_leaves_the_index_where_the_writer_brought_it(small_app: Flask) -> None:
    last = sync.last_change()
    assert sync.current_index().position == last
    db.session.commit()
    assert sync.last_change() == last

    def write_elsewhere() -> None:
        other = make_app(small_app.config["SETTINGS"].data_dir)
        with other.app_context():
            write(WORD)

    writer = Thread(target=write_elsewhere)
    writer.start()
    writer.join(60)
    newest = sync.current_index().position

    assert newest > last
    assert found(WORD) == (f"authority:{AUTHORITY}",)
    assert sync.differences() == []


def test_a_text_that_stays_the_same_is_no_change(small_app: Flask) -> None:
    write(WORD)
    before = state()

    with committing():
        db.session.get(Authority, AUTHORITY).note = Texts("en", {"en": WORD})

    assert state() == before
