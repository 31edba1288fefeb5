"""Every page: the wide one in English and the phone's in Arabic, and that the longest words, Russian and Arabic, fit.

`make long-pages` tries every language in every size, light and dark.
"""

import pytest

from tests.browser.checks import grave_faults, unreadable
from tests.browser.conftest import NARROW, PAGES, PHONE, WIDE, OpenPage

SIZES = {"en": WIDE, "ar": PHONE}
LONG_WORDS = ("ru", "ar")
COUNT_CONTROLS = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility() && !e.disabled && e.type !== 'hidden')
    .filter(e => !e.closest('details:not([open]) > :not(summary)'))
    .length"""
NOTE_FOCUS = """() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body || seen.has(focused)) return;
    seen.add(focused);
    const style = getComputedStyle(focused);
    const isMarked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    if (!isMarked && focused.tagName !== 'MAIN') unmarked.push(focused.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("language", "size"), SIZES.items(), ids=SIZES)
def test_a_page_has_no_grave_accessibility_fault(
    open_page: OpenPage, path: str, language: str, size: tuple[int, int]
) -> None:
    page = open_page(f"/{language}{path}", size)

    assert grave_faults(page) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LONG_WORDS)
def test_a_page_fits_320_pixels_which_is_also_400_percent_zoom(open_page: OpenPage, path: str, language: str) -> None:
    page = open_page(f"/{language}{path}", NARROW)

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_readable_in_the_dark(open_page: OpenPage, path: str) -> None:
    page = open_page(f"/en{path}", color_scheme="dark")

    assert unreadable(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_nothing_of_third_parties_and_breaks_no_content_policy(open_page: OpenPage, path: str) -> None:
    page = open_page("/healthz")
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    home = page.url.removesuffix("/healthz")

    page.goto(f"{home}/ar{path}")

    assert [url for url in asked if not url.startswith((home, "data:"))] == []
    assert [text for text in said if "404" not in text] == []


@pytest.mark.parametrize("path", PAGES)
def test_every_control_of_a_page_is_reached_by_the_tab_key_and_shows_its_focus(open_page: OpenPage, path: str) -> None:
    page = open_page(f"/en{path}", PHONE)
    reachable = page.evaluate(COUNT_CONTROLS)

    page.evaluate("() => { window.seen = new Set(); window.unmarked = [] }")
    for _ in range(reachable + 5):
        page.keyboard.press("Tab")
        page.evaluate(NOTE_FOCUS)

    reached = page.evaluate("seen.size")
    assert reached >= reachable
    assert page.evaluate("unmarked") == []
