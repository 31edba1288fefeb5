"""The page of a State's gaps: who sees it, what it leads to, and the same rows as a file."""

import csv
import io
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.access.facts import state_link
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.gaps.presenters.pages import GapsPage
from directory.models import Account, Competence, Disclosure
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.gaps.conftest import Find
from tests.html import Element, parse
from tests.people import signed_in

PAGE = "/en/gaps/KG"
# What a page may take at most, the first time, of statements; more entries take no more of them.
MOST_STATEMENTS = 90


@pytest.fixture
def client(small_app: Flask, coordinator: Account) -> FlaskClient:
    return signed_in(small_app, coordinator)


def lines(page: Any) -> list[Element]:
    return [
        one
        for section in parse(page).all("section")
        if section["aria-labelledby"] != "offices"
        for one in section.all("li")
    ]


def add_office(**contact: Any) -> None:
    """Store an authority of Kyrgyzstan that receives requests, with one phone."""
    factories.add(factories.authority())
    factories.add(Competence(key="test-authority:one", authority_key="test-authority", function="extradition"))
    factories.add(factories.contact("+996 312 54 22 32", means="phone", **contact))


def add_offices(*keys: str) -> None:
    """Store authorities of Kyrgyzstan, each with a desk and a line of each."""
    factories.add(*(factories.authority(key) for key in keys))
    factories.add(*(factories.contact(f"{key}@example.org", key) for key in keys))
    factories.add(*(factories.contact(f"{key}-casc@example.org", key, network_key="casc") for key in keys))
    factories.add(*(factories.focal_point(f"{key}-desk", key) for key in keys))


def test_each_gap_leads_to_the_page_where_it_is_filled(client: FlaskClient) -> None:
    factories.add(factories.authority())
    page = client.get(PAGE)

    links = [line.one(".side a")["href"] for line in lines(page)]

    assert len(links) > 10
    assert {client.get(link).status_code for link in links} == {200}
    assert "/en/proposals/new?kind=requirement&jurisdiction_key=KG&measure=bank_data" in links


def test_the_file_has_the_rows_of_the_page(client: FlaskClient) -> None:
    page = lines(client.get(PAGE))

    answer = client.get(f"{PAGE}/export?format=csv")

    head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert head == ["Gap", "Entry", "What the gap is about", "Details", "Office to ask", "Page"]
    forms = [urlsplit(row[-1])._replace(scheme="", netloc="").geturl() for row in rows]
    assert forms == [line.one(".side a")["href"] for line in page]
    assert all(row[1] in line.text for row, line in zip(rows, page, strict=True))
    assert client.get(f"{PAGE}/export?format=xlsx").mimetype.endswith("spreadsheetml.sheet")
    assert client.get(f"{PAGE}/export?format=pdf").status_code == 404


def test_a_state_of_which_nothing_is_missing_says_so(small_app: Flask) -> None:
    page = GapsPage(state_link("KG", "en"), lines=[], offices=[])

    with small_app.test_request_context(PAGE):
        main = parse(render_template("gaps/show.html", page=page, days=30)).one("main")

    assert "0 gaps" in main.text
    assert main.one(".notice.calm").text.startswith("Nothing is missing")
    assert not any("export" in link for link in main.links)


PEOPLE: dict[str, tuple[dict[str, Any] | None, int, int]] = {
    "a visitor": (None, 303, 303),
    "a practitioner": ({"jurisdiction_key": "KG"}, 403, 403),
    "the State's coordinator": ({"role": Role.COORDINATOR, "jurisdiction_key": "KG"}, 200, 302),
    "a coordinator of its network": ({"role": Role.COORDINATOR, "networks": ["casc"]}, 200, 200),
    "another State's coordinator": ({"role": Role.COORDINATOR, "jurisdiction_key": "KZ"}, 403, 302),
    "another network's coordinator": ({"role": Role.COORDINATOR, "networks": ["ejn"]}, 403, 302),
    "an administrator": ({"role": Role.ADMINISTRATOR}, 200, 200),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_only_who_looks_after_a_state_sees_its_gaps(small_app: Flask, who: str) -> None:
    values, of_state, of_list = PEOPLE[who]
    factories.add(factories.authority())
    client = signed_in(small_app, factories.account(**values)) if values else small_app.test_client()

    answers = [
        client.get(address).status_code for address in (PAGE, f"{PAGE}/export?format=csv", f"{PAGE}/ask/test-authority")
    ]

    assert answers == [of_state] * 3
    assert client.get("/en/gaps").status_code == of_list
    assert client.get("/en/gaps/XX").status_code in (of_state, 404)


def test_the_list_of_states_is_that_of_the_scope(small_app: Flask) -> None:
    client = signed_in(small_app, factories.account(Role.COORDINATOR, networks=["casc"]))

    states = parse(client.get("/en/gaps")).one("main .columns").links

    assert states == [f"/en/gaps/{code}" for code in ("KZ", "KG", "UZ")]


def test_who_looks_after_nothing_yet_is_told_so(small_app: Flask) -> None:
    client = signed_in(small_app, factories.account(Role.COORDINATOR, networks=["g7-24-7"]))

    assert "No State is in your scope." in parse(client.get("/en/gaps")).one("main").text


def test_the_pages_of_verification_and_of_a_state_lead_to_its_gaps(client: FlaskClient) -> None:
    assert "/en/gaps" in parse(client.get("/en/verification")).one("main").links
    assert client.get("/en/gaps").headers["Location"] == PAGE


# A line that exists is no gap for who may read it. Whoever may not read it sees the same as if there were none.
READERS: list[tuple[dict[str, Any], list[str], bool]] = [
    ({"audience": "public"}, [], False),
    ({"audience": "practitioners"}, [], False),
    ({"audience": "coordinators"}, [], False),
    ({"audience": "network", "network_key": "casc"}, ["casc"], False),
    ({"audience": "network", "network_key": "casc"}, [], True),
    ({"audience": "network", "network_key": "globe"}, ["casc"], True),
    ({"audience": "practitioners", "network_key": "globe"}, ["casc"], False),
]


@pytest.mark.parametrize(("contact", "networks", "is_gap"), READERS)
def test_a_restricted_line_is_no_gap_for_who_may_read_it_and_not_told_to_others(
    find: Find, contact: dict[str, Any], networks: list[str], is_gap: bool
) -> None:
    keeper = viewer_of(factories.account(Role.COORDINATOR, networks, jurisdiction_key="KG"))
    add_office(**contact)

    found = [gap.entry for gap in find("no_line", viewer=keeper)]

    assert found == ([("authority", "test-authority")] if is_gap else [])


def test_a_line_that_counts_is_not_shown_and_so_not_recorded_as_shown(small_app: Flask) -> None:
    client = signed_in(small_app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))
    add_office(audience="network", network_key="casc")

    page = client.get(PAGE)

    assert "312 54 22 32" not in page.text
    assert "No phone" not in page.text
    assert db.session.scalars(select(Disclosure)).all() == []


def test_more_entries_take_no_more_statements(small_app: Flask, client: FlaskClient) -> None:
    add_offices("kg-first")
    client.get(PAGE)
    with counted_statements() as few:
        client.get(PAGE)

    keys = [f"kg-more-{number}" for number in range(20)]
    add_offices(*keys)
    client.get(PAGE)
    with counted_statements() as many:
        page = client.get(PAGE)

    assert all(f"/en/authorities/{key}" in page.text for key in keys)
    assert len(many) <= len(few) <= MOST_STATEMENTS
