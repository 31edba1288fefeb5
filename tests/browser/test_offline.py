"""States kept in a browser: found and read without a link, with their age, and never more than a visitor may read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from directory.extensions import db
from directory.models import ContactDetail
from directory.transaction import committing
from directory.vocabulary import Audience, Role
from tests import factories, people
from tests.browser.checks import grave_faults
from tests.browser.conftest import NARROW, PHONE
from tests.conftest import Server, copy_of, make_app

DAY_MS = 86_400_000
RESTRICTED = "+996 555 019 283"
KEPT_TEXTS = """async () => {
    const kept = await caches.open('kept');
    const answers = await Promise.all((await kept.keys()).map((one) => kept.match(one, { ignoreVary: true })));
    return Promise.all(answers.map((one) => one.text()));
}"""


@pytest.fixture(scope="module")
def site(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """Return a server with a number for practitioners alone, and the cookie of one."""
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("offline")), workers=1)
    app = make_app(server.folder)
    with app.app_context():
        with committing():
            own = {"authority_key": "kg-prosecutor-general", "means": "phone", "value": RESTRICTED}
            db.session.add(ContactDetail(key="kg-secret-line", audience=Audience.PRACTITIONERS, **own))
        client = app.test_client()
        people.sign_in(client, factories.account(Role.PRACTITIONER, jurisdiction_key="KZ"))
        cookie = people.cookie_of(client)
    server.start()
    yield server, cookie
    server.stop()


@pytest.fixture
def page(browser: Browser, site: tuple[Server, str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, base_url=site[0].by_name)
    yield context.new_page()
    context.close()


def keep(page: Page, *languages: str) -> None:
    page.goto("/en/offline")
    for language in languages:
        page.locator(f"input[name=language][value={language}]").check()
    page.locator("input[name=state][value=KG]").check()
    page.locator("#keep button").click()
    expect(page.locator("#keeping")).to_have_text(re.compile("are kept"))
    # It is registered before it is at work.
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def test_a_contact_is_found_in_a_second_language_without_a_link_and_says_its_age(page: Page) -> None:
    keep(page, "ru")
    page.context.set_offline(True)

    page.goto("/ru/focal-points")
    page.locator("#kept-search").fill("башкы прокурор")
    page.locator("#kept-found a[href*='/ru/']").first.click()

    page.wait_for_url("**/ru/offline/KG#kg-prosecutor-general")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator("#kg-prosecutor-general")).to_contain_text("Генеральная прокуратура")
    expect(page.locator("[data-made]")).to_have_text(re.compile(r"\(.+\)"))


def test_a_bookmark_opens_the_copy_when_there_is_no_link(page: Page) -> None:
    keep(page)
    page.context.set_offline(True)

    for path in ("jurisdictions/KG", "authorities/kg-prosecutor-general", "focal-points/kg-casc"):
        page.goto("about:blank")
        page.goto(f"/en/{path}")

        expect(page).to_have_url(re.compile("/en/(offline|jurisdictions)/KG"))
        expect(page.locator("[data-made]")).to_be_visible()


def test_a_copy_past_its_date_says_so(page: Page) -> None:
    keep(page)
    page.clock.install()
    page.clock.fast_forward(100 * DAY_MS)

    page.goto("/en/offline")

    expect(page.locator("#kept [data-ends]")).to_be_visible()


def test_what_is_removed_is_gone(page: Page) -> None:
    keep(page)

    page.locator(".forget-kept").click()

    expect(page.locator("#kept-none")).to_be_visible()
    assert not [text for text in page.evaluate(KEPT_TEXTS) if "kg-prosecutor-general" in text]


def test_a_signed_in_person_keeps_nothing_but_what_everyone_may_read(page: Page, site: tuple[Server, str]) -> None:
    page.context.add_cookies([{"name": "__Host-session", "value": site[1], "url": "https://localhost"}])
    page.goto("/en/authorities/kg-prosecutor-general")
    expect(page.get_by_text(RESTRICTED).first).to_be_visible()

    keep(page)
    page.goto("/en/authorities/kg-prosecutor-general")
    kept = page.evaluate(KEPT_TEXTS)

    assert any("kg-prosecutor-general" in text for text in kept)
    assert [text for text in kept if RESTRICTED in text or RESTRICTED.replace(" ", "") in text] == []


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_what_is_kept_is_accessible_and_fits_a_narrow_screen(page: Page, language: str) -> None:
    keep(page)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})

    page.goto(f"/{language}/offline")
    expect(page.locator("#kept li")).to_have_count(1)

    assert grave_faults(page) == []
    assert int(page.evaluate("document.documentElement.scrollWidth")) <= NARROW[0]
