"""An app with people who write and decide, shared by the tests of one module: each takes an authority of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory.extensions import db
from tests.conftest import copy_of, make_app


@pytest.fixture(scope="module")
def writing_app(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over a copy of all seed data that the tests of a module write into; its index does not follow."""
    app = make_app(copy_of(seeded_folder, tmp_path_factory.mktemp("proposals")))
    app.extensions["after_commit"].clear()
    return app


@pytest.fixture
def context(writing_app: Flask) -> Iterator[None]:
    with writing_app.app_context():
        yield
        db.session.rollback()
