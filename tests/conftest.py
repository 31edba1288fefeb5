"""What tests share: one seeded database and index, made once, and an app over a copy of them."""

import fcntl
import gc
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO, Any

import pytest
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from werkzeug.test import TestResponse

from directory import seeding
from directory.app import create_app
from directory.config import Config
from directory.extensions import db
from directory.models.change import MODELS_BY_KIND
from directory.search import sync
from directory.transaction import committing
from tests import databases, forked
from tests.postgresql import PostgreSQL
from tests.sharing import CompiledRule, LateIndex, SharedMap, follow_late, share_statements, share_templates

PROJECT = Path(__file__).resolve().parent.parent
SECRET = "a secret of the tests alone, long enough"
ENCRYPTION_KEY = "a key of the tests alone that is long enough as well"
START_SECONDS = 120
# Where several runs of the tests share what is made once.
MADE_ONCE = "MADE_ONCE"
# What a server serves, if it is not the product as it is.
SERVED = "SERVED"
# Members of the home network that the tests of changes name, and one that is not.
FEW_STATES = ("AM", "FR", "KG", "KZ", "TJ", "UZ")
# Those that tests name; what all treaties say is nine tenths of what is indexed, shown and given out.
FEW_TREATIES = (
    *("budapest-185", "chisinau-2002", "cis-custody-1994", "cis-migration-1998", "ets24", "ets30"),
    *("minsk-1993", "som-protocol", "tip-protocol", "untoc"),
    *("kz-kg-extradition-1997", "kz-kg-mla-1996", "kz-kg-mla-prot-2022"),
)
# Those of them that tests of people, desks, drafts and proposals name: most of what few_states holds is of the others.
FEWEST_TREATIES = ("budapest-185", "chisinau-2002", "kz-kg-extradition-1997", "kz-kg-mla-1996", "tip-protocol", "untoc")

# The tables of what treaties and sheets say, and the column of whose it is.
SAYING = {"rule": "sheet_key"} | dict.fromkeys(
    ("treaty_rule", "treaty_coverage", "treaty_term", "treaty_relation"), "treaty_key"
)

pytest_plugins = ["tests.ahead", "tests.long_cases", "tests.repetition"]

MadeOnce = Callable[[str, Callable[[Path], None]], Path]

