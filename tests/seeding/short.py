"""Seed data that are soon loaded: the two longest files, to whose rows no other refers, are those of a few States."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory import seeding
from directory.seeding.load import FOLDER
from directory.transaction import committing
from tests.conftest import MadeOnce, close, copy_of, make_app, rebuild_index

LONGEST = ("jurisdiction_names.csv", "treaty_status.csv")
STATES = ("AD", "AL", "AM", "GE", "KG", "MD")


@pytest.fixture(scope="session")
def short_files(made_once: MadeOnce) -> Path:
    """Return a folder of such seed data."""
    return made_once("short_files", shorten)


def shorten(folder: Path) -> None:
    shutil.copytree(FOLDER, folder)
    for name in LONGEST:
        head, *lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = (line for line in lines if line.partition(",")[0] in STATES)
        (folder / name).write_text(head + "".join(kept), encoding="utf-8")


@pytest.fixture(scope="session")
def short_site(seeded_folder: Path, short_files: Path, made_once: MadeOnce) -> Path:
    """Return a data folder into which they were loaded."""

    def make(folder: Path) -> None:
        app = make_app(copy_of(seeded_folder, folder))
        with app.app_context(), committing():
            for _ in seeding.load(short_files):
                pass
        close(app)
        rebuild_index(folder)

    return made_once("short", make)


@pytest.fixture
def own_app(short_site: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of that folder; its context is pushed."""
    app = make_app(copy_of(short_site, tmp_path / "data"))
    with app.app_context():
        yield app


@pytest.fixture
def folder(short_files: Path, tmp_path: Path) -> Path:
    """Return a copy of the files, for a test that alters them."""
    return Path(shutil.copytree(short_files, tmp_path / "seed_data"))
