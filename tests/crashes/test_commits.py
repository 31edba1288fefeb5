"""A commit of the database and one of the index: whichever process dies or turns back between them."""

import signal
from collections.abc import Callable, Iterator
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
from tests import factories
from tests.conftest import copy_of, make_app
from tests.crashes.site import Site, finished, running, verified

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
def two_workers(few_states: Path, tmp_path: Path) -> Iterator[tuple[Site, Site]]:
    """Return two servers of one worker each over the same data, so that a test can pick the worker."""
    folder = copy_of(few_states, tmp_path / "data")
    sites = Site(folder, workers=1), Site(folder, workers=1)
    with running(*sites):
        yield sites


def test_a_change_whose_writer_died_before_telling_the_index_is_found_by_the_next_search_of_any_worker(
    two_workers: tuple[Site, Site],
) -> None:
    assert [site.found(WORD) for site in two_workers] == [set(), set()]

    died = finished(two_workers[0].python("-c", DYING_WRITER, AUTHORITY, WORD))

    assert died == (-signal.SIGKILL, "")
    assert [site.found(WORD) for site in reversed(two_workers)] == [{AUTHORITY}, {AUTHORITY}]
    assert "0 differences" in verified(two_workers[0])


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
