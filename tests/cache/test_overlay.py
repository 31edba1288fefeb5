"""Published wordings stand on the pages of every node, cached or not, and cost nothing while there are none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale, gettext, ngettext
from sqlalchemy import text

from directory.cache.store import follow_wordings
from directory.catalogues import catalogue, current_catalogues
from directory.extensions import db
from directory.i18n import in_every_language, locale
from directory.jobs.worker import Worker
from directory.models import PublishedWording
from directory.search.names import labels
from directory.transaction import committing
from directory.vocabulary import MEASURES
from tests.api.conftest import counted_statements
from tests.conftest import copy_of, make_app
from tests.html import parse
from tests.wordings.strings import NETWORKS, PAGE_OF, REPORTS, published, string

Nodes = tuple[Flask, Flask]
OTHER = "Түйүндөр"


@pytest.fixture
def nodes(few_states: Path, tmp_path: Path) -> Iterator[Nodes]:
    """Return two nodes over one database."""
    folder = copy_of(few_states, tmp_path / "data")
    first, second = make_app(folder), make_app(folder)
    with first.app_context():
        yield first, second


def publish(*rows: PublishedWording) -> None:
    with committing():
        db.session.add_all(rows)


def navigation(node: Flask, path: str = "/ky/help") -> list[str]:
    page = parse(node.test_client().get(path))
    return [one.text for one in page.all("nav.sections a")]


def test_a_published_wording_stands_on_the_pages_of_both_nodes_until_it_ends(nodes: Nodes) -> None:
    first, second = nodes
    before = [navigation(node, path) for node in nodes for path in ("/ky/help", "/ky/account/sign-in")]

    publish(published(NETWORKS, OTHER))

    for node in nodes:
        assert OTHER in navigation(node)
        assert OTHER in navigation(node, "/ky/account/sign-in")
        assert OTHER not in navigation(node, "/ru/help")
    publish(published(NETWORKS, OTHER, end="withdrawn"))
    assert [navigation(node, path) for node in nodes for path in ("/ky/help", "/ky/account/sign-in")] == before
    assert first is not second


def test_the_newest_wording_counts(nodes: Nodes) -> None:
    publish(published(NETWORKS, OTHER))
    publish(published(NETWORKS, "Тармак түйүндөрү"))

    assert "Тармак түйүндөрү" in navigation(nodes[0])


def test_a_counted_string_has_a_wording_for_each_form(nodes: Nodes) -> None:
    publish(published(REPORTS, "%(num)s арыз", "%(num)s арыздар"))
    follow_wordings()

    with force_locale("ky"):
        [one, many] = [gettext_of(number) for number in (1, 5)]

    assert (one, many) == ("1 арыз", "5 арыздар")


def gettext_of(number: int) -> str:
    return str(ngettext("%(num)s report", "%(num)s reports", number))


HOSTILE = {"markup": "<b>Тармактар</b>", "a placeholder": "Тармактар %(name)s", "an override": "Тармак\u202eтар"}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_row_that_breaks_a_rule_is_not_shown_whoever_wrote_it(nodes: Nodes, hostile: str) -> None:
    before = navigation(nodes[0])

    publish(published(NETWORKS, HOSTILE[hostile]))

    assert navigation(nodes[0]) == before


def test_a_row_of_a_string_or_language_that_is_gone_is_passed_over(nodes: Nodes) -> None:
    gone = published(NETWORKS, OTHER)
    gone.string_code = "0" * 16
    publish(gone, published(NETWORKS, OTHER, language="xx"), published(PAGE_OF, "%(number)s/%(total)s"))
    follow_wordings()

    with force_locale("ky"):
        assert gettext("Page %(number)s of %(total)s", number=1, total=2) == "1/2"
        assert gettext("Networks") == string(NETWORKS).forms[0]


def test_the_worker_says_it_too(nodes: Nodes) -> None:
    publish(published(NETWORKS, OTHER))

    Worker().run_once()

    with force_locale("ky"):
        assert gettext("Networks") == OTHER


def test_the_index_is_made_of_the_catalogues_alone(nodes: Nodes) -> None:
    """What a process keeps for good may not depend on when it was made."""
    publish(published(NETWORKS, OTHER))
    follow_wordings()

    assert OTHER not in in_every_language(lambda: gettext("Networks"))
    assert labels(MEASURES, "extradition")


def test_the_catalogue_itself_serves_while_nothing_is_published(nodes: Nodes) -> None:
    follow_wordings()

    with force_locale("ky"):
        assert current_catalogues().get_translations() is catalogue(locale("ky"))
    with counted_statements() as statements:
        navigation(nodes[0])
    assert statements
    assert not [one for one in statements if "published_wording.forms" in one]


def test_wordings_that_cannot_be_read_stay_as_they_are(nodes: Nodes) -> None:
    publish(published(NETWORKS, OTHER))
    follow_wordings()
    with committing():
        db.session.execute(text("DROP TABLE published_wording"))

    follow_wordings()

    with force_locale("ky"):
        assert gettext("Networks") == OTHER
