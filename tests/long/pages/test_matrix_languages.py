"""Who reads what, in every language and by everyone: the table of the short tests, which crawl in English."""

import pytest

from directory.i18n import LANGUAGES
from tests.matrix.conftest import Crawled
from tests.matrix.site import Site
from tests.matrix.test_matrix import (
    test_no_cookie_and_no_token_stands_in_an_answer,
    test_what_is_for_others_is_told_nowhere,
    test_what_is_not_for_everyone_stands_on_no_list,
    test_what_one_may_read_is_found_where_it_belongs,
)

__all__ = [
    "test_no_cookie_and_no_token_stands_in_an_answer",
    "test_what_is_for_others_is_told_nowhere",
    "test_what_is_not_for_everyone_stands_on_no_list",
    "test_what_one_may_read_is_found_where_it_belongs",
]
EVERY = [pytest.param(code, marks=pytest.mark.xdist_group(f"matrix in {code}")) for code in LANGUAGES]


@pytest.fixture(scope="module", params=EVERY)
def crawled(site: Site, request: pytest.FixtureRequest) -> Crawled:
    return Crawled(site, site.browsers(), request.param, is_whole=True)
