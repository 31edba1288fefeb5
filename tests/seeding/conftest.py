"""One site with the demonstration data, for the tests that read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import copy_of, make_app
from tests.seeding.demonstration import Dump, dump_of


@dataclass(frozen=True)
class Shown:
    """A site with the demonstration data, what its database held before, and what the command printed."""

    app: Flask
    folder: Path
    before: Dump
    printed: str


@pytest.fixture(scope="module")
def shown(seeded_folder: Path, demonstration_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder = copy_of(demonstration_folder, tmp_path_factory.mktemp("shown") / "data")
    return Shown(make_app(folder), folder, dump_of(seeded_folder), (folder / "printed").read_text(encoding="utf-8"))


@pytest.fixture
def demo_app(shown: Shown) -> Iterator[Flask]:
    """Return the app of the demonstration with its context pushed."""
    with shown.app.app_context():
        yield shown.app
