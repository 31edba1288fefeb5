"""A server and a worker over a database of another version end with one clear line, before anything is served."""

import sys
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import text

from directory.extensions import db
from tests import forked
from tests.conftest import PROJECT, environment_of, make_app

SERVER, WORKER = "gunicorn --config gunicorn.conf.py wsgi:app", "flask --app wsgi worker"
SITES = ["empty_app", pytest.param("empty_postgresql_app", marks=pytest.mark.xdist_group("postgresql"))]


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> Flask:
    app: Flask = request.getfixturevalue(request.param)
    return app


def last_line_of(app: Flask, command: str) -> str:
    """Return the last line that a start says, which must end with 1 and without a trace."""
    db.session.remove()
    ended = forked.run(
        [sys.executable, "-m", *command.split()],
        cwd=PROJECT,
        env=environment_of(app),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    return ended.stderr.splitlines()[-1]


def test_over_an_older_database_it_says_what_to_run(site: Flask) -> None:
    downgrade()

    said = last_line_of(site, SERVER)

    assert said.startswith("Counterpart cannot start: the database is at migration 0")
    assert said.endswith("run `flask --app wsgi prepare`.")


def test_over_a_newer_database_it_says_which_version_to_start(site: Flask) -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    db.session.commit()

    said = last_line_of(site, SERVER)

    assert said.startswith("Counterpart cannot start: the database is at migration 9999, which this version")
    assert "start the newer version" in said


def test_a_worker_does_not_work_on_a_database_without_tables(tmp_path: Path) -> None:
    app = make_app(tmp_path / "data")

    with app.app_context():
        said = last_line_of(app, WORKER)

    assert said.startswith("Error: The worker cannot start: the database is at migration none, this version needs 0")


@pytest.mark.sqlite
def test_a_file_that_is_no_database_is_said_to_be_unreadable(empty_app: Flask) -> None:
    db.session.remove()
    db.engine.dispose()
    for file in empty_app.config["SETTINGS"].data_dir.glob("directory.sqlite3*"):
        file.write_bytes(b"no database at all " * 100)

    said = last_line_of(empty_app, SERVER)

    assert said.startswith("Counterpart cannot start: the database cannot be read (file is not a database)")
