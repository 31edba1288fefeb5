"""The database is gone under load: PostgreSQL stopped for a minute, SQLite's file locked by another process.

    .venv/bin/pytest -n0 -rP tests/long/faults/test_database_gone.py

`AWAY_SECONDS=10` for another length.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from directory.clock import as_utc, now
from directory.extensions import db
from directory.models import RecurringJob
from directory.models.job import WORKER
from directory.vocabulary import Role
from tests import factories
from tests.conftest import copy_of, make_app
from tests.crashes.site import Site, running
from tests.long.faults.load import ask
from tests.long.faults.outage import Outage, working
from tests.long.faults.sessions import headers_of
from tests.postgresql import DURABLE, PostgreSQL
from tests.stored import add_states

AWAY_SECONDS = int(os.environ.get("AWAY_SECONDS", "60"))
LOCKED_SECONDS = int(os.environ.get("AWAY_SECONDS", "20"))
WORKER_SECONDS = 60
LANGUAGES = ("en", "ru", "ar", "ky")
# It holds SQLite's write lock until its input ends.
LOCKING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA busy_timeout=60000")
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def mortal() -> Iterator[PostgreSQL]:
    server = PostgreSQL(DURABLE)
    yield server
    server.stop()


def outage_at(app: Flask, site: Site) -> Outage:
    """Return people of all kinds at a site: a writer, visitors in several languages, one signed in, a program."""
    with app.app_context():
        writer = headers_of(app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))
        reader = headers_of(app, factories.account(Role.PRACTITIONER, ["casc"], jurisdiction_key="TJ"))
    outage = Outage(site, writer)
    for language in LANGUAGES:
        outage.add_reader(f"/{language}/jurisdictions/KG", language=language)
    outage.add_reader("/ar/account", reader, "ar")
    outage.add_reader("/ru/search?q=kyrgyzstan", reader, "ru")
    outage.add_reader("/api/v1/jurisdictions/KG")
    return outage


def worked_at(app: Flask) -> datetime | None:
    """Return when a worker last gave a sign of life."""
    with app.app_context():
        row = db.session.get(RecurringJob, WORKER)
        return as_utc(row.ran_at) if row and row.ran_at else None


def seconds_to_work(app: Flask) -> float:
    """Wait until the worker gives a sign of life, and return how long that took."""
    began, began_at = time.monotonic(), now()
    while (at := worked_at(app)) is None or at < began_at:
        assert time.monotonic() < began + WORKER_SECONDS, "The worker does not go on."
        time.sleep(0.2)
    return time.monotonic() - began


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Have another process hold the write lock of a SQLite file for the length of the block."""
    command = [sys.executable, "-c", LOCKING, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"locked\n"
        yield


@pytest.mark.xdist_group("database gone")
def test_a_minute_without_postgresql_loses_nothing_and_all_goes_on_by_itself(
    mortal: PostgreSQL, tmp_path: Path
) -> None:
    app = make_app(tmp_path / "observer", mortal.database())
    with app.app_context():
        upgrade()
        add_states()
    site = Site(tmp_path / "site")
    site.environment["DATABASE_URL"] = app.config["SETTINGS"].database_url
    assert site.run("index", "rebuild")[0] == 0
    with running(site), working(site, tmp_path / "worker"):
        outage = outage_at(app, site)
        styles = re.findall(r'href="(/static/[^"]+\.css[^"]*)"', ask(site.port, "GET", "/en/", {}, None).text)
        static, alive = outage.add_reader(styles[0]), outage.add_reader("/healthz")
        with outage:
            outage.begin()
            mortal.stop_at_once()
            outage.load.wait_for(AWAY_SECONDS)
            mortal.start()
            outage.end()
        worker = seconds_to_work(app)

        outage.require_nothing_lost(f"PostgreSQL gone for {AWAY_SECONDS} s", app)
        lines = len((tmp_path / "worker").read_bytes().splitlines())
        print(f"The worker went on {worker:.1f} s later; it had written {lines} lines meanwhile.")
        assert set(static.statuses) == set(alive.statuses) == {200}
        assert all(reader.statuses[503] for reader in outage.readers if reader not in (static, alive))
        assert site.run("audit", "verify")[0] == 0
        assert site.run("index", "verify")[0] == 0


@pytest.mark.sqlite
@pytest.mark.xdist_group("database gone")
def test_a_file_that_another_process_has_locked_is_read_on_and_written_once_it_is_free(
    few_states: Path, tmp_path: Path
) -> None:
    app = make_app(copy_of(few_states, tmp_path / "data"))
    site = Site(app.config["SETTINGS"].data_dir)
    with running(site), working(site, tmp_path / "worker"):
        outage = outage_at(app, site)
        with outage:
            outage.begin()
            with locked(site.folder / "directory.sqlite3"):
                outage.load.wait_for(LOCKED_SECONDS)
            outage.end()
        worker = seconds_to_work(app)

        outage.require_nothing_lost(f"SQLite locked for {LOCKED_SECONDS} s", app)
        longest = max(outage.load.milliseconds) / 1000
        print(f"The worker went on {worker:.1f} s later; the longest answer took {longest:.1f} s.")
        for language, reader in zip(LANGUAGES, outage.readers, strict=False):
            assert set(reader.statuses) == {200}, language
        assert site.run("audit", "verify")[0] == 0
        assert site.run("index", "verify")[0] == 0
