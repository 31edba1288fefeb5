"""One app for all tests of a file: each makes people of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import copy_of, make_app


@pytest.fixture(scope="module")
def account_site(few_treaties: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = make_app(copy_of(few_treaties, tmp_path_factory.mktemp("accounts") / "data"))
    # Who signs in is no part of what is searched.
    app.extensions["after_commit"].clear()
    return app


@pytest.fixture
def site(account_site: Flask) -> Iterator[Flask]:
    """Return the app over the data of a few States that the tests of this file write to; its context is pushed."""
    with account_site.app_context():
        yield account_site
