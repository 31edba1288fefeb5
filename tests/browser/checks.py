"""What is wrong with a page that stands open in a browser."""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}
# Of the pages that a person works with, axe looks at one quarter in one language and at another in the next.
QUARTERS = slice(0, None, 4), slice(2, None, 4)
MOST_NODES = 3
# What is right on a page is not handed over: it would be most of the answer. Nothing plays, so that axe need not fetch
# style and sound again.
FAULTS_ALONE = {"resultTypes": ["violations"], "preload": False}
# Targets of 24 pixels or as much room around them (WCAG 2.2, 2.5.8), which axe leaves out unless it is asked.
TARGETS = {"rules": {"target-size": {"enabled": True}}}


def grave_faults(page: Page) -> list[tuple[str, str, str]]:
    """Return serious and critical accessibility faults, with weak contrast and small targets: rule, element, remedy."""
    return [
        (fault["id"], node["html"][:200], node["failureSummary"][:200])
        for fault in _faults(page, **TARGETS)
        if fault["impact"] in GRAVE
        for node in fault["nodes"][:MOST_NODES]
    ]


def faults_of_pages(page: Page, addresses: Sequence[str], share: slice) -> dict[str, Any]:
    """Open pages, and return what is wrong by address: where it led, its answer, its width and its first headings, and
    of a share of the pages, since that takes most of the time, the grave faults. `make long-pages` looks at all."""
    faults, looked_at = {}, addresses[share]
    assert page.viewport_size
    for address in addresses:
        answer = page.goto(address)
        width, headings = page.evaluate("document.documentElement.scrollWidth"), page.locator("h1").count()
        found = grave_faults(page) if address in looked_at else []
        status = answer and answer.status
        fits = width <= page.viewport_size["width"]
        if found or (page.url, status, headings, fits) != (address, 200, 1, True):
            faults[address] = (page.url, status, width, headings, found)
    return faults


def unreadable(page: Page) -> list[str]:
    """Return the elements whose contrast is too weak, for a page of which nothing but its colours has changed."""
    faults = _faults(page, runOnly=["color-contrast"])
    return [node["html"][:200] for fault in faults for node in fault["nodes"][:MOST_NODES]]


def _faults(page: Page, **options: Any) -> list[dict[str, Any]]:
    # A click is over when the next page has begun: axe would meet a document without a first element.
    page.wait_for_load_state()
    found: list[dict[str, Any]] = Axe().run(page, options=FAULTS_ALONE | options).response["violations"]
    return found
