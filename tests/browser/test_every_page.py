"""Every page: wide and dark in English, on a phone in Arabic, and narrow in one of the other languages.

`make test` tries a share of the pages in each of these ways, `make long-cases` each page in all of them.

A visit costs more than a look at it. `make long-pages` tries every language as every role; what a page says is read
without a browser (`tests/matrix/test_languages.py`).
"""

import pytest
from playwright.sync_api import Page

from directory.i18n import LANGUAGES
from tests.browser.checks import grave_faults
from tests.browser.conftest import NARROW, PAGES, PHONE, WIDE, NewPage, OpenPage, opener
from tests.browser.layout import faults_of_layout
from tests.conftest import Server

# The languages that are not tried on every page: the next page is tried in the next of them.
OTHERS = [code for code in LANGUAGES if code not in ("en", "ar")]
IN_TURN = [(path, OTHERS[number % len(OTHERS)]) for number, path in enumerate(PAGES)]

# What is hidden from assistive technology says again what stands beside it: the links of a map, for pointers.
COUNT_CONTROLS = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility() && !e.disabled && e.type !== 'hidden')
    .filter(e => !e.closest('details:not([open]) > :not(summary), [aria-hidden="true"]'))
    .length"""
NOTE_FOCUS = """() => {
    window.seen = new Set();
    window.unmarked = [];
    document.addEventListener('focusin', ({ target }) => {
        seen.add(target);
        const style = getComputedStyle(target);
        const isMarked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
        if (!isMarked && target.tagName !== 'MAIN') unmarked.push(target.outerHTML.slice(0, 120));
    });
}"""


@pytest.fixture
def open_page(new_page: NewPage, server_of_few: Server) -> OpenPage:
    """Return a function that opens a path of a site that is soon looked at."""
    return opener(new_page, server_of_few)


def resized(page: Page, size: tuple[int, int]) -> Page:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    return page


@pytest.mark.long(each=28)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_the_dark_is_accessible_and_its_controls_are_reached_by_the_tab_key_and_show_their_focus(
    open_page: OpenPage, path: str
) -> None:
    page = open_page(f"/en{path}", WIDE, color_scheme="dark")
    assert grave_faults(page) == []

    reachable = resized(page, PHONE).evaluate(COUNT_CONTROLS)
    page.evaluate(NOTE_FOCUS)
    # Held down: a key that is let go each time takes half as long again.
    for _ in range(reachable + 5):
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")

    assert page.evaluate("seen.size") >= reachable
    assert page.evaluate("unmarked") == []


@pytest.mark.long(each=4, start=1)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_on_a_phone_in_the_light_is_accessible_asks_nothing_of_third_parties_and_breaks_no_content_policy(
    open_page: OpenPage, path: str
) -> None:
    page = open_page("/healthz", PHONE)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    home = page.url.removesuffix("/healthz")

    page.goto(f"{home}/ar{path}")

    assert [url for url in asked if not url.startswith((home, "data:"))] == []
    assert [text for text in said if "404" not in text] == []
    assert grave_faults(page) == []
    assert faults_of_layout(page, NARROW[0]) == []


@pytest.mark.long(each=4, start=3)
@pytest.mark.parametrize(("path", "language"), IN_TURN)
def test_a_page_of_long_words_fits_320_pixels_which_is_also_400_percent_zoom(
    open_page: OpenPage, path: str, language: str
) -> None:
    assert faults_of_layout(open_page(f"/{language}{path}", NARROW), NARROW[0]) == []
