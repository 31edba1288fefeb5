"""How many SQL statements each kind of page takes at most: one more is a decision, made here; fewer are welcome.

First where nothing is cached yet, then where the same was asked before. The one that begins a transaction counts, and
so does the one that counts what waits for a signed-in person.
Whoever saves statements lowers the bound in the same change.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory import clock
from directory.cache.store import configure_cache
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.conftest import copy_of, make_app
from tests.people import signed_in

# At most, made and from the cache: by a visitor, a practitioner and a coordinator. Of each page with desks, five
# statements read the facts of their standing, for all desks at once; other pages then find them in the cache.
PAGES = {
    # The number to call first in each State of the home network takes seven, for a member eleven.
    "/en/": ((42, 2), (52, 4), (52, 4)),
    "/en/help": ((2, 2), (4, 4), (4, 4)),
    "/en/search?q=prosecutor": ((25, 2), (34, 4), (34, 4)),
    # Where the desk of the State has no number, the first number of the State takes twelve to fourteen.
    "/en/search?q=hearing+witness+kyrgyzstan": ((36, 2), (52, 4), (51, 4)),
    "/en/search?jurisdiction=KG": ((31, 2), (40, 4), (39, 4)),
    "/en/jurisdictions": ((8, 2), (10, 4), (10, 4)),
    "/en/jurisdictions/KG": ((51, 2), (58, 5), (60, 5)),
    "/en/jurisdictions/KG/requirements": ((21, 2), (24, 4), (26, 4)),
    "/en/jurisdictions/compare?codes=KG,KZ": ((40, 2), (48, 4), (48, 4)),
    "/en/authorities/kg-prosecutor-general": ((34, 2), (43, 5), (43, 5)),
    # The members of the home network take two, and the number of the State of a desk without one ten to thirteen.
    # The contacts of all authorities of States whose desks have no number take up to seven. For those who sign in, the
    # version of the board takes seven to nine: it follows which lines they are told to call.
    "/en/focal-points": ((39, 2), (62, 4), (60, 4)),
    "/en/focal-points/ge-budapest-24-7": ((25, 2), (32, 4), (33, 4)),
    "/en/networks": ((5, 2), (7, 4), (7, 4)),
    "/en/networks/casc": ((23, 2), (30, 5), (31, 5)),
    "/en/treaties": ((10, 2), (12, 4), (12, 4)),
    "/en/treaties/untoc": ((22, 2), (26, 5), (26, 5)),
    "/en/measures": ((5, 2), (7, 4), (7, 4)),
    "/en/measures/extradition": ((17, 2), (20, 4), (20, 4)),
    "/en/legislation": ((4, 2), (6, 4), (6, 4)),
    "/en/notices": ((5, 5), (7, 7), (7, 7)),
    "/en/statistics": ((22, 15), (43, 36), (70, 63)),
    # The other desks of the State take up to seven, the contacts of all its authorities two.
    "/en/atlas?from=KG&to=KZ&measure=extradition&offence=tip": ((61, 16), (72, 24), (75, 26)),
    # It names the number of the State.
    "/en/atlas?from=KG&to=KZ": ((23, 4), (29, 10), (29, 10)),
}
READERS = ("visitor", "practitioner", "coordinator")


@pytest.fixture(scope="module", autouse=True)
def standing() -> Iterator[None]:
    """Have the clock stand: by and by it is noted that a session was used."""
    with clock.frozen_at(datetime(2026, 11, 26, 12, tzinfo=UTC)):
        yield


@pytest.fixture(scope="module")
def browsers(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, FlaskClient]:
    """Return a browser for each kind of reader, over all seed data."""
    app = make_app(copy_of(seeded_folder, tmp_path_factory.mktemp("statements") / "data"))
    with app.app_context():
        practitioner = signed_in(app, factories.account(networks=["casc"], jurisdiction_key="KZ"))
        coordinator = signed_in(app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))
    # The index follows at the first search.
    app.test_client().get("/en/search?q=office")
    return {"visitor": app.test_client(), "practitioner": practitioner, "coordinator": coordinator}


@pytest.mark.long(each=5)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_takes_so_many_statements_at_most(browsers: dict[str, FlaskClient], address: str, reader: str) -> None:
    client = browsers[reader]
    configure_cache(client.application)

    made, cached = statements_of(client, address), statements_of(client, address)

    most_made, most_cached = PAGES[address][READERS.index(reader)]
    assert made <= most_made
    assert cached <= most_cached


def statements_of(client: FlaskClient, address: str) -> int:
    with counted_statements() as statements:
        assert client.get(address).status_code == 200
    return len(statements)
