"""Every page in all languages, as each role: it answers, fits 320 pixels and a wide screen, and everyone can use it.

What a page says in its language is read without a browser (`test_matrix_languages`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from directory.i18n import DEFAULT, LANGUAGES
from directory.vocabulary import Role
from tests.browser.checks import grave_faults, unreadable
from tests.browser.conftest import NARROW, PAGES, WIDE
from tests.browser.layout import faults_of_layout
from tests.browser.test_work import Work
from tests.conftest import Server
from tests.matrix.shown import READERS, pages
from tests.matrix.site import Browsers, Site
from tests.people import cookie_of

NOT_THERE = "/nothing-here"
Seen = tuple[str, bool]
CHANGING = re.compile(r"\s+|\d+|csrf_token[^>]*>")
in_every_language = pytest.mark.parametrize(
    "language", [pytest.param(code, marks=pytest.mark.xdist_group(f"pages in {code}")) for code in LANGUAGES]
)


def faults_of(page: Page, language: str) -> list[Any]:
    """Return what axe says of a page on a phone; of its colours in the dark, alike in all languages, in English."""
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    found: list[Any] = list(grave_faults(page))
    if language == DEFAULT:
        page.emulate_media(color_scheme="dark")
        found += unreadable(page)
        page.emulate_media(color_scheme="light")
    return found


def look(browser: Browser, server: Server, cookie: str, paths: Iterable[Seen], language: str) -> dict[str, list[Any]]:
    """Return the faults of pages by their path without language; what axe says of those that are marked alone."""
    # Colours that are still changing when axe looks are nobody's.
    context = browser.new_context(reduced_motion="reduce")
    context.add_cookies([{"name": "__Host-session", "value": cookie, "url": "https://localhost"}] if cookie else [])
    page, faults = context.new_page(), dict[str, list[Any]]()
    for path, is_tried in paths:
        answer = page.goto(f"{server.by_name}/{language}{path}")
        found: list[Any] = [
            *faults_of_layout(page, WIDE[0], NARROW[0]),
            *(faults_of(page, language) if is_tried else ()),
        ]
        if answer is None or answer.status != (404 if path == NOT_THERE else 200):
            found.append(answer and answer.status)
        faults |= {path: found} if found else {}
    context.close()
    return faults


@dataclass
class Shown:
    """The server over the site of words, and by person their cookie and the pages to look at: path, and whether it is
    the first of its kind."""

    server: Server
    cookies: dict[str, str]
    pages: dict[str, list[Seen]]


@pytest.fixture(scope="session")
def shown(site: Site) -> Iterator[Shown]:
    browsers = site.browsers()
    pages = new_pages(site, browsers)
    server = Server(site.folder, workers=1)
    server.start()
    yield Shown(server, {person: cookie_of(browsers.of[person]) for person in READERS}, pages)
    server.stop()


def new_pages(site: Site, browsers: Browsers) -> dict[str, list[Seen]]:
    """Return by person one page of each kind whose main part nobody before them was shown the same."""
    mains, kinds, found = set[str](), set[str](), dict[str, list[Seen]]()
    for person in READERS:
        for kind, address, answer in pages(site, browsers, person, DEFAULT):
            main = CHANGING.sub("", answer.text.partition("<main")[2].partition("</main>")[0])
            if main not in mains:
                found.setdefault(person, []).append((address.removeprefix(f"/{DEFAULT}"), kind not in kinds))
            mains.add(main)
            kinds.add(kind)
    return found


@in_every_language
def test_what_everyone_may_read_is_whole_and_fits(browser: Browser, server: Server, language: str) -> None:
    assert look(browser, server, "", [(path, True) for path in PAGES], language) == {}


@in_every_language
@pytest.mark.parametrize("person", READERS)
def test_the_pages_of_a_role_are_whole_and_fit(browser: Browser, shown: Shown, person: str, language: str) -> None:
    assert look(browser, shown.server, shown.cookies[person], shown.pages[person], language) == {}


@in_every_language
def test_pages_of_work_under_way_are_whole_and_fit(browser: Browser, work: Work, language: str) -> None:
    role = Role.ADMINISTRATOR

    seen = look(browser, work.server, work.cookies[role], [(path, True) for path in work.pages[role]], language)

    assert seen == {}
