"""An office confirms by its link on a small phone; a reader reports a number; the coordinator settles it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from directory.vocabulary import Role
from tests import factories, people
from tests.browser.checks import QUARTERS, faults_of_pages, grave_faults
from tests.browser.conftest import NARROW, NewPage
from tests.conftest import Server, copy_of, make_app
from tests.verification.conftest import link_to, start

KEY = "kg-prosecutor-general"


@dataclass(frozen=True)
class Running:
    """A server with a campaign: the link of an office, and the cookie of the coordinator."""

    server: Server
    link: str
    campaign: str
    cookie: str


@pytest.fixture(scope="module")
def running(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("verification") / "data"), workers=1)
    app = make_app(server.folder)
    with app.app_context():
        coordinator = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
        campaign = start(coordinator)
        client = app.test_client()
        people.sign_in(client, coordinator)
        link, public_id = link_to(campaign, KEY), campaign.public_id
        cookie = people.cookie_of(client)
    server.start()
    yield Running(server, link.removeprefix("/en"), public_id, cookie)
    server.stop()


def test_an_office_confirms_by_its_link_and_readers_see_it(running: Running, new_page: NewPage) -> None:
    page, paths = new_page(NARROW), (f"ar{running.link}/correct", f"ar{running.link}", f"en{running.link}")
    assert faults_of_pages(page, [f"{running.server.by_name}/{path}" for path in paths], QUARTERS[0]) == {}

    page.get_by_role("button", name="All still correct").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert grave_faults(page) == []
    page.get_by_role("main").get_by_role("link").first.click()
    expect(page.locator(".stamp")).to_contain_text("Verified")
    expect(page.locator(".stamp")).not_to_contain_text("Not yet")
    assert grave_faults(page) == []
    page.goto(f"{running.server.by_name}/en{running.link}")
    expect(page.get_by_role("heading", name="This link has ended")).to_be_visible()


def test_a_reader_reports_a_number_and_the_coordinator_settles_it(running: Running, new_page: NewPage) -> None:
    page, home = new_page(NARROW), f"{running.server.by_name}/en"
    page.goto(f"{home}/authorities/{KEY}")
    page.get_by_role("link", name="Wrong number or no answer?").first.click()
    assert grave_faults(page) == []

    page.get_by_label("Nobody answers").check()
    page.get_by_label("Your mail address").fill("reader@example.org")
    page.get_by_role("button", name="Send the report").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto(f"{home}/authorities/{KEY}")
    expect(page.get_by_text("reported as wrong, being checked").first).to_be_visible()

    desk = new_page(NARROW, running.cookie)
    paths = (
        "/verification",
        "/verification/campaigns/new",
        f"/verification/campaigns/{running.campaign}",
        f"/verification/verify?kind=authority&key={KEY}",
        "/sources",
        "/gaps/KG",
        f"/gaps/KG/ask/{KEY}",
        "/verification/reports",
    )
    assert faults_of_pages(desk, [f"{home}{path}" for path in paths], QUARTERS[1]) == {}
    desk.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first.click()
    assert grave_faults(desk) == []
    desk.get_by_label("Nobody answers at this contact any more").check()
    desk.get_by_role("button", name="Settle the report").click()

    page.reload()
    expect(page.locator("details.dead").first).to_be_visible()
    assert grave_faults(page) == []
    expect(page.get_by_text("reported as wrong, being checked")).to_have_count(0)
