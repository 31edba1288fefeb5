"""The number to call first in each member State, on the first page."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import Competence, Disclosure
from directory.vocabulary import Role
from tests import factories, people
from tests.focal_points.desks import add_desk, add_rota
from tests.html import Element, parse


def row_of_home(client: FlaskClient) -> Element:
    """Return the row of Azerbaijan. It has a desk with a mail address alone, of an office that was designated in 2010,
    and a ministry with a telephone."""
    [row] = [one for one in parse(client.get("/en/")).all("table.members tr") if "/en/jurisdictions/AZ" in one.links]
    return row


def test_a_number_that_rings_comes_before_a_mail_address(client: FlaskClient) -> None:
    assert [one["href"][:8] for one in row_of_home(client).all(".call a")] == ["tel:+994"]


def test_the_button_to_call_leads_to_the_numbers_on_the_page(client: FlaskClient) -> None:
    page = parse(client.get("/en/"))

    target = page.one("main a.button", "Call a desk now")["href"]

    section = page.one(f"section[aria-labelledby={target.removeprefix('#')}]")
    assert [link for link in section.links if link.startswith("tel:")]


def test_the_page_of_the_state_begins_with_the_same_number(client: FlaskClient) -> None:
    first = parse(client.get("/en/jurisdictions/AZ")).all(".call a")[0]

    assert first["href"] == row_of_home(client).one(".call a")["href"]


def test_a_member_has_the_number_of_the_board_on_the_first_page_and_only_that_is_recorded(small_app: Flask) -> None:
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ")
    factories.add(factories.contact("+992 372 000 001", "tj-office", means="phone"))
    kept = {"audience": "network", "network_key": "casc"}
    factories.add(factories.contact("+992 372 000 002", "tj-office", means="phone", **kept))
    factories.add(factories.authority("tj-police", jurisdiction_key="TJ"))
    factories.add(Competence(key="tj-police:one", authority_key="tj-police", function="police_cooperation"))
    factories.add(factories.contact("+992 372 000 003", "tj-police", means="phone", audience="practitioners"))
    member = factories.account(Role.PRACTITIONER, ["casc"], ["tj-desk"], jurisdiction_key="TJ")
    add_rota("tj-desk", (member.id, -1, 1))
    client = people.signed_in(small_app, member)

    [row] = [one for one in parse(client.get("/en/")).all("table.members tr") if "/en/jurisdictions/TJ" in one.links]
    recorded = db.session.scalars(select(Disclosure.key)).all()

    assert "on duty now" in row.text
    both = ["tel:+992372000002", "tel:+992372000001"]
    assert [one["href"] for one in row.all(".call a")] == both
    assert recorded == ["tj-office"]
    board = parse(client.get("/en/focal-points?jurisdiction=TJ"))
    assert [one["href"] for one in board.all(".call a")] == both


def test_a_restricted_address_that_is_passed_over_for_a_number_is_not_recorded(small_app: Flask) -> None:
    kept = {"audience": "practitioners"}
    add_desk("tj-desk", "tj-office", jurisdiction_key="TJ")
    factories.add(factories.contact("duty@tj.example", "tj-office", **kept))
    factories.add(factories.authority("tj-police", jurisdiction_key="TJ"))
    factories.add(Competence(key="tj-police:one", authority_key="tj-police", function="mutual_legal_assistance"))
    factories.add(factories.contact("+992 372 000 003", "tj-police", means="phone", **kept))
    client = people.signed_in(small_app, factories.account(Role.PRACTITIONER, jurisdiction_key="TJ"))

    [row] = [one for one in parse(client.get("/en/")).all("table.members tr") if "/en/jurisdictions/TJ" in one.links]
    recorded = db.session.scalars(select(Disclosure.key)).all()

    shown = [one["href"] for one in row.all(".call a")]
    assert shown
    assert not any("mailto:" in one for one in shown)
    assert "tj-office" not in recorded
    assert ("tj-police" in recorded) == ("tel:+992372000003" in shown)
