"""What the tests of histories share: a site with one entry that holds something for each audience, and its readers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.vocabulary import Audience, Role
from tests import factories
from tests.conftest import copy_of, make_app
from tests.people import with_token

KEY = "test-authority"
OPEN_KEY = "open-authority"
PHONES = {audience: f"+996 555 0{number}" for number, audience in enumerate(Audience)}


@pytest.fixture(scope="module")
def site(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return a site of a module's own; its context is pushed."""
    app = make_app(copy_of(few_states, tmp_path_factory.mktemp("history") / "data"))
    with app.app_context():
        factories.add(
            factories.authority(KEY, coordinator_note=factories.english("canary note")),
            factories.authority(OPEN_KEY, name=factories.english("Office of Open Things")),
            factories.contact("public@example.org", OPEN_KEY),
            *(
                factories.contact(phone, KEY, means="phone", audience=audience, network_key="casc")
                for audience, phone in PHONES.items()
            ),
        )
        yield app


@pytest.fixture(scope="module")
def clients(site: Flask) -> dict[str, FlaskClient]:
    """Return a client for each kind of reader by its name."""
    people = {
        "practitioner": factories.account(jurisdiction_key="KZ", name="Practitioner Fictional"),
        "member": factories.account(networks=["casc"], jurisdiction_key="KZ", name="Member Fictional"),
        "coordinator": factories.account(Role.COORDINATOR, jurisdiction_key="KG", name="Coordinator Fictional"),
        "other coordinator": factories.account(Role.COORDINATOR, jurisdiction_key="TJ", name="Other Fictional"),
        "administrator": factories.account(Role.ADMINISTRATOR, name="Administrator Fictional"),
    }
    return {"visitor": site.test_client()} | {name: with_token(site, person) for name, person in people.items()}
