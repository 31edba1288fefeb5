"""PostgreSQL is brought back to moments between two writes; the site goes on from there.

.venv/bin/pytest -n0 -rP tests/long/faults/test_point_in_time.py
"""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select, text

from directory.audit.chain import record
from directory.extensions import db
from directory.models import Notice
from directory.transaction import committing
from tests import factories
from tests.conftest import make_app
from tests.long.faults.archive import Archive
from tests.operation.backups.conftest import run
from tests.stored import add_states

pytestmark = pytest.mark.xdist_group("point in time")

WRITES = 30
RECOVERIES = 5


@pytest.fixture
def archive() -> Iterator[Archive]:
    made = Archive()
    yield made
    made.stop()


def site_on(address: str, folder: Path) -> Flask:
    app = make_app(folder, address)
    with app.app_context():
        upgrade()
    return app


def write(number: int) -> str:
    """Post a notice and return a moment after it and before the next."""
    with committing():
        db.session.add(factories.notice(f"notice-{number}", f"Notice {number}"))
        record(None, "account_made", ("account", str(number)))
    moment = db.session.scalar(select(text("clock_timestamp()::text")))
    db.session.rollback()
    return str(moment)


def test_a_site_goes_on_from_a_moment_between_two_writes(archive: Archive, tmp_path: Path) -> None:
    address = archive.server.database()
    app = site_on(address, tmp_path / "first")
    with app.app_context():
        add_states()
        moments = [write(0)]
        archive.back_up()
        moments += [write(number) for number in range(1, WRITES)]
    archive.lose()

    print("moment after the write, held, missing, later, seconds to recover and to look after")
    for number in random.Random().sample(range(1, WRITES), RECOVERIES):
        began = time.monotonic()
        server = archive.recover_to(moments[number])
        recovered_at = time.monotonic()
        place = make_app(tmp_path / str(number), address.replace(str(archive.server.port), str(server.port)))
        status, said = run(place, "database", "recovered")
        seconds = (recovered_at - began, time.monotonic() - recovered_at)
        with place.app_context():
            held = {int(key.rpartition("-")[2]) for key in db.session.scalars(select(Notice.key))}
        missing, later = set(range(number + 1)) - held, held - set(range(number + 1))
        print(number, len(held), len(missing), len(later), *(f"{one:.1f}" for one in seconds), sep=", ")
        assert status == 0, said
        assert not missing
        assert not later
        assert f"Audit: {number + 1} rows" in said
        assert run(place, "index", "verify")[0] == 0
