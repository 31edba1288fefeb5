"""What is wrong with a page that stands open in a browser."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}
MOST_NODES = 3
# What is right on a page is not handed over: it would be most of the answer. Nothing plays, so that axe need not fetch
# style and sound again.
FAULTS_ALONE = {"resultTypes": ["violations"], "preload": False}


def grave_faults(page: Page) -> list[tuple[str, str, str]]:
    """Return the serious and critical accessibility faults, weak contrast among them: rule, element, what to mend."""
    return [
        (fault["id"], node["html"][:200], node["failureSummary"][:200])
        for fault in _faults(page)
        if fault["impact"] in GRAVE
        for node in fault["nodes"][:MOST_NODES]
    ]


def unreadable(page: Page) -> list[str]:
    """Return the elements whose contrast is too weak, for a page of which nothing but its colours has changed."""
    faults = _faults(page, runOnly=["color-contrast"])
    return [node["html"][:200] for fault in faults for node in fault["nodes"][:MOST_NODES]]


def _faults(page: Page, **options: Any) -> list[dict[str, Any]]:
    # A click is over when the next page has begun: axe would meet a document without a first element.
    page.wait_for_load_state()
    found: list[dict[str, Any]] = Axe().run(page, options=FAULTS_ALONE | options).response["violations"]
    return found
