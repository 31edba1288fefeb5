"""A coordinator invites; the person accepts, sets up both factors and is in. Everyone can use all pages of people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from directory import clock
from directory.people.service import access_requests, handovers
from directory.people.service.access_requests import RequesterDetails
from directory.people.service.handovers import HandoverTerms
from directory.transaction import committing
from directory.vocabulary import Role
from tests import people
from tests.browser.checks import QUARTERS, faults_of_pages
from tests.browser.conftest import NARROW, WIDE, NewPage
from tests.conftest import Server, copy_of, make_app
from tests.people import PASSWORD, code_of_key
from tests.people_pages.conftest import administrator, as_viewer, coordinator, mails_to, practitioner, token_of

INVITED = "invited@example.org"
ASKING = "asking@example.org"
FORM = "/people/invitations/new?jurisdiction=KG"
LISTS = ("/people", "/people/invitations", FORM, "/people/requests", "/people/handovers", "/account/tokens/new")


@pytest.fixture(scope="module")
def people_server(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("admission") / "data"), workers=1)
    server.start()
    yield server
    server.stop()


def cookie_of_a(role: Role, server: Server) -> str:
    app = make_app(server.folder)
    with app.app_context():
        client = app.test_client()
        person = administrator() if role is Role.ADMINISTRATOR else coordinator()
        people.sign_in(client, person)
        return people.cookie_of(client)


def token_sent_to(server: Server, email: str) -> str:
    with make_app(server.folder).app_context():
        return token_of(mails_to(email)[-1])


def test_an_invited_person_sets_up_both_factors_and_signs_in_with_the_passkey(
    new_page: NewPage, people_server: Server, page: Page
) -> None:
    form = new_page(WIDE, cookie_of_a(Role.COORDINATOR, people_server))
    form.goto(f"{people_server.by_name}/en{FORM}")
    form.get_by_label("Mail address of the office").fill(INVITED)
    form.locator("input[name=networks][value=casc]").check()
    form.get_by_role("button", name="Send the invitation").click()
    expect(form.get_by_text("waiting for an answer")).to_be_visible()

    page.goto(f"{people_server.by_name}/en/people/invitation/{token_sent_to(people_server, INVITED)}")
    page.get_by_label("Mail address that the invitation was sent to").fill(INVITED)
    page.get_by_label("Your name").fill("Invited Fictional")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("link", name="A code generator").click()
    page.get_by_label("Code").fill(code_of_key(page.locator(".key").inner_text()))
    page.get_by_role("button", name="Add the code generator").click()
    page.goto(f"{people_server.by_name}/en/account/passkeys")
    page.get_by_label("Your present password").fill(PASSWORD)
    page.get_by_label("Name of the passkey").fill("Device of the test")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/account/recovery-codes")
    page.locator("nav.work summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{people_server.by_name}/en/account/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.wait_for_url("**/en/work")
    page.goto(f"{people_server.by_name}/en/account")
    expect(page.get_by_text("Invited Fictional")).to_be_visible()
    expect(page.get_by_text("Kyrgyzstan")).to_be_visible()


@pytest.fixture(scope="module")
def own_pages(people_server: Server) -> list[str]:
    """Return addresses that need somebody or something to be there."""
    with make_app(people_server.folder).app_context():
        leaver, successor, viewer = practitioner(), practitioner(), as_viewer(coordinator())
        asked = RequesterDetails("A Fictional", "Office", ASKING, "KG", "", frozenset({"casc"}), "Work", "en")
        with committing():
            access_requests.ask(asked)
        with committing():
            request = access_requests.confirm(token_of(mails_to(ASKING)[0]))
        with committing():
            handover = handovers.hand_to_account(viewer, leaver, successor, HandoverTerms(clock.today()))
        of_person = [f"/people/{successor.id}{page}" for page in ("", "/handover", "/rights", "/help", "/forget")]
        return [*of_person, f"/people/requests/{request.public_id}", f"/people/handovers/{handover.public_id}"]


@pytest.mark.long
@pytest.mark.parametrize(("language", "quarter"), [("en", QUARTERS[0]), ("ar", QUARTERS[1])])
def test_the_pages_of_people_are_accessible_and_fit_320_pixels(
    new_page: NewPage, people_server: Server, own_pages: list[str], language: str, quarter: slice
) -> None:
    page = new_page(NARROW, cookie_of_a(Role.ADMINISTRATOR, people_server))
    addresses = [f"{people_server.by_name}/{language}{path}" for path in (*LISTS, *own_pages)]

    assert faults_of_pages(page, addresses, quarter) == {}
