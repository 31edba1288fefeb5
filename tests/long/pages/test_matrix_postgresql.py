"""Who reads what, on PostgreSQL: the table of the short tests and their questions to the search."""

from pathlib import Path

import pytest

from tests.conftest import copy_of
from tests.matrix.conftest import Crawled
from tests.matrix.site import Site, build
from tests.matrix.test_alike import browsers, test_what_one_may_not_see_is_as_unknown_as_what_is_not_there
from tests.matrix.test_elsewhere import test_a_log_line_holds_no_word
from tests.matrix.test_matrix import (
    test_an_export_holds_what_its_owner_may_read_and_keeps_up,
    test_what_is_for_others_is_told_nowhere,
    test_what_is_not_for_everyone_stands_on_no_list,
    test_what_one_may_read_is_found_where_it_belongs,
)
from tests.matrix.test_search import (
    test_a_word_that_is_no_detail_of_an_entry_is_found_by_no_one,
    test_a_word_that_one_may_not_read_is_as_unknown_as_one_that_stands_nowhere,
    test_a_word_that_one_may_read_is_found,
)
from tests.postgresql import PostgreSQL

__all__ = [
    "browsers",
    "test_a_log_line_holds_no_word",
    "test_a_word_that_is_no_detail_of_an_entry_is_found_by_no_one",
    "test_a_word_that_one_may_not_read_is_as_unknown_as_one_that_stands_nowhere",
    "test_a_word_that_one_may_read_is_found",
    "test_an_export_holds_what_its_owner_may_read_and_keeps_up",
    "test_what_is_for_others_is_told_nowhere",
    "test_what_is_not_for_everyone_stands_on_no_list",
    "test_what_one_may_not_see_is_as_unknown_as_what_is_not_there",
    "test_what_one_may_read_is_found_where_it_belongs",
]
pytestmark = pytest.mark.xdist_group("postgresql")


@pytest.fixture(scope="module")
def site(postgresql: PostgreSQL, seeded_template: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder, template = seeded_template
    return build(copy_of(folder, tmp_path_factory.mktemp("matrix") / "data"), postgresql.database(template))


@pytest.fixture(scope="module")
def crawled(site: Site) -> Crawled:
    return Crawled(site, site.browsers(), is_whole=True)
