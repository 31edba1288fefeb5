"""A site of a few States: as all seed data, but its index is soon made anew."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory.search import sync
from tests.conftest import close, copy_of, make_app

FEW_STATES = ("AM", "KG", "KZ", "TJ", "UZ")


@pytest.fixture(scope="session")
def few_states(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the seed data of a few States alone: its index is soon made anew."""
    folder = copy_of(seeded_folder, tmp_path_factory.mktemp("few") / "data")
    keep_few_states(folder / "directory.sqlite3")
    app = make_app(folder)
    with app.app_context():
        sync.rebuild()
    close(app)
    return folder


def keep_few_states(path: Path) -> None:
    """Delete the other States, and by and by every row that refers to one that is gone."""
    with sqlite3.connect(path) as database:
        gone = database.execute(f"DELETE FROM jurisdiction WHERE key NOT IN {FEW_STATES}").rowcount
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        references = [(t, row[3], row[2]) for t in tables for row in database.execute(f"PRAGMA foreign_key_list({t})")]
        while gone:
            gone = sum(
                database.execute(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT key FROM {named})").rowcount
                for table, column, named in references
            )
    database.close()


@pytest.fixture
def small_app(few_states: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of the data of a few States; its context is pushed."""
    app = make_app(copy_of(few_states, tmp_path / "data"))
    with app.app_context():
        yield app
