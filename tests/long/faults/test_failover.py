"""Two nodes over a PostgreSQL primary with a synchronous standby: it is killed under load, the standby promoted.

`make long-faults` does it ten times over, the nodes running all the while; by itself, three times:

    FAILOVERS=3 .venv/bin/pytest -n0 -rP tests/long/faults/test_failover.py
"""

import os
import random
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from directory.audit.verification import verify
from directory.extensions import db
from directory.models import ContactDetail
from directory.search import sync
from directory.transaction import committing
from directory.vocabulary import Audience, Role
from tests import factories
from tests.conftest import make_app
from tests.crashes.site import Site, running
from tests.long.faults.cluster import Cluster
from tests.long.faults.load import Answer, Load, ask
from tests.long.faults.sessions import headers_of
from tests.long.faults.writers import Writer, add_writer, titles_stored
from tests.stored import add_states

pytestmark = pytest.mark.xdist_group("failover")

FAILOVERS = int(os.environ.get("FAILOVERS", "10"))
LONGEST_SECONDS = 30
PAGE = "/en/authorities/test-authority"
AFTER = 5
"""So many more writes each node has to take before a run is over."""


@dataclass
class Watched:
    """A value that is withdrawn: when that was acknowledged, and how often it was shown before and, never, after."""

    value: str
    withdrawn_at: float = float("inf")
    shown_before: int = 0
    shown_after: int = 0

    def note(self, answer: Answer) -> None:
        is_after = answer.asked_at > self.withdrawn_at
        self.shown_after += is_after and self.value in answer.text
        self.shown_before += not is_after and self.value in answer.text


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    made = Cluster()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def app(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app that is none of the nodes, by which the test itself writes and counts."""
    app = make_app(tmp_path_factory.mktemp("observer"), cluster.address)
    with app.app_context():
        upgrade()
        add_states()
        factories.add(factories.authority())
    return app


@pytest.fixture(scope="module")
def nodes(app: Flask, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Site]]:
    sites = [Site(tmp_path_factory.mktemp(name)) for name in ("first", "second")]
    for site in sites:
        site.environment["DATABASE_URL"] = cluster.address
        assert site.run("index", "rebuild", "--if-unusable")[0] == 0
    with running(*sites):
        yield sites


@pytest.fixture(scope="module")
def worker(nodes: list[Site]) -> Iterator[subprocess.Popen[str]]:
    process = nodes[0].command("worker")
    yield process
    process.terminate()
    process.communicate()


def test_no_acknowledged_write_is_lost_and_nothing_withdrawn_is_shown(
    app: Flask, cluster: Cluster, nodes: list[Site], worker: subprocess.Popen[str]
) -> None:
    chance, titles = random.Random(), (f"Notice {number}" for number in count(1))
    with app.app_context():
        people = {
            "writer": headers_of(app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG")),
            "reader": headers_of(app, factories.account(Role.PRACTITIONER, ["casc"], jurisdiction_key="TJ")),
        }
    print("run, acknowledged, lost, refused, of these stored, 503, other, seconds to the next write at each node")
    for run in range(1, FAILOVERS + 1):
        writers = [Writer() for _ in nodes]
        watched = [Watched(f"open-{run}@example.org"), Watched(f"kept-{run}@example.org")]
        add_contacts(app, watched)
        load = Load()
        for site, writer in zip(nodes, writers, strict=True):
            add_writer(load, site, writer, people["writer"], titles)
            add_reader(load, site, {}, watched[:1])
            add_reader(load, site, people["reader"], watched)
        with load:
            wanted = chance.randint(10, 60)
            load.wait_until(lambda: sum(len(one.acknowledged) for one in writers) >= wanted)  # noqa: B023
            withdraw(app, watched)
            killed_at = time.monotonic()
            cluster.kill_primary()
            load.wait_until(lambda: all(one.refused for one in writers))  # noqa: B023
            cluster.take_over()
            promoted_at = time.monotonic()
            load.wait_until(lambda: all(one.count_after(promoted_at) >= AFTER for one in writers))  # noqa: B023
        cluster.mend()

        stored = set(titles_stored(app))
        acknowledged = {title for one in writers for title in one.acknowledged}
        refused = {title for one in writers for title in one.refused}
        seconds = [round(one.first_after(promoted_at) - killed_at, 1) for one in writers]
        other = {status: n for status, n in load.statuses.items() if status not in (200, 303, 503)}
        lost, doubtful = len(acknowledged - stored), len(refused & stored)
        print(
            run, len(acknowledged), lost, len(refused), doubtful, load.statuses[503], other or "none", seconds, sep=", "
        )
        assert lost == 0
        assert not other
        assert load.without_retry_after == 0
        assert max(seconds) <= LONGEST_SECONDS
        assert all(one.shown_before and not one.shown_after for one in watched), watched
    require_whole(app, cluster, nodes)
    assert worker.poll() is None
    assert "at work" in ask(nodes[0].port, "GET", "/readyz", {}, None).text


def add_contacts(app: Flask, watched: list[Watched]) -> None:
    with app.app_context():
        audiences = ({"audience": Audience.PUBLIC}, {"audience": Audience.NETWORK, "network_key": "casc"})
        factories.add(*(factories.contact(one.value, **to) for one, to in zip(watched, audiences, strict=True)))


def withdraw(app: Flask, watched: list[Watched]) -> None:
    """Keep what was shown for coordinators alone, and note when that was acknowledged."""
    with app.app_context():
        with committing():
            for one in watched:
                contact = db.session.scalars(select(ContactDetail).filter_by(value=one.value)).one()
                contact.audience = Audience.COORDINATORS
        for one in watched:
            one.withdrawn_at = time.monotonic()


def add_reader(load: Load, site: Site, headers: dict[str, str], watched: list[Watched]) -> None:
    def note(answer: Answer) -> None:
        for one in watched:
            one.note(answer)

    load.add(lambda: ask(site.port, "GET", PAGE, headers, None), note)


def require_whole(app: Flask, cluster: Cluster, nodes: list[Site]) -> None:
    """Require that the record of who did what is whole, and that the index of each node is that of the database."""
    with app.app_context():
        assert sum(1 for _ in verify())
    for site in nodes:
        with make_app(Path(site.folder), cluster.address).app_context():
            sync.catch_up()
            assert sync.differences() == []
