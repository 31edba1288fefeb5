"""Who reads what, at every address: the table generates a test for each person and column."""

import pytest

from tests.matrix.canaries import Canary
from tests.matrix.conftest import Crawled
from tests.matrix.table import COLUMNS, PEOPLE, may_read

pytestmark = pytest.mark.xdist_group("matrix")
# It leads elsewhere; links are for who holds them; what is unfinished is its author's.
LINKS = {"accounts.link", "accounts.reset", "access_requests.confirm", "invitations.accept"}
NOT_SHOWN = {"bare.redirect_to_language", "proposals.edit", *LINKS}


def of_column(crawled: Crawled, column: str) -> list[Canary]:
    found = [one for one in crawled.site.canaries if column in one.needs]
    assert found
    return found


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_for_others_is_told_nowhere(crawled: Crawled, person: str, column: str) -> None:
    kept_back = [one for one in of_column(crawled, column) if not may_read(person, one.needs)]

    told = {one.what: found for one in kept_back if (found := crawled.of(person).stands.get(one.word))}

    assert told == {}


@pytest.mark.parametrize("column", [column for column in COLUMNS if column != "nobody"])
@pytest.mark.parametrize("person", PEOPLE)
def test_what_one_may_read_is_found_where_it_belongs(crawled: Crawled, person: str, column: str) -> None:
    readable = [one for one in of_column(crawled, column) if may_read(person, one.needs)]

    missing = {
        one.what: page for one in readable for page in one.pages if not crawled.of(person).stands_on(one.word, page)
    }

    assert missing == {}


def test_every_page_is_shown_to_someone_and_every_refusal_is_tried(crawled: Crawled) -> None:
    statuses: dict[str, set[int]] = {}
    for person in PEOPLE:
        for endpoint, found in crawled.of(person).statuses.items():
            statuses.setdefault(endpoint, set()).update(found)

    not_shown = {endpoint for endpoint, found in statuses.items() if 200 not in found}

    assert not_shown == NOT_SHOWN
    assert statuses["refused"] >= {400, 403, 404, 405, 409, 413}
