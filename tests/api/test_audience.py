"""What a visitor may not see is nowhere."""

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask

from directory.extensions import db
from directory.models import Authority, ContactDetail, details_of
from directory.transaction import committing
from directory.vocabulary import Audience
from tests.api.conftest import read_with

NUMBER = "+996 000 000 777"
DESK, AUTHORITY = "kg-casc", "kg-prosecutor-general"


@pytest.fixture
def narrowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Narrow the kind of an authority to practitioners, as one word in its declaration would."""
    info = Authority.__table__.columns["authority_kind"].info
    monkeypatch.setitem(info, "detail", dataclasses.replace(info["detail"], audience=Audience.PRACTITIONERS))
    details_of.cache_clear()
    yield
    monkeypatch.undo()
    details_of.cache_clear()


def test_a_public_contact_is_there(small_app: Flask) -> None:
    with committing():
        db.session.add(
            ContactDetail(key=f"{AUTHORITY}:line", authority_key=AUTHORITY, position=99, means="phone", value=NUMBER)
        )

    client = small_app.test_client()
    assert NUMBER in client.get(f"/api/v1/authorities/{AUTHORITY}").text
    assert NUMBER in client.get(f"/api/v1/focal-points/{DESK}").text


def test_a_contact_stands_in_no_list(small_app: Flask) -> None:
    client = small_app.test_client()
    values = {row.value for row in db.session.query(ContactDetail)}

    for address in ("authorities?per_page=100", "focal-points?per_page=100", "search?q=georgia&per_page=100"):
        text = client.get(f"/api/v1/{address}").text
        assert not [value for value in values if f'"{value}"' in text]


@pytest.mark.usefixtures("narrowed")
def test_a_narrowed_detail_is_gone_from_entry_and_list(small_app: Flask) -> None:
    client = small_app.test_client()

    assert "authority_kind" not in client.get(f"/api/v1/authorities/{AUTHORITY}").text
    assert "authority_kind" not in client.get("/api/v1/authorities").text


@pytest.mark.usefixtures("narrowed")
def test_a_narrowed_detail_cannot_be_guessed_by_its_filter(small_app: Flask) -> None:
    client = small_app.test_client()

    narrowed = client.get("/api/v1/authorities?authority_kind=police")
    document = read_with(client, "openapi.json")

    assert narrowed.status_code == client.get("/api/v1/authorities?no_such=police").status_code == 400
    names = {one["name"] for one in document["paths"]["/authorities"]["get"]["parameters"]}
    assert "authority_kind" not in names
    assert "function" in names
