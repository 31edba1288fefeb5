"""Every page: wide and dark in English, on a phone in Arabic, narrow in Russian. A visit costs more than a look at it.

`make long-pages` tries every language in every size, light and dark.
"""

import pytest
from playwright.sync_api import Page

from tests.browser.checks import grave_faults
from tests.browser.conftest import NARROW, PAGES, PHONE, WIDE, OpenPage

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


def resized(page: Page, size: tuple[int, int]) -> Page:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    return page


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("path", PAGES)
def test_a_wide_page_in_the_dark_has_no_grave_accessibility_fault(open_page: OpenPage, path: str) -> None:
    assert grave_faults(open_page(f"/en{path}", WIDE, color_scheme="dark")) == []


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
    assert width(resized(page, NARROW)) <= NARROW[0]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_long_words_fits_320_pixels_which_is_also_400_percent_zoom(open_page: OpenPage, path: str) -> None:
    assert width(open_page(f"/ru{path}", NARROW)) <= NARROW[0]


@pytest.mark.parametrize("path", PAGES)
def test_every_control_of_a_page_is_reached_by_the_tab_key_and_shows_its_focus(open_page: OpenPage, path: str) -> None:
    page = open_page(f"/en{path}", PHONE)
    reachable = page.evaluate(COUNT_CONTROLS)

    page.evaluate(NOTE_FOCUS)
    for _ in range(reachable + 5):
        page.keyboard.press("Tab")

    assert page.evaluate("seen.size") >= reachable
    assert page.evaluate("unmarked") == []
