"""Lists, their order, members, validators and times tell nothing of what the public may not read."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, select
from sqlalchemy.sql import visitors

from directory.api.entries.conditions import Filter
from directory.api.entries.filters import FILTERS
from directory.api.entries.list_options import orders
from directory.api.entries.shapes import SHAPES
from directory.extensions import db
from directory.models import Authority, Change, ContactDetail, FocalPoint, Provenance, details_of
from directory.models.details import Detail
from directory.transaction import committing
from directory.vocabulary import Audience, Role
from tests import factories
from tests.api.conftest import read_with
from tests.api.programs import Program

OFFICE, DESK = "test-authority", "test-desk"
OPEN, CLOSED, HELD = "open@example.org", "closed@example.org", "A person"
LISTS = (
    "authorities?per_page=100&include=contacts",
    "focal-points?per_page=100&include=contacts",
    "authorities?per_page=100&sort=-updated_at",
    "authorities?per_page=100&fields=updated_at",
    "changes?jurisdiction=KG",
    "changes?kind=authority&action=changed",
    f"authorities/{OFFICE}",
)


@pytest.fixture
def site(small_app: Flask) -> Flask:
    factories.add(factories.authority(), factories.focal_point())
    factories.add(
        factories.contact(OPEN, held_by=HELD),
        factories.contact(CLOSED, audience=Audience.PRACTITIONERS, languages=("tg",)),
    )
    return small_app


@pytest.fixture
def narrowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Narrow the kind of an authority and its State to practitioners, as a word in their declarations would."""
    for name in ("authority_kind", "jurisdiction_key"):
        info = Authority.__table__.columns[name].info
        monkeypatch.setitem(info, "detail", dataclasses.replace(info["detail"], audience=Audience.PRACTITIONERS))
    details_of.cache_clear()
    yield
    monkeypatch.undo()
    details_of.cache_clear()


@pytest.mark.parametrize("address", LISTS[:-1])
def test_a_list_is_the_same_for_who_sees_restricted_data_and_for_anyone(site: Flask, address: str) -> None:
    reader = Program(site, factories.account(Role.ADMINISTRATOR), "read")

    whole, seen = site.test_client().get(f"/api/v1/{address}"), reader.get(address)

    assert CLOSED in reader.get(f"authorities/{OFFICE}").text
    assert seen.data == whole.data
    assert CLOSED not in whole.text
    assert HELD not in whole.text


def change(model: type, key: str, **values: object) -> None:
    with committing():
        for name, value in values.items():
            setattr(db.session.get_one(model, key), name, value)


def verify() -> None:
    factories.add(
        Provenance(kind="contact_detail", key=f"{OFFICE}:closed-at-example.org", detail="value", sources=("a",))
    )


HIDDEN: dict[str, Callable[[], None]] = {
    "note for coordinators": lambda: change(Authority, OFFICE, coordinator_note=factories.english("Kept back")),
    "note for members": lambda: change(FocalPoint, DESK, members_note=factories.english("Kept back")),
    "holder of a public line": lambda: change(ContactDetail, f"{OFFICE}:open-at-example.org", held_by="Another"),
    "restricted line": lambda: change(ContactDetail, f"{OFFICE}:closed-at-example.org", value="other@example.org"),
    "new restricted line": lambda: factories.add(factories.contact("new@example.org", audience=Audience.NETWORK)),
    "restricted line verified": verify,
}


@pytest.mark.parametrize("what", HIDDEN)
def test_a_hidden_change_changes_no_validator_no_order_and_no_time(site: Flask, what: str) -> None:
    client = site.test_client()
    before = {address: client.get(f"/api/v1/{address}") for address in LISTS}

    HIDDEN[what]()

    for address, old in before.items():
        new = client.get(f"/api/v1/{address}")
        assert (new.headers["ETag"], new.data) == (old.headers["ETag"], old.data)


@pytest.mark.usefixtures("narrowed")
def test_a_list_is_neither_sorted_nor_narrowed_by_what_is_restricted(site: Flask) -> None:
    client = site.test_client()

    document = read_with(client, "openapi.json")["paths"]["/authorities"]["get"]["parameters"]
    [sort] = [one for one in document if one["name"] == "sort"]

    assert client.get("/api/v1/authorities?sort=authority_kind").status_code == 400
    assert client.get("/api/v1/authorities?authority_kind=police").status_code == 400
    assert not {"authority_kind", "-authority_kind"} & set(sort["schema"]["items"]["enum"])
    told = read_with(client, "changes?jurisdiction=KG")["items"]
    assert not {"authority", "focal_point"} & {one["kind"] for one in told}
    assert {"jurisdiction", "requirement"} & {one["kind"] for one in told}


@contextmanager
def narrowing(column: Column[Any]) -> Iterator[None]:
    """Narrow a detail to practitioners, as a word in its declaration would."""
    known = column.info["detail"]
    column.info["detail"] = dataclasses.replace(known, audience=Audience.PRACTITIONERS)
    details_of.cache_clear()
    yield
    column.info["detail"] = known
    details_of.cache_clear()


