"""A coordinator compares the old sentence with the new one and settles the change; nobody else does."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import or_, select

from directory.extensions import db
from directory.models import Authority, ContactDetail, Entry, SourceChange, StateRelation
from directory.models.change import MODELS_BY_KIND
from directory.proposals.labels import ROW_LABELS
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.html import parse
from tests.people import signed_in

OLD, NEW = "The office answers at 12 34.", "The office answers at 56 78."


@pytest.fixture
def change(small_app: Flask) -> SourceChange:
    change = SourceChange(
        address="https://office.example.org/contacts",
        what="changed",
        kind="authority",
        key="kg-prosecutor-general",
        detail="note",
        jurisdiction_key="KG",
        old=OLD,
        new=NEW,
    )
    factories.add(change)
    return change


@pytest.fixture
def coordinator(small_app: Flask) -> FlaskClient:
    return signed_in(small_app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))


def test_the_old_sentence_stands_beside_the_new_one(coordinator: FlaskClient, change: SourceChange) -> None:
    main = parse(coordinator.get("/en/sources")).one("main")

    assert OLD in main.text
    assert NEW in main.text
    assert "https://office.example.org/contacts" in main.links
    assert any("key=kg-prosecutor-general" in link for link in main.links)


@pytest.mark.parametrize(("state", "count"), [("KG", "1 change"), ("KZ", "0 changes")])
def test_the_page_of_verification_counts_the_changes_in_the_own_scope(
    small_app: Flask, change: SourceChange, state: str, count: str
) -> None:
    reader = signed_in(small_app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key=state))

    links = parse(reader.get("/en/verification").text).all('main a[href="/en/sources"]')

    assert [one.text for one in links] == [f"Changes of sources: {count} to look at"]


def test_what_is_settled_leaves_the_list_and_is_settled_once(coordinator: FlaskClient, change: SourceChange) -> None:
    address = f"/en/sources/{change.public_id}"

    settled, again = coordinator.post(address), coordinator.post(address)

    assert (settled.status_code, again.status_code) == (303, 409)
    assert OLD not in coordinator.get("/en/sources").text
    assert db.session.get_one(SourceChange, change.id).settled_at is not None


def test_another_state_neither_sees_nor_settles_it(small_app: Flask, change: SourceChange) -> None:
    neighbour = signed_in(small_app, factories.account(Role.COORDINATOR, ["ejn"], jurisdiction_key="FR"))

    assert OLD not in neighbour.get("/en/sources").text
    assert neighbour.post(f"/en/sources/{change.public_id}").status_code == 404


def change_of(row: Entry) -> SourceChange:
    """Store an open change of a page on which a row rests."""
    place = row.place()
    change = SourceChange(
        address="https://office.example.org/contacts",
        what="changed",
        kind=row.KIND,
        key=row.key,
        detail="note",
        jurisdiction_key=place.jurisdiction,
        old=f"{row.KIND} {row.key}",
    )
    factories.add(change)
    return change


@pytest.mark.parametrize("kind", ["authority", *sorted(ROW_LABELS)])
def test_the_change_of_a_row_is_listed_until_the_row_is_removed(small_app: Flask, kind: str) -> None:
    factories.add(
        factories.authority(), StateRelation(key="FR-KG", jurisdiction_key="FR", other_key="KG", relation="border")
    )
    whole = MODELS_BY_KIND[kind]
    row = db.session.scalar(select(whole).where(or_(kind != "authority", whole.key == "test-authority")).limit(1))
    assert row is not None
    made = change_of(row)
    administrator = signed_in(small_app, factories.account(Role.ADMINISTRATOR))
    assert made.old in administrator.get("/en/sources").text

    with committing():
        db.session.delete(db.session.get_one(whole, row.key))
    listed = administrator.get("/en/sources")

    assert (listed.status_code, made.old in listed.text) == (200, False)
    assert "0 changes to look at" in listed.text
    assert administrator.post(f"/en/sources/{made.public_id}").status_code == 404


# Who looks after what stands in the State and network: before it moves from KG to KZ, and from CASC to EJN, and after.
KEEPERS = (
    ({"jurisdiction_key": "KG"}, True, False),
    ({"jurisdiction_key": "KZ"}, False, True),
    ({"jurisdiction_key": "KG", "networks": ["casc"]}, True, False),
    ({"jurisdiction_key": "KZ", "networks": ["ejn"]}, False, True),
    ({"networks": ["casc"]}, True, False),
    ({"networks": ["ejn"]}, False, True),
)


@pytest.mark.parametrize(("scope", "is_before", "is_after"), KEEPERS)
def test_a_change_goes_with_its_entry_to_who_looks_after_it_then(
    small_app: Flask, scope: dict[str, Any], is_before: bool, is_after: bool
) -> None:
    factories.add(factories.authority())
    line = factories.contact("line@example.org", network_key="casc")
    factories.add(line)
    made, keeper = change_of(line), signed_in(small_app, factories.account(Role.COORDINATOR, **scope))
    before = made.old in keeper.get("/en/sources").text

    with committing():
        db.session.get_one(Authority, "test-authority").jurisdiction_key = "KZ"
        db.session.get_one(ContactDetail, line.key).network_key = "ejn"
    listed = keeper.get("/en/sources").text
    settled = keeper.post(f"/en/sources/{made.public_id}").status_code

    assert (before, made.old in listed) == (is_before, is_after)
    assert settled == (303 if is_after else 404)


def test_a_change_of_a_desk_is_found_by_its_network_although_the_state_is_no_member(small_app: Flask) -> None:
    factories.add(factories.authority("guest", jurisdiction_key="FR"))
    desk = factories.focal_point("guest-desk", "guest")
    factories.add(desk)
    made = change_of(desk)
    coordinator = signed_in(small_app, factories.account(Role.COORDINATOR, ["casc"]))

    assert made.old in coordinator.get("/en/sources").text


def test_a_practitioner_is_not_let_in(small_app: Flask) -> None:
    practitioner = signed_in(small_app, factories.account(networks=["casc"], jurisdiction_key="KG"))

    assert practitioner.get("/en/sources").status_code == 403


def test_an_empty_list_says_why_it_may_be_empty(coordinator: FlaskClient) -> None:
    assert "An operator decides how many pages it asks for" in coordinator.get("/en/sources").text
