"""From home to a number that can be tapped, on a phone: taps are counted, signed out and signed in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import factories, people
from tests.browser.conftest import PHONE, NewPage
from tests.conftest import Server, copy_of, make_app

NUMBER = "a[href^='tel:']:visible"
MOST_TAPS = 3
# A member State of the home network, whose number stands on home, and another State.
MEMBER, OTHER = ("AM", "Armenia"), ("FR", "France")


@pytest.fixture(scope="module")
def server(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("taps")), workers=1)
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["signed out", "signed in"])
def home(request: pytest.FixtureRequest, new_page: NewPage, server: Server) -> Page:
    """Return home on a phone."""
    cookie = ""
    if request.param == "signed in":
        app = make_app(server.folder)
        with app.app_context():
            client = app.test_client()
            people.sign_in(client, factories.account(jurisdiction_key="KG", networks=["casc"]))
            cookie = people.cookie_of(client)
    page = new_page(PHONE, cookie)
    page.goto(f"{server.by_name}/en/")
    return page


class Taps:
    """Taps on a page, counted."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, place: Locator) -> None:
        """Tap a place."""
        self.count += 1
        place.click()

    def on_number(self, place: Locator) -> int:
        """Return how many taps lead to a number, with that on the number, which no test calls."""
        expect(place).to_be_visible()
        return self.count + 1


def from_the_row_of_home(page: Page, taps: Taps) -> int:
    row = page.locator("table.members tr", has=page.locator(f"a[href$='/jurisdictions/{MEMBER[0]}']"))
    return taps.on_number(row.locator(NUMBER).first)


def by_the_list_of_states(page: Page, taps: Taps) -> int:
    taps.on(page.locator("main").get_by_role("link", name="All States"))
    taps.on(page.locator(f"main a[href$='/jurisdictions/{OTHER[0]}']").first)
    return taps.on_number(page.locator("main").locator(NUMBER).first)


def by_the_search_box(page: Page, taps: Taps) -> int:
    taps.on(page.locator("main input[type=search]"))
    page.keyboard.type(MEMBER[1])
    taps.on(page.locator("main form[role=search] button"))
    return taps.on_number(page.locator("main").locator(NUMBER).first)


@pytest.mark.parametrize(
    ("way", "taps"), [(from_the_row_of_home, 1), (by_the_list_of_states, 3), (by_the_search_box, 3)]
)
def test_three_taps_at_most_lead_from_home_to_a_number(home: Page, way: Callable[[Page, Taps], int], taps: int) -> None:
    assert way(home, Taps()) == taps <= MOST_TAPS