def details_in_filter(app: Flask, one: Filter) -> set[Column[Any]]:
    with app.test_request_context():
        parts = list(visitors.iterate(one.meets(("",))))
    return {part for part in parts if isinstance(part, Column) and isinstance(part.info.get("detail"), Detail)}


ADDRESSES = {
    "jurisdiction": "jurisdictions",
    "authority": "authorities",
    "focal_point": "focal-points",
    "network": "networks",
    "treaty": "treaties",
    "requirement": "jurisdictions/KG/requirements",
    "legislation": "legislation",
}


@pytest.mark.parametrize("kind", ADDRESSES)
def test_no_list_is_sorted_by_a_restricted_detail_not_even_for_who_reads_it(site: Flask, kind: str) -> None:
    reader = Program(site, factories.account(Role.ADMINISTRATOR), "read")
    anyone, model, address = site.test_client(), SHAPES[kind].model, ADDRESSES[kind]
    total = read_with(anyone, address)["total"]
    sorting = orders(kind).keys() - {"id", "updated_at"}

    for name in sorting:
        with narrowing(model.__table__.columns[name]):
            for sign in ("", "-"):
                for answer in (
                    anyone.get(f"/api/v1/{address}?sort={sign}{name}"),
                    reader.get(f"{address}?sort={sign}{name}"),
                ):
                    assert (answer.status_code, answer.get_json()["detail"][:4]) == (400, "sort"), name
            body = read_with(anyone, f"{address}?sort=updated_at")
            assert body["total"] == total
            assert not [item for item in body["items"] if name in item]
    assert sorting or kind in ("requirement", "network")


@pytest.mark.parametrize("kind", ADDRESSES)
def test_no_list_is_narrowed_by_a_restricted_detail_not_even_for_who_reads_it(site: Flask, kind: str) -> None:
    reader = Program(site, factories.account(Role.ADMINISTRATOR), "read")
    anyone, address = site.test_client(), ADDRESSES[kind]

    for one in FILTERS[kind]:
        # The confidences of the details that are left may still be asked for.
        columns = details_in_filter(site, one) if one.name != "verified" else set()
        for column in columns:
            with narrowing(column):
                asked = f"{address}?{one.name}={next(iter(one.codes or ('KG',)))}"
                for answer in (anyone.get(f"/api/v1/{asked}"), reader.get(asked)):
                    assert answer.status_code == 400, (one.name, column.name)
                    assert answer.get_json()["detail"].startswith(f"{one.name} ")


def test_the_confidence_of_a_restricted_detail_finds_nothing(site: Flask) -> None:
    factories.add(
        Provenance(kind="authority", key=OFFICE, detail="notice", sources=("a",), confidence="general_knowledge")
    )
    change(Authority, OFFICE, notice=factories.english("Moved"))
    asked = "authorities?verified=general_knowledge&jurisdiction=KG&per_page=100"
    client = site.test_client()
    before = read_with(client, asked)

    with narrowing(Authority.__table__.columns["notice"]):
        after = read_with(client, asked)

    assert OFFICE in {item["id"] for item in before["items"]}
    assert (OFFICE in {item["id"] for item in after["items"]}, after["total"]) == (False, before["total"] - 1)


@pytest.mark.parametrize("fields", ["coordinator_note", "members_note", "held_by", "contacts", "details", "audience"])
def test_a_member_that_lists_do_not_have_cannot_be_chosen(site: Flask, fields: str) -> None:
    reader = Program(site, factories.account(Role.ADMINISTRATOR), "read")

    for address in ("authorities", "focal-points"):
        for option in ("fields", "sort", "include"):
            if (option, fields) != ("include", "contacts"):
                assert reader.get(f"{address}?{option}={fields}").status_code == 400


@pytest.mark.parametrize("address", LISTS)
def test_an_answer_to_a_token_is_kept_by_nobody_and_the_validator_of_one_is_no_key_for_another(
    site: Flask, address: str
) -> None:
    reader = Program(site, factories.account(Role.ADMINISTRATOR), "read")
    seen, whole = reader.get(address), site.test_client().get(f"/api/v1/{address}")

    assert seen.headers["Cache-Control"] == "private, no-store"
    assert whole.headers["Cache-Control"] == "no-cache"
    assert {"Authorization", "Cookie", "Accept-Language"} <= set(whole.vary)
    assert set(seen.vary) == set(whole.vary)
    # Whoever shows the validator of another learns whether both have the same before them, and this only of the public.
    other = site.test_client().get(f"/api/v1/{address}", headers={"If-None-Match": seen.headers["ETag"]})
    assert other.status_code == (304 if seen.data == whole.data else 200)
    assert CLOSED not in other.text


def test_a_hidden_change_has_neither_number_nor_state(site: Flask) -> None:
    HIDDEN["note for coordinators"]()

    newest = db.session.scalars(select(Change).where(Change.key == OFFICE).order_by(Change.id.desc())).first()
    assert newest is not None
    assert (newest.public_id, newest.jurisdiction_key, newest.action) == (None, None, "changed")
    assert site is not None
