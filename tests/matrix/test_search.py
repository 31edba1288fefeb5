"""Search tells nobody of what they may not read: a word of it is as unknown as one that stands nowhere."""

import pytest

from tests.matrix.canaries import Canary, word_of
from tests.matrix.entries import FOLDERS
from tests.matrix.site import Browsers, Site
from tests.matrix.table import DIFFERENT, may_read
from tests.matrix.test_alike import told

pytestmark = pytest.mark.xdist_group("matrix-questions")
ADDRESSES = ("/en/search?q=", "/api/v1/search?q=", "/api/v1/suggest?q=")
NOWHERE = word_of("what stands nowhere")
BEGINNING = 10


@pytest.fixture(scope="module")
def browsers(site: Site) -> Browsers:
    return site.browsers()


def searched(site: Site) -> list[Canary]:
    return [one for one in site.canaries if one.is_searched]


@pytest.mark.long(each=4)
@pytest.mark.parametrize("person", DIFFERENT)
def test_a_word_that_one_may_not_read_is_as_unknown_as_one_that_stands_nowhere(
    site: Site, browsers: Browsers, person: str
) -> None:
    kept_back = [one.word for one in searched(site) if not may_read(person, one.needs)]
    asked = [word[:end] for word in kept_back for end in (BEGINNING, None)]

    for address in ADDRESSES:
        unknown = {
            end: told(browsers.ask(person, "GET", f"{address}{NOWHERE[:end]}"), NOWHERE[:end])
            for end in (BEGINNING, len(NOWHERE))
        }
        for word in asked:
            assert told(browsers.ask(person, "GET", f"{address}{word}"), word) == unknown[len(word)], address


def whole(one: Canary) -> str:
    """Return what a restricted detail is found by: the whole of a mail address, not the part before the sign."""
    return f"{one.word}@example.org" if one.what.startswith("contact_detail.value") else one.word


@pytest.mark.long(each=3)
@pytest.mark.parametrize("person", DIFFERENT)
def test_a_word_that_one_may_read_is_found(site: Site, browsers: Browsers, person: str) -> None:
    readable = [one for one in searched(site) if may_read(person, one.needs)]

    missing = []
    for one in readable:
        found = browsers.ask(person, "GET", f"/api/v1/search?q={whole(one)}").get_json()["items"]
        if [f"{FOLDERS[item['kind']]}/{item['id']}" for item in found] != [one.pages[0]]:
            missing.append((one.what, found))

    assert missing == []


def test_a_word_that_is_no_detail_of_an_entry_is_found_by_no_one(site: Site, browsers: Browsers) -> None:
    kept = [one for one in site.canaries if not one.is_searched and one.needs != ("public",)]
    # Each stands in both places, which its name ends with; one of them is enough.
    asked = {one.what.rpartition(" ")[0]: one.word for one in kept}

    assert len(asked) > 50
    for what, word in asked.items():
        answer = browsers.ask("administrator", "GET", f"/api/v1/search?q={word}")
        assert answer.get_json()["total"] == 0, what
