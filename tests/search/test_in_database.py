"""An index in PostgreSQL, which several nodes search and any of them writes."""

from pathlib import Path

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.search import sync
from directory.search.queries import SearchQuery, find
from search_index import Results
from tests import factories
from tests.conftest import make_app
from tests.postgresql import PostgreSQL
from tests.search.test_queries import rows_of
from tests.stored import add_states

TABLE, EACH = "queries_in_languages.csv", 6
pytestmark = [pytest.mark.xdist_group("postgresql"), pytest.mark.usefixtures("index_at_once")]


@pytest.fixture
def nodes(postgresql: PostgreSQL, migrated_template: str, tmp_path: Path) -> tuple[Flask, Flask]:
    """Return two nodes over one database with a few States."""
    address = postgresql.database(migrated_template)
    one, other = (make_app(tmp_path / name, address, search_engine="postgresql") for name in ("one", "other"))
    with one.app_context():
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


def answers_of(node: Flask) -> dict[str, Results]:
    """Return what a visitor is answered to some of the queries of the tables, by query."""
    with node.app_context():
        return {row["query"]: find(ANONYMOUS, SearchQuery(row["query"])) for row in rows_of(TABLE)[::EACH]}


def test_it_answers_as_an_index_on_the_disk_does(postgresql_site: Flask) -> None:
    settings = postgresql_site.config["SETTINGS"]
    in_database = make_app(settings.data_dir, settings.database_url, search_engine="postgresql")

    expected = answers_of(postgresql_site)

    found = answers_of(in_database)
    # Among the forms of a word that both leave out, the index on the disk looks at some that are farther off.
    differing = {query for query in expected if found[query] != expected[query]}
    assert differing <= {"Түркменистаның Баш прокуратурасы"}
    assert len([answer for answer in expected.values() if answer.total]) > len(expected) / 2


def test_all_nodes_share_one_index_and_its_position(nodes: tuple[Flask, Flask]) -> None:
    one, other = nodes
    with one.app_context():
        sync.rebuild()

    with other.app_context():
        assert (sync.lag(), sync.differences()) == (0, [])
    assert not any((Path(node.config["SETTINGS"].data_dir) / "search").exists() for node in nodes)
