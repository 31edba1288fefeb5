"""On either database: triggers refuse, erasing keeps the chain whole, processes that write at once make one chain."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from directory.audit import chain
from directory.audit.queries import count_events
from directory.extensions import db
from directory.transaction import committing
from tests import forked
from tests.audit.conftest import ACTS, ENTRY, fault, record_acts
from tests.conftest import PROJECT, environment_of

PROCESSES = 2
ACTS_EACH = 60
WRITER = f"""
from tests.audit.conftest import ENTRY, record_acts
from directory.app import create_app
from directory.config import Config
with create_app(Config.from_env()).app_context():
    for _ in range({ACTS_EACH}):
        record_acts(1)
"""
COLUMNS = "at, actor_id, action, kind, key, detail, values_digest, previous, digest"
REFUSED = [
    "UPDATE audit_event SET actor_id = 2",
    "DELETE FROM audit_event",
    "UPDATE audit_values SET after = '1'",
    f"INSERT INTO audit_event SELECT 1, {COLUMNS} FROM audit_event WHERE id = 1",
]


@pytest.fixture(params=["empty_app", pytest.param("empty_postgresql_app", marks=pytest.mark.xdist_group("postgresql"))])
def site(request: pytest.FixtureRequest) -> Iterator[Flask]:
    found: Flask = request.getfixturevalue(request.param)
    record_acts()
    yield found
    db.session.rollback()


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_every_statement_but_growth(site: Flask, tmp_path: Path, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"append-only|only be erased"), committing():
        db.session.execute(text(statement))

    assert fault(tmp_path) == ""


@pytest.mark.xdist_group("postgresql")
def test_a_postgresql_table_of_the_chain_cannot_be_emptied(empty_postgresql_app: Flask) -> None:
    with pytest.raises(DBAPIError, match="append-only"), committing():
        db.session.execute(text("TRUNCATE audit_event CASCADE"))


def test_values_can_be_erased_and_the_chain_verifies(site: Flask, tmp_path: Path) -> None:
    with committing():
        assert chain.erase(1, ENTRY) == ACTS

    assert db.session.scalar(text("SELECT count(*) FROM audit_values")) == 1
    assert fault(tmp_path) == ""


@pytest.mark.long(each=2)
def test_processes_that_write_at_once_make_one_chain(site: Flask, tmp_path: Path) -> None:
    environment = environment_of(site)
    db.session.rollback()

    writers = [forked.Popen([sys.executable, "-c", WRITER], cwd=PROJECT, env=environment) for _ in range(PROCESSES)]

    assert [writer.wait(60) for writer in writers] == [0] * PROCESSES
    assert count_events() == ACTS + PROCESSES * ACTS_EACH
    assert fault(tmp_path) == ""
