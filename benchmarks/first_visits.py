"""Measures what the first visit of a page sends: `make bench-first_visits`.

Chromium with an empty cache opens each page signed out, in each language, and counts the bytes that it receives: page,
style, script, pictures and headers, as compressed on the wire. The site has the seed data. Given the address of a
running site (`python -m benchmarks.first_visits http://localhost:8000`), the pages of that site are measured. The exit
status is 1 if a visit exceeds the goal.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.goals import FIRST_VISIT_KILOBYTES
from benchmarks.servers import gunicorn
from directory.i18n import LANGUAGES
from tests.conftest import fill
from tests.parts import chromium

PAGES = {
    "home": "/",
    "search": "/search?q=bank+records+Uzbekistan",
    "State": "/jurisdictions/KG",
    "atlas": "/atlas?from=KZ&to=KG&measure=hearing_witness&offence=tip",
    "board": "/focal-points",
}


def received(browser: Browser, address: str) -> int:
    """Return the number of bytes that a browser with an empty cache receives until the page at `address` is loaded."""
    context, sizes = browser.new_context(), list[int]()
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    context.close()
    return sum(sizes)


def measure(site: str) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the name of each page, and the kilobytes of its first visit by language."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name, path in PAGES.items():
            yield name, {code: received(browser, f"{site}/{code}{path}") / 1000 for code in LANGUAGES}
        browser.close()


def report(site: str) -> bool:
    """Print a line for each page, and return whether every visit meets the goal."""
    most = 0.0
    print("| page | kB in English | most kB | in |\n| --- | ---: | ---: | --- |")
    for name, sizes in measure(site):
        largest = max(sizes, key=lambda code: sizes[code])
        most = max(most, sizes[largest])
        print(f"| {name} | {sizes['en']:.1f} | {sizes[largest]:.1f} | {largest} |")
    return FIRST_VISIT_KILOBYTES.is_met(most)


def main() -> None:
    """Measure the site that the command names, or a new one with the seed data."""
    if sys.argv[1:]:
        sys.exit(not report(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        server = gunicorn("wsgi:app", Path(folder), "/healthz")
        server.start()
        try:
            is_met = report(server.address)
        finally:
            server.stop()
    sys.exit(not is_met)


if __name__ == "__main__":
    main()
