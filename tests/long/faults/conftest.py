"""A few States on SQLite, served, and an app beside it by which a test itself writes and counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import copy_of, make_app
from tests.crashes.site import Site, running


@pytest.fixture
def app(few_states: Path, tmp_path: Path) -> Flask:
    return make_app(copy_of(few_states, tmp_path / "data", is_spoiled=True))


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    site = Site(app.config["SETTINGS"].data_dir)
    with running(site):
        yield site
