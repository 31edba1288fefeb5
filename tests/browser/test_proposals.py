"""Two people keep an entry true: one proposes, another publishes, page and index follow; two editors lose nothing."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from directory.models import Account
from directory.vocabulary import Role
from tests import factories, people
from tests.browser.checks import QUARTERS, faults_of_pages, grave_faults
from tests.browser.conftest import NARROW, WIDE, NewPage
from tests.conftest import Server, copy_of, make_app

KEY = "kg-prosecutor-general"
FORM = f"/en/proposals/new?kind=authority&key={KEY}"


@pytest.fixture(scope="module")
def own_server(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("proposing") / "data"))
    server.start()
    yield server
    server.stop()


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(new_page: NewPage, own_server: Server) -> SignIn:
    """Return a function that gives a page on which a new coordinator of Kyrgyzstan is signed in, without scripts."""

    def signed(size: tuple[int, int] = WIDE) -> Page:
        app = make_app(own_server.folder)
        with app.app_context():
            client = app.test_client()
            account: Account = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
            people.sign_in(client, account)
            cookie = people.cookie_of(client)
        return new_page(size, cookie, java_script_enabled=size == NARROW)

    return signed


def open_form(page: Page, server: Server) -> None:
    page.goto(f"{server.by_name}/en/authorities/{KEY}")
    page.get_by_role("link", name="Edit", exact=True).click()


def rename(page: Page, name: str) -> None:
    page.locator('[id="0-name.en"]').fill(name)
    page.locator('[id="source"]').fill("https://office.example.org")
    page.get_by_role("button", name="See the changes").last.click()


def publish(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("published", exact=True)).to_be_visible()


def test_one_proposes_another_publishes_and_page_and_index_follow_at_once(
    own_server: Server, sign_in: SignIn, new_page: NewPage
) -> None:
    author, reviewer = sign_in(), sign_in()
    visitor = new_page()

    open_form(author, own_server)
    rename(author, "Zephyrine Prosecution Office")
    expect(author.locator("ins").first).to_be_visible()
    author.get_by_role("button", name="Submit").click()
    waiting = author.url
    visitor.goto(f"{own_server.by_name}/en/authorities/{KEY}")
    expect(visitor.locator("h1")).not_to_have_text("Zephyrine Prosecution Office")
    publish(reviewer, waiting)

    visitor.goto(f"{own_server.by_name}/en/authorities/{KEY}")
    expect(visitor.locator("h1")).to_have_text("Zephyrine Prosecution Office")
    visitor.goto(f"{own_server.by_name}/en/search?q=zephyrine")
    expect(visitor.get_by_role("main").get_by_role("link", name="Zephyrine Prosecution Office").first).to_be_visible()


def test_two_who_edit_the_same_entry_lose_nothing(own_server: Server, sign_in: SignIn) -> None:
    slower, faster, reviewer = sign_in(), sign_in(), sign_in()
    open_form(slower, own_server)
    slower.locator('[id="0-note.en"]').fill("A note of the slower one")
    open_form(faster, own_server)
    rename(faster, "Name of the faster one")
    faster.get_by_role("button", name="Submit").click()
    publish(reviewer, faster.url)

    rename(slower, "Name of the slower one")
    slower.get_by_role("link", name="Look at both versions and choose").click()
    for name in ("Name of the faster one", "Name of the slower one"):
        expect(slower.locator("dl").get_by_text(name)).to_be_visible()
    slower.get_by_label("Propose my value instead").check()
    slower.get_by_role("button", name="Save my choices").click()
    slower.get_by_role("button", name="Submit").click()
    publish(reviewer, slower.url)

    reviewer.goto(f"{own_server.by_name}/en/authorities/{KEY}")
    expect(reviewer.locator("h1")).to_have_text("Name of the slower one")
    expect(reviewer.get_by_text("A note of the slower one")).to_be_visible()


EDIT_PHONE = re.compile(r"^Edit ?: Phone ")
COUNT_CLICKS = """
  addEventListener('click', event => {
    if (event.isTrusted) localStorage.clicks = Number(localStorage.clicks || 0) + 1
  }, true)
"""


def test_a_number_is_corrected_in_four_clicks(own_server: Server, sign_in: SignIn) -> None:
    """A click on each field in which something is typed counts too, but the number, which has the focus."""
    author, reviewer = sign_in(NARROW), sign_in()
    author.add_init_script(COUNT_CLICKS)
    author.goto(f"{own_server.by_name}/en/authorities/{KEY}")

    author.get_by_role("link", name=EDIT_PHONE).first.click()
    expect(author.locator('[id="1-value"]')).to_be_focused()
    author.keyboard.press("ControlOrMeta+a")
    author.keyboard.type("+996 312 000 077")
    author.get_by_label("Source: a web address").click()
    author.keyboard.type("https://office.example.org")
    author.get_by_role("button", name="See the changes").last.click()
    author.get_by_role("button", name="Submit").click()

    expect(author.get_by_text("waiting for a second person", exact=True)).to_be_visible()
    assert author.evaluate("Number(localStorage.clicks)") == 4
    publish(reviewer, author.url)
    reviewer.goto(f"{own_server.by_name}/en/authorities/{KEY}")
    expect(reviewer.locator('a[href="tel:+996312000077"]').first).to_be_visible()


def test_a_number_is_corrected_by_keyboard_alone(own_server: Server, sign_in: SignIn) -> None:
    author = sign_in()
    author.goto(f"{own_server.by_name}/en/authorities/{KEY}")
    author.get_by_role("link", name=EDIT_PHONE).first.focus()
    author.keyboard.press("Enter")
    expect(author.locator('[id="1-value"]')).to_be_focused()
    author.keyboard.press("ControlOrMeta+a")
    author.keyboard.type("+996 312 000 078")
    author.keyboard.press("Tab")
    author.keyboard.type("https://office.example.org")
    author.get_by_role("button", name="See the changes").last.press("Enter")
    author.get_by_role("button", name="Submit").press("Enter")

    expect(author.get_by_text("waiting for a second person", exact=True)).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_proposals_are_accessible_and_fit_320_pixels(
    own_server: Server, sign_in: SignIn, language: str
) -> None:
    page = sign_in(NARROW)
    asked = f"kind=authority&key={KEY}"
    page.goto(f"{own_server.by_name}/{language}/proposals/new?{asked}")
    page.locator('button[name="open"]').first.click()
    page.locator('[id="1-value"]').fill("+996 312 000 001")
    opened = page.url
    faults = grave_faults(page)
    page.locator('[id="source"]').fill("https://office.example.org")
    page.locator('button[name="check"]').last.click()

    faults += grave_faults(page)
    width, home = page.evaluate("document.documentElement.scrollWidth"), f"{own_server.by_name}/{language}/proposals"
    narrow = f"{home}/new?{asked}&detail=name"
    others = faults_of_pages(page, [f"{home}/ending?{asked}", narrow, f"{home}?list=mine"], QUARTERS[0])

    assert faults == []
    assert width <= NARROW[0]
    assert others == {}
    assert "/proposals/new" in opened
