"""A site on which tests record what was done to offices of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory.models import Authority
from tests import factories
from tests.access.recorded import NUMBERS
from tests.conftest import copy_of, make_app


@pytest.fixture(scope="module")
def site(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return a site of one file's own; its context is pushed."""
    app = make_app(copy_of(few_states, tmp_path_factory.mktemp("recorded") / "data"))
    with app.app_context():
        yield app


@pytest.fixture
def office(site: Flask) -> Authority:
    """Return a new office, to which nothing was done yet."""
    office: Authority = factories.authority(f"office-{next(NUMBERS)}")
    factories.add(office)
    return office
