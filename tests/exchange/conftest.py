"""Sites whose public files are soon written: most of what they hold is what treaties say, and two are enough."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import (
    MadeOnce,
    copy_of,
    keep_few_rules,
    keep_few_states,
    keep_few_treaties,
    make_app,
    rebuild_index,
)

TREATIES = ("cis-custody-1994", "cis-migration-1998")
STATES = ("AM", "FR", "KG", "TJ")


@pytest.fixture(scope="session")
def two_treaties(few_states: Path, made_once: MadeOnce) -> Path:
    """Return a data folder with the seed data of a few States and of two treaties."""
    return made_once("two_treaties", lambda folder: keep_few_treaties(few_states, folder, TREATIES))


@pytest.fixture
def small_app(two_treaties: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of that folder; its context is pushed."""
    app = make_app(copy_of(two_treaties, tmp_path / "data"))
    with app.app_context():
        yield app


@pytest.fixture(scope="session")
def few_offices(few_states: Path, made_once: MadeOnce) -> Path:
    """Return a data folder with the seed data of four States and of these two treaties, with few of their rules: whole
    files are written in a fraction of the time."""

    def make(folder: Path) -> None:
        database = copy_of(few_states, folder) / "directory.sqlite3"
        keep_few_states(database, STATES, TREATIES)
        keep_few_rules(database)
        rebuild_index(folder)

    return made_once("few_offices", make)


@pytest.fixture
def office_app(few_offices: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of that folder; its context is pushed."""
    app = make_app(copy_of(few_offices, tmp_path / "data"))
    with app.app_context():
        yield app
