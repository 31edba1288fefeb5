"""A PostgreSQL server that dies, comes back, or is followed by another: what readers and the worker meet meanwhile."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import select

from directory.extensions import db
from directory.jobs.worker import Worker
from directory.models import RecurringJob
from directory.models.job import WORKER
from directory.vocabulary import Role
from directory.web.response_headers import HEADERS
from tests import factories
from tests.conftest import make_app
from tests.people import signed_in
from tests.postgresql import DURABLE, PostgreSQL
from tests.stored import add_states

pytestmark = pytest.mark.xdist_group("postgresql")

SECONDS = 30
PAGE = "/en/account"
TOKEN = {"label": "of a test", "scope": "read", "days": "1"}


@pytest.fixture(scope="module")
def mortal() -> Iterator[PostgreSQL]:
    """Return a server that a test may kill; it starts it again."""
    server = PostgreSQL(DURABLE)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def address(mortal: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> str:
    address = mortal.database()
    with make_app(tmp_path_factory.mktemp("made"), address).app_context():
        upgrade()
        add_states()
    return address


@pytest.fixture
def site(address: str, tmp_path: Path) -> Flask:
    return answering(address, tmp_path)


def answering(address: str, folder: Path, **settings: str) -> Flask:
    app = make_app(folder / "data", address, **settings)
    # A session is looked for before any view; there Flask would raise in tests what it answers elsewhere.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def person(site: Flask) -> FlaskClient:
    with site.app_context():
        return signed_in(site, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))


def test_while_the_server_is_away_everyone_is_asked_to_try_again(site: Flask, mortal: PostgreSQL) -> None:
    visitor, known = site.test_client(), person(site)
    mortal.kill()

    answers = visitor.get("/ar/jurisdictions"), known.get("/ar/account"), visitor.get("/api/v1/jurisdictions")
    mortal.start()

    for answer in answers:
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert answer.headers["Cache-Control"] == "no-store"
        assert HEADERS.items() <= dict(answer.headers).items()
    for page in answers[:2]:
        assert '<html lang="ar" dir="rtl">' in page.text
    assert answers[2].mimetype == "application/problem+json"


def test_while_the_server_is_away_nobody_searches_the_index_in_it(
    address: str, mortal: PostgreSQL, tmp_path: Path
) -> None:
    client, status = answering(address, tmp_path, search_engine="postgresql").test_client(), []
    for change in (mortal.kill, mortal.start, lambda: None):
        status.append(client.get(f"/en/search?q=kyrgyzstan&page={len(status) + 1}").status_code)
        change()

    assert status == [200, 503, 200]


def test_a_server_that_was_started_anew_between_two_requests_is_noticed_by_nobody(
    site: Flask, mortal: PostgreSQL
) -> None:
    client = person(site)
    assert client.get(PAGE).status_code == 200

    mortal.kill()
    mortal.start()

    assert client.get(PAGE).status_code == 200


def test_a_server_that_takes_no_writes_any_more_is_left_at_the_first_that_it_refuses(
    site: Flask, mortal: PostgreSQL
) -> None:
    client, status = person(site), {}
    for setting in ("on", "off"):
        mortal.execute(f"ALTER SYSTEM SET default_transaction_read_only = {setting}")
        mortal.execute("SELECT pg_reload_conf()")
        # The server takes a setting up when it comes to it.
        deadline = time.monotonic() + SECONDS
        while mortal.execute("SHOW default_transaction_read_only") != setting and time.monotonic() < deadline:
            pass

        status[setting] = client.post("/en/account/tokens/new", data=TOKEN).status_code, client.get(PAGE).status_code

    assert status == {"on": (503, 503), "off": (200, 200)}


def test_the_worker_outlives_its_server(site: Flask, mortal: PostgreSQL) -> None:
    worker = Worker()
    with site.app_context():
        factories.leave_to_another_worker("public files", "pocket editions")
        mortal.kill()
        worker.run_once()
        mortal.start()
        worker.run_once()

        assert db.session.get_one(RecurringJob, WORKER).ran_at


def test_what_was_read_already_is_answered_though_the_server_dies_before_the_end(
    site: Flask, mortal: PostgreSQL
) -> None:
    with site.app_context():
        db.session.execute(select(RecurringJob))
        mortal.kill()
    mortal.start()

    with site.app_context():
        assert db.session.execute(select(RecurringJob))


def test_a_standby_that_is_promoted_answers_the_next_request(mortal: PostgreSQL, address: str, tmp_path: Path) -> None:
    standby = PostgreSQL(DURABLE, mortal)
    try:
        both = address.replace(str(mortal.port), f"{mortal.port},127.0.0.1:{standby.port}")
        client = person(answering(both, tmp_path))
        assert client.get(PAGE).status_code == 200

        mortal.kill()
        while_nobody_takes_writes = client.get(PAGE).status_code
        standby.promote()

        assert while_nobody_takes_writes == 503
        assert client.get(PAGE).status_code == 200
    finally:
        standby.stop()
        mortal.start()
