"""Where each string of the interface stands: pictures of pages with the strings outlined, and a table of them.

`make long-labels OUT=folder` keeps both: `labels.csv` has a row for each string, with the page and the picture on which
its number stands, or the files that say it in letters, documents, answers of the API and errors. A translation platform
takes such a picture for all strings that it shows.
"""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from playwright.sync_api import Browser, Page, ViewportSize

from tests.added_language.added import CODE, copy_with_a_language
from tests.browser.conftest import sign_in
from tests.conftest import Server
from tests.long.labels.marks import OUTLINE, SEEN, SPOKEN, UNSEEN, marked, marks_on
from tests.long.pages.test_every_language import NOT_THERE, new_pages
from tests.matrix.site import Site
from tests.people import cookie_of
from tests.translations.catalogues import COMPLETE, messages, rows_of_the_code, singular

COLUMNS = ("string", "context", "how", "page", "reader", "picture", "number", "files")
SIZE: ViewportSize = {"width": 1000, "height": 900}
# What lies further down a page is seen on another one, or its picture would be too large to open.
LOWEST_PIXEL = 4_000
PATIENCE_MS = 120_000
FOUND_AT_LEAST = 0.33


@pytest.fixture(scope="module")
def strings() -> list[Message]:
    return messages(COMPLETE[0])


@pytest.fixture(scope="module")
def visits(site: Site, strings: list[Message], tmp_path_factory: pytest.TempPathFactory) -> Iterator["Visits"]:
    browsers = site.browsers()
    pages = {
        person: [path for path, is_first in seen if is_first] for person, seen in new_pages(site, browsers).items()
    }
    pages["visitor"].append(NOT_THERE)
    project = copy_with_a_language(tmp_path_factory.mktemp("marked") / "code", marked(strings))
    server = Server(site.folder, workers=1, project=project)
    server.start()
    yield Visits(server, {person: cookie_of(client) for person, client in browsers.of.items()}, pages)
    server.stop()


class Visits:
    """A server whose strings are marked, the cookie of each reader, and the pages that each is shown."""

    def __init__(self, server: Server, cookies: dict[str, str], pages: dict[str, list[str]]) -> None:
        self.server, self.cookies, self.pages = server, cookies, pages


def test_most_strings_are_found_on_a_page_and_the_others_in_files(
    browser: Browser, visits: Visits, strings: list[Message], tmp_path: Path
) -> None:
    folder = Path(os.environ.get("OUT") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    told: dict[int, dict[str, str]] = {}
    for person, paths in visits.pages.items():
        context = browser.new_context(viewport=SIZE, reduced_motion="reduce")
        sign_in(context, visits.cookies[person])
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        for path in dict.fromkeys(paths):
            page.goto(f"{visits.server.by_name}/{CODE}{path}")
            told |= look(page, {"page": path, "reader": person}, told, folder)
        context.close()

    rows = [row_of(number, one, told) for number, one in enumerate(strings)]
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    counts = Counter(row["how"] or row["files"].split("/")[1] for row in rows)
    print(f"{len(rows)} strings", *(f"{what}: {number}" for what, number in counts.most_common()), sep="\n")
    assert sum(bool(row["picture"]) for row in rows) / len(rows) >= FOUND_AT_LEAST
    assert [row["string"] for row in rows if not row["page"] and not row["files"]] == []


def look(page: Page, place: dict[str, str], told: dict[int, dict[str, str]], folder: Path) -> dict[int, dict[str, str]]:
    """Return how a page tells strings that have no picture yet; take one of those that can be shown."""
    found = {
        number: (how, box)
        for number, (how, box) in marks_on(page).items()
        if "picture" not in told.get(number, {}) and (how != UNSEEN or number not in told)
    }
    shown = {
        number: box
        for number, (how, box) in found.items()
        if how in (SEEN, SPOKEN) and box[2] > 0 and sum(box[1::2]) < LOWEST_PIXEL
    }
    new = {
        number: {"how": how, **place} for number, (how, _box) in found.items() if number in shown or number not in told
    }
    if shown:
        name = f"{len(list(folder.glob('*.jpeg'))) + 1:03}.jpeg"
        lowest = round(max(sum(box[1::2]) for box in shown.values())) + 20
        page.evaluate(OUTLINE, list(shown.items()))
        # A picture of a page that is higher than its window can wait for ever.
        page.set_viewport_size({"width": SIZE["width"], "height": max(lowest, SIZE["height"])})
        page.screenshot(path=folder / name, type="jpeg", quality=60)
        page.set_viewport_size(SIZE)
        for number in shown:
            new[number] |= {"picture": name, "number": str(number)}
    return new


def row_of(number: int, string: Message, told: dict[int, dict[str, str]]) -> dict[str, str]:
    key = (string.context, singular(string.id))
    place = dict.fromkeys(COLUMNS, "") | told.get(number, {})
    return place | {"string": key[1], "context": key[0] or "", "files": " ".join(files_of_strings()[key])}


@cache
def files_of_strings() -> dict[tuple[str | None, str], list[str]]:
    found: dict[tuple[str | None, str], dict[str, None]] = {}
    for file, _line, string, _comments, context in rows_of_the_code():
        found.setdefault((context, singular(string)), {})[file] = None
    return {key: list(files) for key, files in found.items()}
