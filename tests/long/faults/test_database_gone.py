"""The database is gone under load: PostgreSQL is stopped for a minute, and started.

    .venv/bin/pytest -n0 -rP tests/long/faults/test_database_gone.py

`AWAY_SECONDS=10` for another length.
"""

import os
import re
import time
from collections.abc import Iterator
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
from tests.conftest import make_app
from tests.crashes.site import Site, running
from tests.kept import add_states
from tests.long.faults.load import ask
from tests.long.faults.outage import Outage, working
from tests.long.faults.sessions import headers_of
from tests.postgresql import DURABLE, PostgreSQL

AWAY_SECONDS = int(os.environ.get("AWAY_SECONDS", "60"))
WORKER_SECONDS = 60
LANGUAGES = ("en", "ru", "ar", "ky")


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
    outage.add_reader("/en/account", reader, "en")
    outage.add_reader("/en/search?q=kyrgyzstan", reader, "en")
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
