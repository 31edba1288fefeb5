"""A member of a desk signs in on a phone, finds what waits and answers it; and everyone can use the page of work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.browser.checks import faults_of_pages
from tests.browser.conftest import NARROW, WIDE, NewPage, sign_in
from tests.conftest import Server, copy_of, make_app
from tests.consultations.conftest import SUBJECT, Scene, make_scene
from tests.drafts.conftest import begun

WHOLE = slice(None)


@pytest.fixture(scope="module")
def server(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("your_work")), workers=1)
    server.start()
    yield server
    server.stop()


def cookie_of(server: Server, scene: Scene, who: str) -> str:
    app = make_app(server.folder)
    with app.app_context():
        client = app.test_client()
        people.sign_in(client, scene.stored(who))
        return people.cookie_of(client)


def test_a_member_of_a_desk_signs_in_finds_what_waits_and_answers_it(server: Server, page: Page) -> None:
    with make_app(server.folder).app_context():
        scene = make_scene("AM")
        scene.ask(urgency="urgent")
    sign_in(page.context, cookie_of(server, scene, "member"))
    page.goto(f"{server.by_name}/en/account/passkeys")
    page.get_by_label("Name of the passkey").fill("Phone of the test")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/account/recovery-codes")
    page.context.clear_cookies()

    page.goto(f"{server.by_name}/en/account/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/en/work")
    expect(page.locator("nav.work .count").first).to_contain_text("1")
    page.get_by_role("link", name=SUBJECT).click()
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.locator("#done")).to_contain_text("You have acknowledged the question.")
    expect(page.locator("#done")).to_be_in_viewport()
    page.locator("a[href$='/answer']").click()
    page.get_by_label("A request is welcome as outlined").check()
    page.get_by_label("Your answer").fill("Yes, by video.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator("#done")).to_contain_text("Your answer has been sent.")
    page.goto(f"{server.by_name}/en/work")

    expect(page.locator("main")).to_contain_text("Nothing waits for you.")
    expect(page.locator("nav.work .count")).to_have_count(0)


@pytest.mark.long
@pytest.mark.parametrize(
    ("who", "language", "size"),
    [("member", "ar", NARROW), ("asker", "ru", NARROW), ("coordinator there", "ky", WIDE), ("member", "en", WIDE)],
)
def test_the_page_of_work_is_accessible_and_fits_320_pixels(
    new_page: NewPage, server: Server, who: str, language: str, size: tuple[int, int]
) -> None:
    with make_app(server.folder).app_context():
        scene = make_scene("AM")
        made = scene.ask(urgency="urgent")
        draft = begun(scene.people[who]) if who == "asker" else None
        of_consultation = f"consultations/{made.public_id}/sent"
        sent = [of_consultation, f"drafts/{draft.public_id}/sent"] if draft else []
    page = new_page(size, cookie_of(server, scene, who))

    addresses = [f"{server.by_name}/{language}/{path}" for path in ("work", *sent)]
    assert faults_of_pages(page, addresses, WHOLE) == {}
