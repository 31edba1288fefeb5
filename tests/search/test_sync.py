"""The index beside other processes and on a folder that cannot be written."""

import fcntl
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from flask import Flask
from sqlalchemy import select

from directory import cli
from directory.access.viewer import ANONYMOUS
from directory.errors import NotReady
from directory.extensions import db
from directory.jobs.worker import Worker
from directory.models import Authority
from directory.search import documents, sync
from directory.search.queries import SearchQuery, find
from directory.transaction import committing
from search_index import Document, Query
from tests import factories
from tests.api.conftest import counted_statements
from tests.conftest import MadeOnce, copy_of, keep_few_rules, keep_few_states, make_app, rebuild_index
from tests.exchange.conftest import TREATIES

pytestmark = pytest.mark.usefixtures("index_at_once")

AUTHORITY = "kg-prosecutor-general"
CURRENT = Path("search", "CURRENT")


@pytest.fixture(scope="session")
def two_states(few_states: Path, made_once: MadeOnce) -> Path:
    """Return a data folder with the seed data of two States and two treaties, with few of their rules: its index is
    soon made anew."""

    def make(folder: Path) -> None:
        database = copy_of(few_states, folder) / "directory.sqlite3"
        keep_few_states(database, ("KG", "UZ"), TREATIES)
        keep_few_rules(database)
        rebuild_index(folder)

    return made_once("two_states", make)


