"""A coordinator compares the old sentence with the new one and settles the change; nobody else does."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import SourceChange
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


def test_a_practitioner_is_not_let_in(small_app: Flask) -> None:
    practitioner = signed_in(small_app, factories.account(networks=["casc"], jurisdiction_key="KG"))

    assert practitioner.get("/en/sources").status_code == 403


def test_an_empty_list_says_why_it_may_be_empty(coordinator: FlaskClient) -> None:
    assert "An operator decides how many pages it asks for" in coordinator.get("/en/sources").text
