"""One site with the demonstration data, for the tests that read it: over the seed data of the States and treaties that
they name, with few rules of treaties and sheets, and of one State that they do not."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import MadeOnce, copy_of, demonstrate, keep_few_rules, keep_few_states, make_app

STATES = ("AE", "AM", "AZ", "DE", "FR", "GE", "KG", "KZ", "RU", "TJ", "TM", "TR", "UZ")
TREATIES = ("budapest-185", "chisinau-2002", "minsk-1993", "untoc")


@dataclass(frozen=True)
class Shown:
    """A site with the demonstration data, and what the command printed."""

    app: Flask
    folder: Path
    printed: str


@pytest.fixture(scope="session")
def undemonstrated(seeded_folder: Path, made_once: MadeOnce) -> Path:
    """Return a data folder with these seed data alone; its index is made with that of the demonstration."""

    def make(folder: Path) -> None:
        database = copy_of(seeded_folder, folder) / "directory.sqlite3"
        keep_few_states(database, STATES, TREATIES)
        # Most of what is indexed and compared, and nothing of the demonstration refers to it.
        keep_few_rules(database)
        shutil.rmtree(folder / "search")

    return made_once("undemonstrated", make)


@pytest.fixture(scope="session")
def demonstrated(undemonstrated: Path, made_once: MadeOnce) -> Path:
    """Return a data folder with the demonstration data as well; `printed` is what the command said."""
    return made_once("demonstrated", lambda folder: demonstrate(copy_of(undemonstrated, folder)))


def show(demonstrated: Path, folder: Path) -> Shown:
    """Return the site of a copy of a folder with the demonstration data."""
    copy_of(demonstrated, folder)
    return Shown(make_app(folder), folder, (folder / "printed").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shown(demonstrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return show(demonstrated, tmp_path_factory.mktemp("shown") / "data")


@pytest.fixture
def own_app(undemonstrated: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a copy of the data without the demonstration; its context is pushed."""
    app = make_app(copy_of(undemonstrated, tmp_path / "data"))
    with app.app_context():
        yield app


@pytest.fixture
def demo_app(shown: Shown) -> Iterator[Flask]:
    """Return the app of the demonstration with its context pushed."""
    with shown.app.app_context():
        yield shown.app
