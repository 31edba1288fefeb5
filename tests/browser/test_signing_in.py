"""A person begins: link, password, code generator, passkey; signs out, and in again with the passkey alone."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from directory.vocabulary import Role
from tests import factories, forked, people
from tests.browser.checks import grave_faults
from tests.browser.conftest import NARROW, NewPage
from tests.conftest import PROJECT, Server, copy_of, make_app
from tests.people import PASSWORD, code_of_key

OWN_PAGES = ("", "/password", "/code-generator", "/passkeys", "/recovery-codes", "/confirm")


@pytest.fixture(scope="module")
def own_server(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("signing_in") / "data"), workers=1)
    server.start()
    yield server
    server.stop()


def link_of_a_new_administrator(server: Server) -> str:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "accounts", "create"]
    person = ["--email", "first@example.org", "--name", "First Administrator", "--role", "administrator"]
    made = forked.run(command + person, cwd=PROJECT, env=server.environment, capture_output=True, text=True, check=True)
    return made.stdout.strip()


def test_an_administrator_begins_with_a_link_and_later_signs_in_with_a_passkey(own_server: Server, page: Page) -> None:
    link = link_of_a_new_administrator(own_server)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))

    page.goto(link)
    page.get_by_role("button", name="Open the account").click()
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    page.get_by_role("button", name="Save the password").click()
    page.get_by_role("link", name="A code generator").click()
    page.get_by_label("Code").fill(code_of_key(page.locator(".key").inner_text()))
    page.get_by_role("button", name="Add the code generator").click()
    page.goto(f"{own_server.by_name}/en/account/passkeys")
    page.get_by_label("Name of the passkey").fill("Device of the test")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Your present password").fill(PASSWORD)
    page.get_by_role("button", name="Make new recovery codes").click()
    expect(page.locator("li .key")).to_have_count(10)
    page.get_by_role("link", name="I have saved the recovery codes").click()
    expect(page.get_by_role("heading", name="Device of the test")).to_be_visible()

    page.locator("nav.work summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{own_server.by_name}/en/account/sign-in?next=/en/networks/casc")
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.wait_for_url("**/en/networks/casc")
    page.locator("nav.work summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert faults == []


@pytest.fixture(scope="module")
def cookie(own_server: Server) -> str:
    """Return the cookie of a coordinator."""
    app = make_app(own_server.folder)
    with app.app_context():
        client = app.test_client()
        people.sign_in(client, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))
        return people.cookie_of(client)


@pytest.mark.long
@pytest.mark.parametrize("path", OWN_PAGES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_of_ones_own_account_is_accessible_and_fits_320_pixels(
    new_page: NewPage, own_server: Server, cookie: str, language: str, path: str
) -> None:
    page = new_page(NARROW, cookie)

    page.goto(f"{own_server.by_name}/{language}/account{path}")

    assert page.url.endswith(f"/{language}/account{path}")
    assert grave_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
