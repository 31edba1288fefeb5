"""The way of a request within a State, all of it invented: on the page of the State, in the atlas, and in the list of
the office that received a request."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from directory import clock
from directory.models import RequirementSheet, Rule
from directory.requests.service import entering
from directory.requests.service.entering import NewRequest, RequestFacts
from directory.requests.statements import Statement
from directory.transaction import committing
from directory.vocabulary import RequestDirection, RequestEvent
from tests import factories, people
from tests.browser.conftest import PHONE, WIDE, NewPage
from tests.browser.rehearsing import faults_of
from tests.conftest import Server, copy_of, make_app
from tests.consultations.conftest import Scene, make_scene

STATE, SHEET = "KZ", "kz-freezing"
INVENTED = factories.english("Invented for demonstration: no State has said so.")
QUESTION = f"from=KG&to={STATE}&measure=freezing&offence=tip&urgent=0"


def put_way(scene: Scene) -> str:
    """Store the invented way of requests for freezing, and a received request. Return the address of its entry."""
    factories.add(RequirementSheet(key=SHEET, jurisdiction_key=STATE, measure="freezing"))
    for place, values in enumerate(
        (
            {"office_key": scene.people["of the central authority"].authority_key, "days": 3, "text": INVENTED},
            {"office_kind": "judicial_body", "days": 14, "treaty_key": "untoc", "article": "18(13)"},
            {"office_key": scene.executing_office},
        )
    ):
        factories.add(Rule(key=f"{SHEET}:{place:03}", sheet_key=SHEET, topic="route", position=place, **values))
    received = {RequestEvent.RECEIVED: Statement(clock.today() - timedelta(days=20))}
    new = NewRequest(RequestDirection.INCOMING, RequestFacts("KG", "freezing", "tip", treaty="untoc"), received)
    with committing():
        return f"requests/{entering.enter(scene.viewer('of the central authority'), new).public_id}"


@pytest.fixture(scope="module")
def served(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str, str]]:
    """Return a site, the address of an entry there, and the cookie of a person whose office holds the entry."""
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("ways")), workers=1)
    app = make_app(server.folder)
    with app.app_context():
        scene = make_scene(STATE)
        entry = put_way(scene)
        client = app.test_client()
        people.sign_in(client, scene.people["of the central authority"])
        cookie = people.cookie_of(client)
    server.start()
    yield server, entry, cookie
    server.stop()


def test_a_received_request_is_followed_from_office_to_office(
    served: tuple[Server, str, str], new_page: NewPage
) -> None:
    server, entry, cookie = served
    page = new_page(PHONE, cookie)
    page.goto(f"{server.by_name}/ru/{entry}")
    here, way = page.locator("[aria-labelledby=route] [aria-current=step]"), page.locator("a[href$='/pass-on']")
    expect(here).to_have_count(0)

    for step, days_ago in ((0, 19), (1, 16)):
        way.click()
        expect(page.locator("select[name=step]")).to_have_value(f"{SHEET}:{step:03}")
        page.locator("input[name=day]").fill((clock.today() - timedelta(days=days_ago)).isoformat())
        page.locator("main form.form button[type=submit]").first.click()
        expect(here).to_have_count(1)

    expect(here.locator(".side .tag.due")).to_be_visible()
    pages = [f"{server.by_name}/{language}/{entry}" for language in ("en", "ar")]
    assert faults_of(new_page(WIDE, cookie), [*pages, f"{pages[0]}/pass-on"]) == {}


def test_the_state_page_and_the_atlas_tell_the_way(served: tuple[Server, str, str], new_page: NewPage) -> None:
    server, _entry, _cookie = served
    page = new_page(PHONE)
    page.goto(f"{server.by_name}/en/jurisdictions/{STATE}")
    expect(page.locator("[aria-labelledby=route] ol > li")).to_have_count(3)
    expect(page.locator("[aria-labelledby=route]")).to_contain_text("No law is given for this step.")

    page.goto(f"{server.by_name}/en/atlas?{QUESTION}")
    expect(page.locator("dl.essentials")).to_contain_text("After it arrives")
    page.locator("dl.essentials a[href$='#route']").click()
    expect(page.locator("#route")).to_be_in_viewport()
    addresses = [f"{server.by_name}/ar/{path}" for path in (f"jurisdictions/{STATE}", f"atlas?{QUESTION}")]
    assert faults_of(page, addresses) == {}
