"""The six busiest pages on a phone, in every language: no word is cut or covered, and no page is wider than the screen.

`make test` looks at them in some of the languages, `make long-cases` in all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from directory.i18n import LANGUAGES
from tests import people
from tests.browser.conftest import PHONE, NewPage
from tests.browser.layout import faults_of_layout
from tests.conftest import Server, copy_of, make_app
from tests.consultations.conftest import make_scene

BUSIEST = ("/", "/search?q=extradition", "/jurisdictions/KG", "/atlas?from=KZ&to=KG", "/focal-points", "/work")


@dataclass(frozen=True)
class Desk:
    """A server, and the cookie of a member of a desk for whom a question waits."""

    server: Server
    cookie: str


@pytest.fixture(scope="module")
def desk(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("busiest")), workers=1)
    app = make_app(server.folder)
    with app.app_context():
        scene, client = make_scene("AM"), app.test_client()
        scene.ask(urgency="urgent")
        people.sign_in(client, scene.stored("member"))
    server.start()
    yield Desk(server, people.cookie_of(client))
    server.stop()


@pytest.mark.long(each=5)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_on_the_busiest_pages_on_a_phone(new_page: NewPage, desk: Desk, language: str) -> None:
    page, faults = new_page(PHONE, desk.cookie), {}
    for path in BUSIEST:
        answer = page.goto(f"{desk.server.by_name}/{language}{path}")
        assert answer is not None
        assert answer.ok
        faults |= {path: found} if (found := faults_of_layout(page, PHONE[0])) else {}

    assert faults == {}


def test_a_group_of_measures_bears_no_number_of_a_step(new_page: NewPage, desk: Desk) -> None:
    page = new_page(PHONE)
    page.goto(f"{desk.server.by_name}/en/atlas?from=KZ&to=KG")

    headings = "[...document.querySelectorAll('summary h2')].map(e => getComputedStyle(e, '::before').content)"
    assert set(page.evaluate(headings)) == {"none"}


def test_the_number_of_what_waits_stands_apart_from_the_name_of_the_bar(new_page: NewPage, desk: Desk) -> None:
    page = new_page(PHONE, desk.cookie)
    page.goto(f"{desk.server.by_name}/en/work")

    gap = page.locator("nav.work summary .count").evaluate(
        """count => {
            const name = document.createRange();
            name.selectNode(count.previousSibling);
            return count.getBoundingClientRect().left - name.getBoundingClientRect().right;
        }"""
    )
    assert gap > 2
