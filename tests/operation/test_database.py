"""A site that is moved from SQLite to PostgreSQL by one command, whole or not at all."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from directory.accounts import totp
from directory.database_connections import message_of
from directory.extensions import db
from directory.models import Account, Change, Network
from directory.transaction import WRITE_LOCK, committing
from tests import factories
from tests.conftest import copy_of, make_app
from tests.consultations.conftest import make_scene
from tests.exchange.conftest import few_offices
from tests.people import code_of, give_generator
from tests.postgresql import PostgreSQL
from tests.stored import add_states

__all__ = ["few_offices"]
pytestmark = [pytest.mark.usefixtures("index_at_once"), pytest.mark.xdist_group("postgresql"), pytest.mark.sqlite]

SECONDS = 60
PAGES = ("/en/", "/ru/focal-points", "/en/authorities/kg-prosecutor-general", "/api/v1/changes?since=0")
SPOILER = """CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN NEW.network_kind = 'other'; RETURN NEW; END $$;
    CREATE TRIGGER spoiler BEFORE INSERT ON network FOR EACH ROW EXECUTE FUNCTION spoil()"""


@pytest.fixture
def small_site(empty_app: Flask) -> Flask:
    add_states()
    db.session.remove()
    return empty_app


def copied(site: Flask, address: str) -> tuple[int, str]:
    done = site.test_cli_runner().invoke(args=["database", "copy", address])
    return done.exit_code, done.output


def moved(site: Flask, address: str) -> Flask:
    """Return the same site, with its data folder, on another database."""
    return make_app(site.config["SETTINGS"].data_dir, address)


def tables_of(address: str) -> int:
    with psycopg.connect(address) as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return found[0]


@pytest.fixture
def migrated(postgresql: PostgreSQL, migrated_template: str) -> str:
    """Return the address of a database that has the tables already."""
    return postgresql.database(migrated_template)


@pytest.mark.parametrize("folder", ["few_offices", pytest.param("demonstration_folder", marks=pytest.mark.long)])
def test_a_site_goes_on_where_it_was_moved_to(
    request: pytest.FixtureRequest, postgresql: PostgreSQL, tmp_path: Path, folder: str
) -> None:
    site = make_app(copy_of(request.getfixturevalue(folder), tmp_path / "data"))
    address = postgresql.database()
    with site.app_context():
        make_scene().ask()
        person = factories.account()
        secret, number = give_generator(person), person.id
        last = db.session.query(db.func.max(Change.id)).scalar()

    status, said = copied(site, address)

    assert status == 0, said
    there = moved(site, address)
    for command in ("audit verify", "index verify"):
        done = there.test_cli_runner().invoke(args=command.split())
        assert done.exit_code == 0, done.output
    for page in PAGES:
        assert there.test_client().get(page).text == site.test_client().get(page).text, page
    with there.app_context():
        with committing():
            assert totp.use_code(db.session.get_one(Account, number), code_of(there, secret))
        factories.add(Network(key="new", name=factories.english("New"), network_kind="prosecutors"))
        assert db.session.query(db.func.max(Change.id)).scalar() == last + 1


def test_a_target_that_holds_rows_is_refused(small_site: Flask, migrated: str) -> None:
    with psycopg.connect(migrated) as connection:
        connection.execute("INSERT INTO seed_state (name, digest) VALUES ('seed_data', 'of another site')")

    status, said = copied(small_site, migrated)

    assert status == 1
    assert "The target holds rows already" in said


def test_what_the_target_does_not_take_is_named_and_leaves_nothing_there(
    small_site: Flask, postgresql: PostgreSQL
) -> None:
    address = postgresql.database()
    with committing():
        db.session.get_one(Network, "casc").network_kind = "with a\0in it"

    refused = copied(small_site, address)
    left = tables_of(address)
    with committing():
        db.session.get_one(Network, "casc").network_kind = "prosecutors"

    assert refused[0] == 1
    assert "The table network holds what the target does not take" in refused[1]
    assert left == 0
    assert copied(small_site, address)[0] == 0


def test_a_message_of_the_database_quotes_no_value(small_site: Flask, migrated: str) -> None:
    with moved(small_site, migrated).app_context(), pytest.raises(DBAPIError) as refused:
        db.session.execute(text("SELECT CAST('restricted' AS integer)"))

    assert "restricted" in str(refused.value.orig)
    assert "restricted" not in message_of(refused.value)


def test_a_row_that_came_out_otherwise_is_named(small_site: Flask, migrated: str) -> None:
    with psycopg.connect(migrated) as connection:
        connection.execute(SPOILER)

    status, said = copied(small_site, migrated)

    assert status == 1
    assert "The table network differs in the row {'key': 'casc'}" in said


def test_a_site_cannot_be_written_while_it_is_copied(small_site: Flask, postgresql: PostgreSQL, migrated: str) -> None:
    file = small_site.config["SETTINGS"].data_dir / "directory.sqlite3"
    with psycopg.connect(migrated) as waited_for, ThreadPoolExecutor(1) as threads:
        waited_for.execute(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")
        copying = threads.submit(copied, small_site, migrated)
        while not copying.done() and not waiting_for_a_lock(postgresql):
            pass
        with sqlite3.connect(file, timeout=0) as writer, pytest.raises(sqlite3.OperationalError, match="locked"):
            writer.execute("BEGIN IMMEDIATE")
        writer.close()
        waited_for.rollback()

        assert copying.result(SECONDS)[0] == 0


def waiting_for_a_lock(postgresql: PostgreSQL) -> bool:
    return bool(postgresql.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"))


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("sqlite:///other", "must begin with postgresql://"),
        ("postgresql://[host/db", "cannot be read"),
        ("postgresql://tests@127.0.0.1:1/db", "connection failed"),
    ],
)
def test_a_target_that_is_none_is_refused(small_site: Flask, address: str, word: str) -> None:
    status, said = copied(small_site, address)

    assert status == 1
    assert word in said
