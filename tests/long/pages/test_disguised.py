"""Every page in a language of disguised words that are longer than the English ones: nothing is cut or covered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.added_language.added import CODE, copy_with_a_language
from tests.browser.conftest import PAGES
from tests.conftest import Server, copy_of
from tests.long.pages.test_every_language import look


@pytest.fixture(scope="module")
def disguised(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("disguised")
    server = Server(copy_of(few_states, folder / "data"), workers=1, project=copy_with_a_language(folder / "code"))
    server.start()
    yield server
    server.stop()


def test_every_page_has_room_for_longer_words(browser: Browser, disguised: Server) -> None:
    # A page of a State that this site has not says so, and that page is looked at.
    faults = look(browser, disguised, "", [(path, False) for path in PAGES], CODE)

    assert {path: found for path, found in faults.items() if found not in ([400], [404])} == {}
