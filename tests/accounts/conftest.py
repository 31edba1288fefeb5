"""One app for all tests of a file: each makes people of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import copy_of, make_app


@pytest.fixture(scope="module")
def whole_site(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return make_app(copy_of(seeded_folder, tmp_path_factory.mktemp("accounts")))


@pytest.fixture
def site(whole_site: Flask) -> Iterator[Flask]:
    """Return the app over all seed data that the tests of this file write to; its context is pushed."""
    with whole_site.app_context():
        yield whole_site
