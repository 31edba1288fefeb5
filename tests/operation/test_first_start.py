"""Two nodes start for the first time over one new database: one prepares it, the other waits and finds it prepared."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import forked
from tests.conftest import PROJECT, environment_of, make_app
from tests.postgresql import PostgreSQL
from tests.seeding.few import few_seed_data

pytestmark = pytest.mark.xdist_group("postgresql")

# `flask prepare` with the seed data of another folder: those of the site take a minute.
PREPARE = """
import runpy, sys
from pathlib import Path
import directory.cli

directory.cli.FOLDER = Path(sys.argv[1])
sys.argv = ["flask", "--app", "wsgi", "prepare"]
runpy.run_module("flask", run_name="__main__", alter_sys=True)
"""


def test_two_first_starts_at_once_both_succeed_on_postgresql(postgresql: PostgreSQL, tmp_path: Path) -> None:
    address = postgresql.database()
    nodes = [make_app(tmp_path / name, address) for name in ("first", "second")]
    seed_data = few_seed_data(tmp_path / "seed_data")

    starts = [
        forked.Popen(
            [sys.executable, "-c", PREPARE, str(seed_data)],
            cwd=PROJECT,
            env=environment_of(node),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for node in nodes
    ]
    said = [start.communicate() for start in starts]

    assert [start.returncode for start in starts] == [0, 0], said
    assert sum("Seed data: already loaded." in out for out, _ in said) == 1
