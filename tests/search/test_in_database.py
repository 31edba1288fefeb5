"""An index in PostgreSQL, which several nodes search and any of them writes."""

from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from directory.access.viewer import ANONYMOUS
from directory.search import sync
from directory.search.queries import SearchQuery, find
from tests import factories
from tests.conftest import make_app
from tests.postgresql import PostgreSQL
from tests.stored import add_states

pytestmark = pytest.mark.xdist_group("postgresql")


@pytest.fixture
def nodes(postgresql: PostgreSQL, tmp_path: Path) -> tuple[Flask, Flask]:
    """Return two nodes over one database with a few States."""
    address = postgresql.database()
    one, other = (make_app(tmp_path / name, address, search_engine="postgresql") for name in ("one", "other"))
    with one.app_context():
        upgrade()
        add_states()
    return one, other


def found(node: Flask, text: str) -> tuple[str, ...]:
    with node.app_context():
        return find(ANONYMOUS, SearchQuery(text)).keys


def test_what_one_node_writes_is_found_by_the_next_search_of_another(nodes: tuple[Flask, Flask]) -> None:
    one, other = nodes
    assert found(other, "zebra office") == ()

    with one.app_context():
        factories.add(factories.authority("kg-zebra", name=factories.english("Zebra Office")))

    assert found(other, "zebra office") == found(one, "zebra office") == ("authority:kg-zebra",)


def test_all_nodes_share_one_index_and_its_position(nodes: tuple[Flask, Flask]) -> None:
    one, other = nodes
    with one.app_context():
        sync.rebuild()

    with other.app_context():
        assert (sync.lag(), sync.differences()) == (0, [])
    assert not any((Path(node.config["SETTINGS"].data_dir) / "search").exists() for node in nodes)
