"""An app that the tests of one module write into: each takes authorities of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory.extensions import db
from tests.conftest import copy_of, make_app


@pytest.fixture(scope="module")
def importing_app(few_treaties: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over a copy of the data of a few States; its index does not follow."""
    app = make_app(copy_of(few_treaties, tmp_path_factory.mktemp("imports")))
    app.extensions["after_commit"].clear()
    return app


@pytest.fixture
def app(importing_app: Flask) -> Iterator[Flask]:
    with importing_app.app_context():
        yield importing_app
        db.session.rollback()
