"""An index of the documents that a test names, on the disk or in PostgreSQL."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from search_index import Document, SearchIndex
from search_index.postgresql.index import PostgreSQLIndex

Index = SearchIndex | PostgreSQLIndex
Build = Callable[..., Index]
Open = Callable[[], Index]

EMBEDDED = pytest.param("embedded")
DATABASE = pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))
on_both = pytest.mark.parametrize("opened", [EMBEDDED, DATABASE], indirect=True)
"""For tests of what an index does wherever it lies; all others are of the one on the disk."""


@pytest.fixture
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Return a function that opens the index of this test once more, as another process would."""
    if getattr(request, "param", "embedded") == "embedded":
        return lambda: SearchIndex(tmp_path / "index", stamp="1")
    server = request.getfixturevalue("postgresql")
    stamp, address = uuid4().hex, f"{server.conninfo} dbname=postgres"
    return lambda: PostgreSQLIndex(lambda: closing(psycopg.connect(address)), stamp)


@pytest.fixture
def build(opened: Open) -> Build:
    """Return a function that gives an index of the documents it is given."""

    def built(*documents: Document) -> Index:
        index = opened()
        index.rebuild(documents, position=1)
        return index

    return built
