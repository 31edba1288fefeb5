"""Two nodes start for the first time over one new database: one prepares it, the other waits and finds it prepared."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import environment_of, make_app
from tests.postgresql import PostgreSQL
from tests.project_copy import copy_project
from tests.seeding.few import few_seed_data

pytestmark = pytest.mark.xdist_group("postgresql")


def test_two_first_starts_at_once_both_succeed_on_postgresql(postgresql: PostgreSQL, tmp_path: Path) -> None:
    address = postgresql.database()
    nodes = [make_app(tmp_path / name, address) for name in ("first", "second")]
    project = copy_project(tmp_path / "project")
    shutil.rmtree(project / "seed_data")
    few_seed_data(project / "seed_data")

    starts = [
        subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "prepare"],
            cwd=project,
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
