"""Two States keep one request, each in its own browser and language: from the draft to the result, with a date that
they state differently."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.browser.conftest import PHONE, WIDE, NewPage
from tests.browser.rehearsing import faults_of
from tests.conftest import Server, copy_of, make_app
from tests.consultations.conftest import Scene, make_scene
from tests.drafts.conftest import begun

SENT_ON = date(2026, 9, 1)


@pytest.fixture(scope="module")
def served(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Scene, str, str]]:
    """Return a site with the people of a consultation, and a draft and the key of the office that it asks."""
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("requests")), workers=1)
    with make_app(server.folder).app_context():
        scene = make_scene("KZ")
        office = str(scene.people["of the central authority"].authority_key)
        draft = begun(scene.people["asker"], requested="KZ", requested_authority=office).public_id
    server.start()
    yield server, scene, draft, office
    server.stop()


def cookie_of(server: Server, scene: Scene, who: str) -> str:
    app = make_app(server.folder)
    with app.app_context():
        client = app.test_client()
        people.sign_in(client, scene.stored(who))
        return people.cookie_of(client)


def send(page: Page) -> None:
    page.locator("main form.form button[type=submit]").first.click()


def state(page: Page, event: str, day: date) -> None:
    """State the date of an event on the page of an entry."""
    page.locator("main header a.button[href$='/dates']").click()
    page.locator("select[name=event]").select_option(event)
    page.locator("input[name=day]").fill(day.isoformat())
    send(page)
    expect(page.locator(f"#event-{event}")).to_be_visible()


def test_a_request_goes_from_a_draft_to_its_result_in_two_states(
    served: tuple[Server, Scene, str, str], new_page: NewPage
) -> None:
    server, scene, draft, _office = served
    sender = new_page(PHONE, cookie_of(server, scene, "asker"))
    sender.goto(f"{server.by_name}/ru/drafts/{draft}/sent")
    sender.locator("input[name=sent_on]").fill(SENT_ON.isoformat())
    send(sender)
    sender.locator("form[action*='/requests/drafts/'] button").click()
    expect(sender.locator("#event-sent")).to_be_visible()
    state(sender, "received", SENT_ON + timedelta(days=4))
    sender.locator("main header a[href$='/invite']").click()
    send(sender)
    expect(sender.locator("form[action$='/take-back']")).to_be_visible()

    receiver = new_page(PHONE, cookie_of(server, scene, "of the central authority"))
    receiver.goto(f"{server.by_name}/kk/requests")
    receiver.locator("a[href*='/requests/invitations/']").click()
    receiver.locator("input[name=received_on]").fill((SENT_ON + timedelta(days=9)).isoformat())
    send(receiver)
    expect(receiver.locator("#event-received time")).to_have_count(2)
    state(receiver, "executed", SENT_ON + timedelta(days=30))
    state(receiver, "returned", SENT_ON + timedelta(days=31))

    sender.reload()
    received = sender.locator("#event-received")
    expect(received.locator(".tag.due")).to_be_visible()
    days = [received.locator("time").nth(place).get_attribute("datetime") for place in range(2)]
    assert days == ["2026-09-10", "2026-09-05"]
    state(sender, "arrived", SENT_ON + timedelta(days=40))
    receiver.reload()
    expect(receiver.locator("#event-arrived")).to_be_visible()

    address = sender.url.split("?")[0]
    lists = [f"{server.by_name}/{language}/requests" for language in ("ru", "ar")]
    pages = [address, address.replace("/ru/", "/ar/"), *lists, f"{lists[0]}/import", f"{lists[0]}/new"]
    looked_at = new_page(WIDE, cookie_of(server, scene, "asker"))
    assert faults_of(looked_at, [*pages, f"{address}/dates", f"{address}/edit", f"{address}/hand-over"]) == {}


def test_an_entry_of_one_state_is_not_there_for_the_other(
    served: tuple[Server, Scene, str, str], new_page: NewPage
) -> None:
    server, scene, _draft, _office = served
    sender = new_page(WIDE, cookie_of(server, scene, "asker"))
    sender.goto(f"{server.by_name}/ru/requests/new?direction=outgoing&state=KZ")
    sender.locator("select[name=measure]").select_option("extradition")
    sender.locator("select[name=offence]").select_option("som")
    sender.locator("input[name=day]").fill(SENT_ON.isoformat())
    send(sender)
    expect(sender.locator("#event-sent")).to_be_visible()

    receiver = new_page(WIDE, cookie_of(server, scene, "of the central authority"))
    answer = receiver.goto(sender.url)

    assert answer is not None
    assert answer.status == 404