@pytest.fixture
def small_app(two_states: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of that folder; its context is pushed."""
    app = make_app(copy_of(two_states, tmp_path / "data"))
    with app.app_context():
        yield app


def write(text: str) -> None:
    with committing():
        db.session.get(Authority, AUTHORITY).note = factories.english(text)


def write_elsewhere(app: Flask, text: str) -> None:
    """Write as another worker over the same data folder does, and bring the index up to date."""
    other = make_app(folder_of(app))

    def work() -> None:
        with other.app_context():
            write(text)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def folder_of(app: Flask) -> Path:
    return Path(app.config["SETTINGS"].data_dir)


@pytest.mark.parametrize("ask", [sync.current_index, sync.drain], ids=["search", "drain"])
def test_a_request_with_an_older_view_of_the_database_does_not_rebuild_a_newer_index(
    small_app: Flask, ask: Callable[[], object]
) -> None:
    sync.last_change()
    write_elsewhere(small_app, "written by another worker")
    generation = (folder_of(small_app) / CURRENT).read_text()

    ask()

    assert (folder_of(small_app) / CURRENT).read_text() == generation
    assert sync.differences() == []


def test_a_rebuild_from_an_older_view_of_the_database_reads_it_anew(small_app: Flask) -> None:
    sync.last_change()
    write_elsewhere(small_app, "written by another worker")

    sync.rebuild()

    assert sync.lag() == 0
    assert sync.differences() == []


def test_an_older_view_of_the_database_is_no_difference_and_no_lag(small_app: Flask) -> None:
    sync.last_change()
    write_elsewhere(small_app, "written by another worker")

    assert sync.lag() == 0

    sync.last_change()
    write_elsewhere(small_app, "written once more")

    assert sync.differences() == []


def test_a_published_change_is_followed_with_one_look_at_the_log_and_no_query_for_nothing(small_app: Flask) -> None:
    small_app.extensions["after_commit"][:] = [sync.drain]
    key = "kg-followed"
    factories.add(factories.authority(key))
    db.session.remove()

    with counted_statements() as statements, committing():
        db.session.get_one(Authority, key).name = factories.english("Office that is followed")

    assert len([one for one in statements if "max(change.id)" in one]) == 1
    # SQLAlchemy's form of a list without any value.
    assert [one for one in statements if "1 != 1" in one or "1!=1" in one] == []
    assert sync.lag() == 0


@pytest.mark.sqlite
def test_an_index_of_another_database_is_still_made_anew(small_app: Flask, three_states: Path) -> None:
    write("only here")
    with sync_closed(small_app):
        for file in three_states.glob("*.sqlite*"):
            shutil.copy(file, folder_of(small_app))

    sync.current_index()

    assert sync.differences() == []


@contextmanager
def sync_closed(app: Flask) -> Iterator[None]:
    db.session.remove()
    db.engine.dispose()
    yield


@contextmanager
def unwritable(app: Flask) -> Iterator[None]:
    """Have a folder stand where the index keeps its lock, so that opening it to write fails."""
    lock = folder_of(app) / "search" / "lock"
    lock.unlink()
    lock.mkdir()
    yield
    lock.rmdir()


def test_a_write_whose_index_cannot_be_written_is_stored_and_logged_without_its_values(
    small_app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    with unwritable(small_app):
        write("stored all the same")

    logged = capsys.readouterr().err
    assert db.session.get(Authority, AUTHORITY).note == factories.english("stored all the same")
    assert "index_not_written" in logged
    assert "stored all the same" not in logged


def test_an_index_that_cannot_be_written_serves_as_it_is_and_follows_later(small_app: Flask) -> None:
    with unwritable(small_app):
        write("found later")
        behind = sync.current_index().position

    assert behind < sync.last_change()
    assert sync.current_index().position == sync.last_change()


def test_a_lost_index_that_cannot_be_written_is_not_ready(small_app: Flask) -> None:
    (folder_of(small_app) / CURRENT).unlink()

    with unwritable(small_app), pytest.raises(NotReady):
        sync.current_index()


def search_while_writing_and_fail() -> None:
    with committing():
        db.session.get(Authority, AUTHORITY).note = factories.english("never")
        db.session.flush()
        sync.current_index()
        raise ZeroDivisionError


def test_what_a_block_is_about_to_write_does_not_reach_the_index(small_app: Flask) -> None:
    before = sync.current_index().position

    with pytest.raises(ZeroDivisionError):
        search_while_writing_and_fail()

    assert sync.current_index().position == before
    assert sync.differences() == []


@contextmanager
def another_writer(app: Flask, lock: str = "search/lock") -> Iterator[IO[bytes]]:
    with (folder_of(app) / lock).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def test_a_rebuild_waits_for_another_and_says_so_when_that_takes_too_long(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "LONGEST_WAIT_SECONDS", 0.2)

    with another_writer(small_app, "search/rebuild.lock"):
        busy = small_app.test_cli_runner().invoke(args=["index", "rebuild"])
    free = small_app.test_cli_runner().invoke(args=["index", "rebuild"])

    assert (busy.exit_code, busy.output) == (1, "Index: another process is making it.\n")
    assert free.exit_code == 0


def test_a_lost_index_that_another_process_is_making_is_left_to_it(small_app: Flask) -> None:
    (folder_of(small_app) / CURRENT).unlink()

    with another_writer(small_app, "search/rebuild.lock"):
        result = small_app.test_cli_runner().invoke(args=["index", "rebuild", "--if-unusable"])

    assert (result.exit_code, result.output) == (0, "Index: another process is making it.\n")


def test_prepare_waits_for_another_and_says_so_when_that_takes_too_long(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "LONGEST_WAIT_SECONDS", 0.2)

    with another_writer(small_app, "prepare.lock"):
        busy = small_app.test_cli_runner().invoke(args=["prepare"])
    free = small_app.test_cli_runner().invoke(args=["prepare"])

    assert (busy.exit_code, busy.output) == (1, "Another process is still preparing this data folder.\n")
    assert free.exit_code == 0


def test_verify_says_in_a_sentence_that_there_is_no_index(small_app: Flask) -> None:
    (folder_of(small_app) / CURRENT).unlink()

    with unwritable(small_app):
        result = small_app.test_cli_runner().invoke(args=["index", "verify"])

    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "No readable index" in result.output


@pytest.fixture
def few_by_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "MOST_BY_A_REQUEST", 10)


def write_to_many(count: int) -> None:
    with committing():
        for authority in db.session.scalars(select(Authority).order_by(Authority.key).limit(count)):
            authority.note = factories.english("Quillomond")


def found() -> int:
    return sync.current_index().search(Query("Quillomond")).total


def test_a_change_of_more_entries_than_a_request_follows_is_found_as_a_whole_once_the_worker_has_turned(
    small_app: Flask, few_by_a_request: None
) -> None:
    write_to_many(15)
    factories.leave_to_another_worker("public files", "pocket editions")

    while_waiting = found()
    Worker().run_once()

    assert (while_waiting, found()) == (0, 15)
    assert sync.differences() == []


def test_what_a_request_follows_is_found_as_a_whole_at_once(small_app: Flask, few_by_a_request: None) -> None:
    write_to_many(5)

    assert (sync.lag(), found()) == (0, 5)


def test_documents_of_many_entries_are_those_of_all(small_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "KEYS_AT_ONCE", 7)
    of_all = {one.key: one for one in documents.all_documents() if not one.key.startswith("measure:")}

    made = list(documents.documents_of([tuple(key.split(":", 1)) for key in of_all]))

    assert {one.key: one for one in made} == of_all
    assert len(made) == len(of_all)


BEHIND = "Search is being brought up to date"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "LONGEST_BEHIND_SECONDS", 0.1)


@pytest.mark.parametrize("address", ["/en/search?q={}", "/api/v1/search?q={}", "/api/v1/suggest?q={}"])
def test_a_search_behind_another_writer_says_so_and_finds_nothing_by_what_was_withdrawn(
    small_app: Flask, impatient: None, address: str
) -> None:
    write("Quillomond")
    client = small_app.test_client()
    before = client.get(address.format("Quillomond")).text

    with another_writer(small_app):
        write("Withdrawn")
        behind = client.get(address.format("Quillomond")).text
    after = client.get(address.format("Quillomond")).text

    assert [AUTHORITY in one for one in (before, behind, after)] == [True, False, False]
    assert [BEHIND in one for one in (before, behind, after)] == [False, True, False]


def test_a_search_behind_another_writer_still_finds_what_has_not_changed(small_app: Flask, impatient: None) -> None:
    with another_writer(small_app):
        write("Quillomond")
        found = find(ANONYMOUS, SearchQuery("ministry of justice kyrgyzstan"))

    assert found.is_partial
    assert found.keys[0] == "authority:kg-ministry-of-justice"


def test_a_search_waits_for_another_writer_and_is_then_in_step(small_app: Flask) -> None:
    with another_writer(small_app) as lock:
        write("Quillomond")
        release = threading.Timer(0.2, lambda: fcntl.flock(lock, fcntl.LOCK_UN))
        release.start()
        found = find(ANONYMOUS, SearchQuery("Quillomond"))
        release.join()

    assert (found.keys, found.is_partial) == ((f"authority:{AUTHORITY}",), False)


def test_what_is_left_to_the_worker_is_said_and_left_out_until_it_is_done(
    small_app: Flask, few_by_a_request: None
) -> None:
    write_to_many(15)
    factories.leave_to_another_worker("public files", "pocket editions")

    while_waiting = find(ANONYMOUS, SearchQuery("authority"))
    Worker().run_once()

    assert (while_waiting.is_partial, find(ANONYMOUS, SearchQuery("authority")).is_partial) == (True, False)


def test_writers_go_on_while_an_index_is_made_anew(small_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    made = documents.all_documents

    def meanwhile() -> Iterator[Document]:
        yield from made()
        write_elsewhere(small_app, "Quillomond")

    monkeypatch.setattr(sync, "all_documents", meanwhile)

    sync.rebuild()

    assert (sync.lag(), found()) == (0, 1)
    assert sync.differences() == []