APPS: list[Flask] = []
DATABASES = pytest.StashKey[PostgreSQL | None]()
# What a test needs beside its own process, by the fixtures that it takes.
MARKS = {"browser": "browser", "postgresql": "postgresql", "server": "process"}
# A fixture that takes one of these makes a copy of it to write in; `app`, of the whole run, is the one that is read.
COPIED = {"seeded_folder", "few_states", "few_treaties", "demonstration_folder"}


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return one more than there are cores: a test that waits for a browser, a server or a database leaves its core."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Start the server of databases that all parallel workers share, if TEST_DATABASE asks for one."""
    config.stash[DATABASES] = databases.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop it."""
    server = config.stash.get(DATABASES, None)
    if server is not None:
        server.stop()


# Before pytest-xdist looks for groups.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test by what it uses; leave out what is about SQLite itself where the tests run on PostgreSQL."""
    for item in items:
        for mark in marks_of(item):
            item.add_marker(mark)
        if shares_with_its_file(item) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0].replace("/", ".")))
    if databases.IS_POSTGRESQL:
        left_out = [item for item in items if item.get_closest_marker("sqlite")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def shares_with_its_file(item: pytest.Item) -> bool:
    """Return whether a test uses what is made once for its file: one worker runs all of these, or each makes it."""
    fixtures = item._fixtureinfo.name2fixturedefs.values()  # type: ignore[attr-defined]
    return any(definitions[-1].scope == "module" for definitions in fixtures)


def marks_of(item: pytest.Item) -> set[str]:
    """Return the marks of what a test uses, by its fixtures and theirs."""
    fixtures = item._fixtureinfo.name2fixturedefs.values()  # type: ignore[attr-defined]
    marks = {mark_of(definitions[-1]) for definitions in fixtures} - {""}
    if COPIED & set(item._fixtureinfo.argnames):  # type: ignore[attr-defined]
        marks.add("own_site")
    if any(mark.args == ("postgresql",) for mark in item.iter_markers("xdist_group")):
        marks.add("postgresql")
    return marks


def mark_of(fixture: "pytest.FixtureDef[Any]") -> str:
    """Return the mark of the tests that take a fixture, or nothing."""
    is_copy = COPIED.intersection(fixture.argnames) and (fixture.argname, fixture.scope) != ("app", "session")
    return MARKS.get(fixture.argname) or ("own_site" if is_copy else "")


def pytest_collection_finish() -> None:
    """Let the collector leave alone what stays until the end; in wsgi.py the site does the same. It runs more seldom
    than there, which saves a twentieth of the time of the tests."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


Flask.url_rule_class = CompiledRule
Flask.url_map_class = SharedMap


class Client(FlaskClient):
    """A browser, or a program that shows its `token` in the API.

    A test that holds the app's context shares it with each request: what one noted there is gone.
    """

    token: Mapping[str, str] = {}

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            g.__dict__.clear()
        if self.token and str(args[0]).startswith("/api/"):
            kwargs["headers"] = {**self.token, **kwargs.get("headers", {})}
        return super().open(*args, **kwargs)


def make_app(data_dir: Path, database_url: str = "", **settings: Any) -> Flask:
    """Return an app over a data folder; its connections are given back when all tests have ended."""
    keys, address = (ENCRYPTION_KEY,), database_url or databases.address_of(data_dir)
    app = create_app(Config(SECRET, keys, data_dir, address, testing=True, **settings))
    app.test_client_class = Client
    share_statements(app)
    share_templates(app)
    follow_late(app)
    APPS.append(app)
    return app


def close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def closing() -> Iterator[None]:
    yield
    for app in APPS:
        close(app)


@pytest.fixture(autouse=True)
def closing_own() -> Iterator[None]:
    """Close the apps that a test makes for itself when it ends: each holds an index in memory."""
    before, databases_before = len(APPS), len(databases.MADE)
    yield
    while len(APPS) > before:
        close(APPS.pop())
    databases.drop_later_than(databases_before)


@pytest.fixture
def index_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the index of every app follow each commit at once, for a test that looks into it."""
    monkeypatch.setattr(LateIndex, "at_once", True)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> MadeOnce:
    """Return a function that gives the folder of a name, which the first of the parallel workers makes for all."""
    own = tmp_path_factory.getbasetemp()
    return partial(make_once, Path(os.environ.get(MADE_ONCE) or (own if worker_id == "master" else own.parent)))


def make_once(shared: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder of a name in the folder that all processes share; the first that asks makes it."""
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            with databases.on_sqlite(folder):
                make(folder)
            for made_there in databases.list_to_move(folder):
                move_database(made_there)
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def seeded_folder(made_once: MadeOnce) -> Path:
    """Return a data folder with all seed data."""
    return made_once("seeded", fill)


def fill(folder: Path) -> None:
    app = make_app(folder)
    with app.app_context():
        upgrade()
        with committing():
            for _ in seeding.load():
                pass
        sync.catch_up()
    close(app)


def copy_of(seeded: Path, folder: Path, *, is_spoiled: bool = False) -> Path:
    databases.copy(seeded, folder, is_spoiled=is_spoiled)
    return folder


def environment_of(app: Flask) -> dict[str, str]:
    """Return the environment of a process that works on the same site."""
    settings = app.config["SETTINGS"]
    return {
        **os.environ,
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": SECRET,
        "ENCRYPTION_KEYS": ENCRYPTION_KEY,
    }


@pytest.fixture(scope="session")
def app(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over all seed data, for tests that read."""
    return make_app(copy_of(seeded_folder, tmp_path_factory.mktemp("reading")))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """Push the context of the reading app."""
    with app.app_context():
        yield


@pytest.fixture
def own_app(seeded_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of all seed data, for a test that writes; its context is pushed."""
    app = make_app(copy_of(seeded_folder, tmp_path / "data"))
    with app.app_context():
        yield app


@pytest.fixture(scope="session")
def few_states(seeded_folder: Path, made_once: MadeOnce) -> Path:
    """Return a data folder with the seed data of a few States and treaties alone: its index is soon made anew."""
    return made_once("few", partial(make_few, seeded_folder))


def make_few(seeded_folder: Path, folder: Path) -> None:
    keep_few_states(copy_of(seeded_folder, folder) / "directory.sqlite3")
    rebuild_index(folder)


@pytest.fixture(scope="session")
def demonstration_folder(seeded_folder: Path, made_once: MadeOnce) -> Path:
    """Return a data folder with all seed data and the demonstration data; `printed` is what the command said."""
    return made_once("demonstration", lambda folder: demonstrate(copy_of(seeded_folder, folder)))


def demonstrate(folder: Path) -> None:
    """Load the demonstration data into the site of a data folder."""
    app = make_app(folder)
    done = app.test_cli_runner().invoke(args=["demo", "load"])
    assert done.exit_code == 0, done.output
    with app.app_context():
        sync.catch_up()
    (folder / "printed").write_text(done.output, encoding="utf-8")
    close(app)


def move_database(folder: Path) -> None:
    copy_to_postgresql(folder, databases.move(folder))


def copy_to_postgresql(folder: Path, address: str) -> None:
    """Copy the SQLite database of a data folder into a PostgreSQL database."""
    with databases.on_sqlite(folder):
        app = make_app(folder)
    done = app.test_cli_runner().invoke(args=["database", "copy", address])
    close(app)
    assert done.exit_code == 0, done.output


def rebuild_index(folder: Path) -> None:
    app = make_app(folder)
    with app.app_context():
        sync.rebuild()
    close(app)


def keep_few_states(path: Path, states: tuple[str, ...] = FEW_STATES, treaties: tuple[str, ...] = FEW_TREATIES) -> None:
    """Delete the other States and treaties, and by and by every row that refers to one that is gone, with what is known
    of it."""
    with sqlite3.connect(path) as database:
        gone = database.execute(f"DELETE FROM jurisdiction WHERE key NOT IN {states}").rowcount
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        references = [(t, *row[2:5]) for t in tables for row in database.execute(f"PRAGMA foreign_key_list({t})")]
        for binding in ("treaty_party", "treaty_status"):
            database.execute(f"DELETE FROM {binding} WHERE jurisdiction_key NOT IN {states}")
        gone += database.execute(f"DELETE FROM treaty WHERE key NOT IN {treaties}").rowcount
        while gone:
            gone = sum(
                database.execute(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT {key} FROM {named})").rowcount
                for table, named, column, key in references
            )
        for kind, model in MODELS_BY_KIND.items():
            known = f"DELETE FROM provenance WHERE kind = ? AND key NOT IN (SELECT key FROM {model.__tablename__})"
            database.execute(known, (kind,))
    database.execute("VACUUM")
    database.close()


def keep_few_rules(path: Path) -> None:
    """Delete what treaties and requirement sheets say but for a row of each, with what is known of it: most of what is
    indexed and given out of a few States is theirs."""
    with sqlite3.connect(path) as database:
        for table, whole in SAYING.items():
            first = f"SELECT MIN(key) FROM {table} GROUP BY {whole}"
            database.execute(f"DELETE FROM {table} WHERE key NOT IN ({first})")
            known = f"DELETE FROM provenance WHERE kind = ? AND key NOT IN (SELECT key FROM {table})"
            database.execute(known, (table,))
    database.execute("VACUUM")
    database.close()


def keep_few_treaties(few_states: Path, folder: Path, treaties: tuple[str, ...]) -> None:
    """Make of that data folder one with these treaties alone: most of what files and index hold is of treaties."""
    keep_few_states(copy_of(few_states, folder) / "directory.sqlite3", treaties=treaties)
    rebuild_index(folder)


@pytest.fixture(scope="session")
def few_treaties(few_states: Path, made_once: MadeOnce) -> Path:
    """Return a data folder with the seed data of a few States and the fewest treaties: sooner copied and read."""
    return made_once("few_treaties", lambda folder: keep_few_treaties(few_states, folder, FEWEST_TREATIES))


@pytest.fixture
def small_app(few_states: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of the data of a few States; its context is pushed."""
    app = make_app(copy_of(few_states, tmp_path / "data"))
    with app.app_context():
        yield app


@pytest.fixture(scope="session")
def migrated_folder(made_once: MadeOnce) -> Path:
    """Return a data folder with an empty, migrated database."""

    def make(folder: Path) -> None:
        app = make_app(folder)
        with app.app_context():
            upgrade()
        close(app)

    return made_once("migrated", make)


@pytest.fixture
def empty_app(migrated_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over an empty, migrated database; its context is pushed."""
    app = make_app(copy_of(migrated_folder, tmp_path / "data"))
    with app.app_context():
        yield app


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """Return a running PostgreSQL server; mark what uses it with `xdist_group("postgresql")`, so that one is enough."""
    server = PostgreSQL()
    yield server
    for app in APPS:
        close(app)
    server.stop()


@pytest.fixture(scope="session")
def migrated_template(postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the name of an empty, migrated PostgreSQL database, to be copied."""
    address = postgresql.database()
    app = make_app(tmp_path_factory.mktemp("migrated"), address)
    with app.app_context():
        upgrade()
    close(app)
    return address.rpartition("/")[2]


@pytest.fixture(scope="session")
def seeded_template(
    postgresql: PostgreSQL, seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """Return a data folder and the name of a PostgreSQL database with all seed data, to be copied."""
    return template_of(seeded_folder, tmp_path_factory.mktemp("postgresql"), postgresql.database())


@pytest.fixture(scope="session")
def few_states_template(
    postgresql: PostgreSQL, few_states: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """Return a data folder and the name of a PostgreSQL database with the data of a few States, to be copied."""
    return template_of(few_states, tmp_path_factory.mktemp("postgresql"), postgresql.database())


def template_of(source: Path, folder: Path, address: str) -> tuple[Path, str]:
    """Copy a data folder into another, and its SQLite database into a PostgreSQL database; return the other and the
    name of that database."""
    with databases.on_sqlite(folder):
        copy_of(source, folder)
    copy_to_postgresql(folder, address)
    return folder, address.rpartition("/")[2]


@pytest.fixture
def postgresql_site(postgresql: PostgreSQL, few_states_template: tuple[Path, str], tmp_path: Path) -> Flask:
    """Return an app over a PostgreSQL database of its own with the data of a few States."""
    folder, template = few_states_template
    return make_app(copy_of(folder, tmp_path / "data"), postgresql.database(template))


@pytest.fixture
def postgresql_app(postgresql_site: Flask) -> Iterator[Flask]:
    """Return the same with its context pushed, for a test that writes."""
    with postgresql_site.app_context():
        yield postgresql_site


@pytest.fixture
def empty_postgresql_app(postgresql: PostgreSQL, migrated_template: str, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over an empty, migrated PostgreSQL database; its context is pushed."""
    app = make_app(tmp_path / "data", postgresql.database(migrated_template))
    with app.app_context():
        yield app


class Server:
    """A real server over a data folder, in processes of its own, from a project folder, this one or a copy."""

    log: IO[bytes] | int = subprocess.DEVNULL

    def __init__(self, folder: Path, workers: int = 2, project: Path = PROJECT) -> None:
        self.folder, self.workers, self.project = folder, workers, project
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.by_name = f"http://localhost:{self.port}"
        self.environment = {
            **os.environ,
            "DATA_DIR": str(folder),
            "DATABASE_URL": databases.address_of(folder),
            "SECRET_KEY": SECRET,
            "ENCRYPTION_KEYS": ENCRYPTION_KEY,
            "PORT": str(self.port),
            "WORKERS": str(workers),
        }

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", os.environ.get(SERVED, "wsgi:app")]
        self.process = forked.Popen(
            command, cwd=self.project, env=self.environment, stdout=subprocess.DEVNULL, stderr=self.log
        )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The server did not start.")
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=START_SECONDS)


@pytest.fixture(scope="session")
def server(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a running server over all seed data."""
    server = Server(copy_of(seeded_folder, tmp_path_factory.mktemp("served")))
    server.start()
    yield server
    server.stop()
