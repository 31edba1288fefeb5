"""A person accepts an invitation with the account of the office, signs in with it, and is out here once out there. Each
in a browser that goes to the issuer, another site, and comes back."""

from collections.abc import Iterator
from html import escape
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from werkzeug.serving import make_server

from directory.accounts.queries import viewer_of
from directory.people.service import invitations
from directory.people.service.invitations import InvitationTerms
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.browser.checks import grave_faults
from tests.office_accounts.conftest import SITE, bound, office, office_site, other, row_of, served, site
from tests.office_accounts.issuer import Issuer
from tests.people import code_of_key
from tests.people_pages.conftest import mails_to, token_of

__all__ = ["office", "office_site", "other", "served", "site"]
EMAIL = "by.the.office@example.org"


@pytest.fixture
def address(site: Flask) -> Iterator[str]:
    """Serve the site from this process, where it finds the issuers. Return its address."""
    server = make_server("localhost", 0, site, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def send_to(page: Page, issuer: Issuer, subject: str, address: str) -> None:
    """Let a browser find an issuer, whose page has a single link: it leads back, as this person."""

    def answer(route: Route) -> None:
        back = issuer.let_in(route.request.url, subject).replace(SITE, address)
        route.fulfill(content_type="text/html", body=f'<title>Office</title><a href="{escape(back)}">Let me in</a>')

    page.route(f"{issuer.url}/**", answer)


def invite() -> str:
    coordinator = factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG")
    terms = InvitationTerms(EMAIL, Role.PRACTITIONER, "KG", frozenset({"casc"}), "")
    with committing():
        invitations.invite(viewer_of(coordinator), terms)
    return token_of(mails_to(EMAIL)[-1])


def test_an_invited_person_comes_in_by_the_office_and_shows_the_second_factor_here(
    site: Flask, office: Issuer, address: str, page: Page
) -> None:
    office.person("invited", email=EMAIL, email_verified=True)
    send_to(page, office, "invited", address)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))

    page.goto(f"{address}/en/people/invitation/{invite()}")
    page.get_by_role("link", name="Accept with the account of your office").click()
    assert grave_faults(page) == []
    page.get_by_label("Mail address").fill(EMAIL)
    page.get_by_label("Your name").fill("By the Office")
    page.get_by_label("Account of the office").select_option(index=0)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Let me in").click()
    page.get_by_role("link", name="A code generator").click()
    page.get_by_label("Code").fill(code_of_key(page.locator(".key").inner_text()))
    page.get_by_role("button", name="Add the code generator").click()
    page.goto(f"{address}/en/account")

    expect(page.get_by_text(EMAIL)).to_be_visible()
    expect(page.get_by_role("heading", name="Account of the office")).to_be_visible()
    assert faults == []


def test_the_second_factor_of_the_office_lets_in_and_its_end_there_is_the_end_here(
    site: Flask, office: Issuer, address: str, page: Page
) -> None:
    bound(office, "known", amr=["pwd", "mfa"])
    send_to(page, office, "known", address)

    page.goto(f"{address}/en/account/sign-in?next=/en/networks/casc")
    page.get_by_role("link", name="Choose your office").click()
    assert grave_faults(page) == []
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Let me in").click()
    page.wait_for_url("**/en/networks/casc")

    token = office.logout_token(office.people["known"])
    told = site.test_client().post(f"/oidc/{row_of(office).public_id}/logout", data={"logout_token": token})

    assert told.status_code == 200
    page.goto(f"{address}/en/account")
    page.wait_for_url("**/en/account/sign-in**")
