"""The page that proposes the end of an authority names what ends along with it."""

import pytest
from flask import Flask

from directory.vocabulary import Role
from tests import factories
from tests.html import parse
from tests.people import signed_in

KEY = "kg-taken-along"


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


def test_desks_contacts_and_people_are_named_but_for_contacts_that_the_reader_may_not_read(writing_app: Flask) -> None:
    factories.add(factories.authority(KEY))
    factories.add(factories.focal_point("kg-taken-desk", KEY))
    factories.add(
        factories.contact("+996 312 000 111", KEY, means="phone"),
        factories.contact("+996 312 000 222", KEY, means="phone", audience="network", network_key="casc"),
    )
    factories.account(Role.PRACTITIONER, jurisdiction_key="KG", authority_key=KEY, name="Aida Example")
    author = signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))

    told = parse(author.get(f"/en/proposals/ending?kind=authority&key={KEY}")).one("main section dl")

    assert told.one("a")["href"] == "/en/focal-points/kg-taken-desk"
    assert all(shown in told.text for shown in ("+996 312 000 111", "1 contact that you may not read", "Aida Example"))
    assert "000 222" not in told.text
