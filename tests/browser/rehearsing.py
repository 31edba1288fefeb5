"""What tests of exercises in a browser share: a site with the people of an exercise, and the mark of its pages."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.support import Translations
from playwright.sync_api import Page, expect

from directory.jobs.schedule import run_exercises
from tests import people
from tests.browser.checks import grave_faults
from tests.browser.conftest import NARROW, PHONE, WIDE
from tests.browser.layout import faults_of_layout
from tests.conftest import PROJECT, Server, copy_of, make_app
from tests.consultations.conftest import NETWORK
from tests.exercises.conftest import Play, make_play

CATALOGUES = {
    code: Translations.load(PROJECT / "directory" / "translations", [code]) for code in ("en", "ru", "hy", "ar", "kk")
}


@pytest.fixture(scope="module")
def served(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Play]]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("rehearsing")), workers=1)
    with make_app(server.folder).app_context():
        play = make_play()
    server.start()
    yield server, play
    server.stop()


def cookie_of(server: Server, play: Play, who: str) -> str:
    app = make_app(server.folder)
    with app.app_context():
        client = app.test_client()
        people.sign_in(client, play.account(who))
        return people.cookie_of(client)


def work(server: Server) -> None:
    with make_app(server.folder).app_context():
        run_exercises()


def prepare(page: Page, server: Server, play: Play, title: str, level: int) -> None:
    """Prepare an exercise of three desks in Russian. The page is then that of the exercise."""
    page.goto(f"{server.by_name}/ru/exercises")
    page.locator(f"a[href$='/exercises/new?network={NETWORK}']").click()
    page.locator("select[name=level]").select_option(str(level))
    page.locator("input[name=title]").fill(title)
    page.locator("textarea[name=scenario]").fill("Всё это вымышлено.")
    for desk in play.desks.values():
        page.locator(f"input[name=desks][value={desk}]").check()
    page.locator("main form.form button[type=submit]").click()


def marked(page: Page, language: str) -> None:
    """Check that the page says that it is of an exercise, on the screen and on paper."""
    word = CATALOGUES[language].gettext("EXERCISE")
    expect(page.locator(".exercise-band b")).to_have_text(word)
    page.emulate_media(media="print")
    expect(page.locator(".exercise-band b")).to_be_visible()
    page.emulate_media(media="screen")


def faults_of(page: Page, addresses: Iterable[str]) -> dict[str, object]:
    """Return the faults of the pages that have any, at each width. If PICTURES names a folder, keep pictures there."""
    found = {}
    for address in addresses:
        page.goto(address)
        faults = grave_faults(page), faults_of_layout(page, NARROW[0], PHONE[0], WIDE[0])
        if any(faults):
            found[address] = faults
        if folder := os.environ.get("PICTURES"):
            name = "-".join(address.split("?")[0].split("/")[3:])
            for width, height in (PHONE, WIDE):
                page.set_viewport_size({"width": width, "height": height})
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    return found
