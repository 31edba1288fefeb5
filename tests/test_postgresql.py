"""PostgreSQL under the whole site: the same schema, the same seed data, the same answers as SQLite."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
import time_machine
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from directory import seeding
from directory.audit.chain import record
from directory.extensions import db
from directory.models import AuditEvent, Authority
from directory.search import sync
from directory.transaction import committing
from tests import factories
from tests.api.conftest import read_with
from tests.postgresql import PostgreSQL
from tests.seeding.few import few_seed_data

pytestmark = pytest.mark.xdist_group("postgresql")

SECONDS = 30
API = "/api/v1/"
QUESTIONS = (
    "search?q=genprokuratura",
    "search?q=Кыргызстан&kind=authority",
    "search?accepts=ru&per_page=50",
    "suggest?q=kaz",
    "jurisdictions?per_page=100",
    "authorities?per_page=100",
    "authorities?function=extradition",
    "focal-points?per_page=100",
    "networks?per_page=100",
    "treaties?per_page=100",
    "legislation?per_page=100",
    "measures",
    "jurisdictions/KG",
    "jurisdictions/KG/requirements",
    "jurisdictions/KG/requirements?on=2026-01-01",
    "authorities/kg-prosecutor-general",
    "networks/casc",
    "treaties/untoc",
    "openapi.json",
)
PAGES = (
    "/ru/",
    "/ar/search?q=tbilisi",
    "/en/jurisdictions",
    "/zh/jurisdictions/KZ",
    "/en/jurisdictions/compare?codes=KG,KZ",
    "/en/authorities/kg-prosecutor-general",
    "/en/focal-points",
    "/en/treaties",
    "/en/treaties/untoc",
    "/en/legislation",
    "/readyz",
)


def test_the_migrated_schema_is_that_of_the_models(empty_postgresql_app: Flask) -> None:
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []


def test_migrations_go_down_to_nothing_and_up_again(empty_postgresql_app: Flask) -> None:
    tables = set(inspect(db.engine).get_table_names())

    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}

    upgrade()
    assert set(inspect(db.engine).get_table_names()) == tables


def test_seed_data_that_is_loaded_again_changes_nothing(empty_postgresql_app: Flask, tmp_path: Path) -> None:
    folder = few_seed_data(tmp_path / "seed_data")
    empty_postgresql_app.extensions["after_commit"].clear()
    for _ in range(2):
        before = sync.last_change()
        with committing():
            reports = list(seeding.load(folder))

    assert reports
    assert 0 < sync.last_change() == before


def test_the_site_answers_as_it_does_on_sqlite(postgresql_site: Flask, small_app: Flask) -> None:
    on_postgresql, client = postgresql_site.test_client(), small_app.test_client()

    for address in (*(API + question for question in QUESTIONS), *PAGES):
        # Pages tell the time of day.
        with time_machine.travel(datetime.now(UTC), tick=False):
            answer, expected = on_postgresql.get(address), client.get(address)
        assert expected.status_code == 200, address
        assert answer.text == expected.text, address


FIRST, SECOND = "am-prosecutor-general", "kg-prosecutor-general"


def write(app: Flask, key: str, word: str, then: Callable[[], object] = bool) -> None:
    """Write a note that is found by a word, in a transaction of its own that has taken its ids when it calls `then`."""
    with app.app_context(), committing():
        db.session.get_one(Authority, key).note = factories.english(word)
        db.session.flush()
        then()


def waiting_for_a_lock(postgresql: PostgreSQL) -> bool:
    return postgresql.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") == 1


def follow(client: FlaskClient, since: int) -> tuple[set[str], int]:
    """Return the entries that changed after an id, and where the next reading begins."""
    keys: set[str] = set()
    while items := (body := read_with(client, f"changes?since={since}"))["items"]:
        keys |= {item["key"] for item in items}
        since = body["next"]
    return keys, since


def found(client: FlaskClient, word: str) -> list[str]:
    return [item["id"] for item in read_with(client, f"search?q={word}")["items"]]


def test_a_change_that_took_its_id_first_and_is_committed_last_is_lost_to_no_follower(
    postgresql: PostgreSQL, postgresql_site: Flask
) -> None:
    client = postgresql_site.test_client()
    _, start = follow(client, 0)
    has_ids, may_commit = Event(), Event()

    def pause() -> None:
        has_ids.set()
        may_commit.wait(SECONDS)

    with ThreadPoolExecutor() as threads:
        first = threads.submit(write, postgresql_site, FIRST, "firstidsword", pause)
        assert has_ids.wait(SECONDS)
        second = threads.submit(write, postgresql_site, SECOND, "secondidsword")
        while not second.done() and not waiting_for_a_lock(postgresql):
            pass
        early, since = follow(client, start)
        assert found(client, "firstidsword") == []
        may_commit.set()
        first.result(SECONDS)
        second.result(SECONDS)

    late, _ = follow(client, since)
    assert {FIRST, SECOND} <= early | late
    assert found(client, "firstidsword") == [FIRST]
    assert found(client, "secondidsword") == [SECOND]


def test_days_are_those_of_utc_though_the_server_has_a_time_zone_of_its_own(
    postgresql: PostgreSQL, postgresql_site: Flask
) -> None:
    name = postgresql_site.config["SETTINGS"].database_url.rpartition("/")[2].partition("?")[0]
    postgresql.execute(f"ALTER DATABASE \"{name}\" SET TIME ZONE 'Asia/Almaty'")
    late = datetime(2026, 11, 25, 21, 30, tzinfo=UTC)

    with postgresql_site.app_context():
        db.session.remove()
        db.engine.dispose()
        with time_machine.travel(late, tick=False), committing():
            record(None, "published", ("authority", FIRST), after={"note": "Moved to another street."})
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()

        assert event.at.date() == late.date()
