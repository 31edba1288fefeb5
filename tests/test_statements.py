"""How many SQL statements each kind of page takes, exactly: one more is a decision, made here.

`made` is where nothing is kept yet, `kept` where the same was asked before. The statement that begins a transaction
counts as one.
"""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.access.keeping import configure_keeping
from directory.focal_points import published
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.conftest import copy_of, make_app
from tests.people import signed_in

PAGES: dict[str, dict[str, tuple[int, int]]] = {}


@pytest.fixture(scope="module")
def browsers(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, FlaskClient]:
    """Return a browser for each kind of reader, over all seed data."""
    app = make_app(copy_of(seeded_folder, tmp_path_factory.mktemp("statements") / "data"))
    with app.app_context():
        practitioner = signed_in(app, factories.account(networks=["casc"], jurisdiction_key="KZ"))
        coordinator = signed_in(app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))
    return {"visitor": app.test_client(), "practitioner": practitioner, "coordinator": coordinator}


@pytest.mark.parametrize(("address", "reader"), [(address, reader) for address, own in PAGES.items() for reader in own])
def test_a_page_takes_so_many_statements(browsers: dict[str, FlaskClient], address: str, reader: str) -> None:
    client = browsers[reader]
    forget(client.application)

    made, kept = statements_of(client, address), statements_of(client, address)

    assert (made, kept) == PAGES[address][reader]


def forget(app: Flask) -> None:
    configure_keeping(app)
    published.forget()


def statements_of(client: FlaskClient, address: str) -> int:
    with counted_statements() as statements:
        assert client.get(address).status_code == 200
    return len(statements)


def test_print(browsers: dict[str, FlaskClient]) -> None:
    for address in ADDRESSES:
        for reader, client in browsers.items():
            forget(client.application)
            print(repr(address), reader, statements_of(client, address), statements_of(client, address), statements_of(client, address))
ADDRESSES = ["/en/","/en/help","/en/search?q=prosecutor","/en/search?jurisdiction=KG","/en/jurisdictions","/en/jurisdictions/KG","/en/jurisdictions/KG/requirements","/en/jurisdictions/compare?codes=KG,KZ","/en/authorities/kg-prosecutor-general","/en/focal-points","/en/focal-points/ge-budapest-24-7","/en/networks","/en/networks/casc","/en/treaties","/en/treaties/untoc","/en/measures","/en/measures/extradition","/en/legislation","/en/notices","/en/statistics","/en/atlas?from=KG&to=KZ&measure=extradition&offence=tip", "/en/atlas?from=KG&to=KZ", "/api/v1/suggest?q=prosec"]
