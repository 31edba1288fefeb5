"""The site with its index in the data folder, and with its index in the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory.search import sync
from tests.conftest import close, copy_of, make_app
from tests.postgresql import PostgreSQL
from tests.search_index.conftest import DATABASE, EMBEDDED
from tests.stored import three_states

__all__ = ["three_states"]


@pytest.fixture(scope="session")
def database_app(
    postgresql: PostgreSQL, seeded_template: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """Return an app over all seed data, for tests that read, whose index lies in PostgreSQL."""
    folder, template = seeded_template
    data = copy_of(folder, tmp_path_factory.mktemp("searching"))
    app = make_app(data, postgresql.database(template), search_engine="postgresql")
    with app.app_context():
        sync.rebuild()
    yield app
    close(app)


@pytest.fixture(params=[EMBEDDED, pytest.param("postgresql", marks=[*DATABASE.marks, pytest.mark.long])])
def searched(request: pytest.FixtureRequest) -> Iterator[None]:
    """Push the context of each of the two. `test_in_database.py` tries that they find the same."""
    app: Flask = request.getfixturevalue("app" if request.param == "embedded" else "database_app")
    with app.app_context():
        yield
