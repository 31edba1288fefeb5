"""Every page, in English, Russian and Arabic, wide and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from directory.i18n import LANGUAGES
from tests.browser.conftest import NARROW, PAGES, PHONE, WIDE, OpenPage

TRIED = ("en", "ru", "ar")
GRAVE = {"serious", "critical"}
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
@pytest.mark.parametrize("language", TRIED)
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_page_has_no_grave_accessibility_fault(
    open_page: OpenPage, path: str, language: str, size: tuple[int, int]
) -> None:
    page = open_page(f"/{language}{path}", size)

    violations = Axe().run(page).response["violations"]

    faults = [
        (fault["id"], node["html"][:200], node["failureSummary"][:200])
        for fault in violations
        if fault["impact"] in GRAVE
        for node in fault["nodes"][:2]
    ]
    assert faults == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", TRIED)
def test_a_page_fits_320_pixels_which_is_also_400_percent_zoom(open_page: OpenPage, path: str, language: str) -> None:
    page = open_page(f"/{language}{path}", NARROW)

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_readable_in_the_dark(open_page: OpenPage, path: str) -> None:
    page = open_page(f"/en{path}", color_scheme="dark")

    contrast = Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]

    assert [node["html"][:200] for fault in contrast for node in fault["nodes"][:3]] == []


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
@pytest.mark.parametrize("language", TRIED)
def test_a_page_says_its_language_direction_and_title(open_page: OpenPage, path: str, language: str) -> None:
    page = open_page(f"/{language}{path}")

    html = page.locator("html")
    assert html.get_attribute("lang") == language
    assert html.get_attribute("dir") == LANGUAGES[language].direction
    assert page.title().endswith("Counterpart")
    assert page.locator("h1").count() == 1


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
