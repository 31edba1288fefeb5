"""The page that proposes the end of an authority names what ends along with it."""

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import Disclosure
from directory.vocabulary import NAMES_ON_ROTA, Role
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

    page = parse(author.get(f"/en/proposals/ending?kind=authority&key={KEY}"))

    ending, staying = page.one("[aria-labelledby=along]"), page.one("[aria-labelledby=staying]")
    assert ending.one("a")["href"] == "/en/focal-points/kg-taken-desk"
    assert "Aida Example" in ending.text
    assert all(shown in staying.text for shown in ("+996 312 000 111", "1 contact that you may not read"))
    assert "000 111" not in ending.text
    assert "000 222" not in page.text


def test_what_ends_is_not_spoken_of_where_nothing_does(writing_app: Flask) -> None:
    key = "kg-taken-alone"
    factories.add(factories.authority(key), factories.contact("+996 312 000 333", key, means="phone"))
    author = signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))

    page = parse(author.get(f"/en/proposals/ending?kind=authority&key={key}"))

    assert page.all("[aria-labelledby=along]") == []
    assert "+996 312 000 333" in page.one("[aria-labelledby=staying]").text


def test_people_whom_the_reader_may_not_see_are_counted_and_the_staff_that_is_named_is_noted(
    writing_app: Flask,
) -> None:
    key, desk = "kg-taken-people", "kg-taken-people-desk"
    factories.add(factories.authority(key), factories.focal_point(desk, key, network_key="casc"))
    factories.account(Role.PRACTITIONER, ("caricc",), jurisdiction_key="KG", authority_key=key, name="Hidden Example")
    factories.account(Role.PRACTITIONER, ("casc",), (desk,), jurisdiction_key="KG", name="Staff Example")
    reader = factories.account(Role.COORDINATOR, ("casc",))
    author = signed_in(writing_app, reader)

    told = parse(author.get(f"/en/proposals/ending?kind=authority&key={key}")).one("main section dl").text

    assert [name in told for name in ("Staff Example", "and 1 more", "Hidden Example")] == [True, True, False]
    noted = db.session.scalars(select(Disclosure).filter_by(account_id=reader.id, key=desk))
    assert [one.details for one in noted] == [(NAMES_ON_ROTA,)]
