"""Figures of requests fit on a phone and can be used by everyone: on the page of statistics, of a State, in the atlas
and in the form of a yearly return."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from directory import clock
from directory.statistics.request_durations import publish_durations
from directory.transaction import committing
from tests import people
from tests.browser.checks import faults_of_pages
from tests.browser.conftest import NARROW, WIDE, NewPage
from tests.conftest import Server, copy_of, make_app
from tests.statistics.simulated_requests import coordinator, simulate, store

WHOLE = slice(None)
ADDRESSES = (
    "statistics?year=2024",
    "jurisdictions/KZ",
    "atlas?from=KG&to=KZ&measure=hearing_witness&offence=tip&all=1",
    "statistics/returns/KG/tip/2025",
)


@pytest.fixture(scope="module")
def server(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("figures")), workers=1)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def cookies(server: Server) -> list[str]:
    """Return the cookies of a person of an office and of the coordinator of its State; the lists are full."""
    app = make_app(server.folder, site_address=server.by_name)
    with app.app_context():
        readers = [store(simulate())["KG"], coordinator("KG")]
        with committing():
            publish_durations(clock.now())
        found = []
        for one in readers:
            client = app.test_client()
            people.sign_in(client, one)
            found.append(people.cookie_of(client))
        return found


@pytest.mark.long
@pytest.mark.parametrize(("language", "size"), [("en", NARROW), ("ar", NARROW), ("ru", WIDE)])
def test_the_pages_fit_and_have_no_grave_fault(
    server: Server, cookies: list[str], new_page: NewPage, language: str, size: tuple[int, int]
) -> None:
    office, keeper = (new_page(size, cookie) for cookie in cookies)
    addresses = [f"{server.by_name}/{language}/{address}" for address in ADDRESSES]

    assert faults_of_pages(office, addresses[:-1], WHOLE) == {}
    assert faults_of_pages(keeper, addresses[-1:], WHOLE) == {}
