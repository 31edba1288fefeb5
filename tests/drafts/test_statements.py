"""A draft for many measures asks the database no more than a draft for one."""

from dataclasses import replace

from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.cache.store import configure_cache
from directory.drafts.content import DraftContent
from directory.drafts.presenters.checklist import checklist
from directory.vocabulary import MEASURES
from tests.api.conftest import counted_statements
from tests.drafts.conftest import REQUESTED, REQUESTING

ONE = DraftContent(requesting=REQUESTING, requested=REQUESTED, measures=("bank_data",), offence="tip")
ALL = replace(ONE, measures=tuple(MEASURES))
# One for each table from which a treaty that only other measures use has rules.
MOST_MORE = 4


def statements(site: Flask, content: DraftContent) -> int:
    with site.test_request_context("/en/"), counted_statements() as noted:
        checklist(ANONYMOUS, content, "en")
    return len(noted)


def test_the_statements_do_not_grow_with_the_number_of_measures(site: Flask) -> None:
    configure_cache(site)
    of_one = statements(site, ONE)
    configure_cache(site)

    of_all = statements(site, ALL)

    assert of_all <= of_one + MOST_MORE


def test_what_the_atlas_finds_for_a_draft_is_found_once(site: Flask) -> None:
    configure_cache(site)
    first = statements(site, ALL)

    assert statements(site, ALL) < first / 2
