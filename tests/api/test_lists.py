"""Lists: their pages, order, members and contacts, and the time at which an entry last changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import Authority
from directory.transaction import committing
from tests import factories
from tests.api.conftest import Read, all_items, read_with
from tests.api.test_answers import without_time
from tests.api.test_resources import LISTS

HEAD = {"kind", "id", "name", "jurisdiction", "url"}
WRONG = (
    ("authorities?sort=name", "sort"),
    ("authorities?sort=languages_accepted", "sort"),
    ("authorities?fields=secret", "fields"),
    ("authorities?fields=details", "fields"),
    ("authorities?include=people", "include"),
    ("changes?kind=person", "kind"),
    ("changes?action=read", "action"),
    ("treaties?include=contacts", "include"),
    ("legislation?fields=confidence", "fields"),
    ("jurisdictions/KG/requirements?on=2026-11-25&sort=id", "sort"),
)


def links(answer: Any) -> dict[str, str]:
    """Return the addresses of the header Link by their relation."""
    parts = (part.split("; rel=") for part in answer.headers["Link"].split(", "))
    return {relation.strip('"'): address.strip("<>") for address, relation in parts}


def test_following_next_gives_every_entry_once(client: FlaskClient, read: Read) -> None:
    found, address = [], "/api/v1/authorities?per_page=60&jurisdiction=KG&jurisdiction=FR&jurisdiction=GE&sort=-id"

    while address:
        answer = client.get(address)
        found += [one["id"] for one in answer.get_json()["items"]]
        address = links(answer).get("next", "")

    wanted = [one["id"] for one in all_items(read, "authorities") if one["jurisdiction"] in ("KG", "FR", "GE")]
    assert found == wanted[::-1]


def test_a_page_names_the_pages_around_it(client: FlaskClient) -> None:
    named = links(client.get("/api/v1/measures?page=2&per_page=5&lang=ru"))

    assert list(named) == ["first", "prev", "next", "last"]
    assert named["prev"] == "/api/v1/measures?per_page=5&lang=ru&page=1"
    assert "next" not in links(client.get(named["last"]))


def test_a_page_after_the_last_leads_back(client: FlaskClient) -> None:
    named = links(client.get("/api/v1/measures?page=500"))

    assert named["prev"] == named["last"]


def test_a_text_of_the_address_adds_no_link(client: FlaskClient) -> None:
    header = client.get('/api/v1/authorities?jurisdiction=%3E;%20rel="next"').headers["Link"]

    assert header.count(">") == 2
    assert "\n" not in header


@pytest.mark.parametrize("address", [*LISTS, "changes", "phrases", "suggest?q=kyr", ""])
def test_a_list_that_the_caller_has_is_not_sent_again(client: FlaskClient, address: str) -> None:
    first = client.get(f"/api/v1/{address}")

    second = client.get(f"/api/v1/{address}", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.data) == (304, b"")
    assert second.headers.get("Link") == first.headers.get("Link")


@pytest.mark.parametrize("member", ["signed_on", "level", "subject", "id"])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_list_is_sorted_by_a_member_of_its_entries(read: Read, member: str, backwards: bool) -> None:
    found = [one.get(member) for one in all_items(read, f"treaties?sort={'-' * backwards}{member}")]

    values = [value for value in found if value is not None]
    assert values == sorted(values, reverse=backwards)
    assert found == values + [None] * (len(found) - len(values))
    assert len(set(values)) > 1


def test_a_list_is_sorted_by_several_members(read: Read) -> None:
    found = [(one["level"], one["id"]) for one in all_items(read, "treaties?sort=level,-id")]

    assert found == sorted(sorted(found, key=lambda one: one[1], reverse=True), key=lambda one: one[0])


def test_what_changed_last_comes_first(small_app: Flask) -> None:
    client, later = small_app.test_client(), datetime.now(UTC) + timedelta(hours=1)
    with time_machine.travel(later, tick=False), committing():
        db.session.get_one(Authority, "kg-prosecutor-general").notice = factories.english("Moved")

    [first, *_] = read_with(client, "authorities?sort=-updated_at")["items"]

    assert first["id"] == "kg-prosecutor-general"
    assert datetime.fromisoformat(first["updated_at"]) == later
    assert read_with(client, "authorities/kg-prosecutor-general")["updated_at"] == first["updated_at"]


@pytest.mark.parametrize(
    "name", ["jurisdictions", "authorities", "focal-points", "networks", "treaties", "legislation"]
)
def test_every_entry_says_when_it_last_changed(read: Read, name: str) -> None:
    for item in read(f"{name}?per_page=3")["items"]:
        assert datetime.fromisoformat(item["updated_at"]).tzinfo is not None
        assert read(f"{name}/{item['id']}")["updated_at"] == item["updated_at"]


def test_only_the_asked_members_stand_beside_the_head(read: Read) -> None:
    [item] = read("authorities?per_page=1&jurisdiction=KG&fields=status,functions")["items"]

    # What is empty is left out.
    assert item.keys() - {"status"} == HEAD | {"functions"}
    assert read("authorities?per_page=1&jurisdiction=KG&fields=status&fields=functions")["items"] == [item]


@pytest.mark.parametrize(("name", "key"), [("authorities", "kg-prosecutor-general"), ("focal-points", "kg-casc")])
def test_contacts_come_with_a_list_as_they_stand_at_each_entry(read: Read, name: str, key: str) -> None:
    found = all_items(read, f"{name}?include=contacts&fields=confidence")

    assert any(one["contacts"] for one in found)
    for item in found[:: max(1, len(found) // 10)]:
        entry = read(f"{name}/{item['id']}")
        for contact in entry["contacts"]:
            contact.pop("last_test", None)
        assert item["contacts"] == entry["contacts"]
    assert key in {one["id"] for one in found} or name == "focal-points"


def test_contacts_stand_in_a_list_only_if_asked_for(read: Read) -> None:
    assert "contacts" not in read("authorities?per_page=1")["items"][0]


@pytest.mark.parametrize(("address", "field"), WRONG)
def test_a_choice_that_is_not_there_is_refused_by_its_name(client: FlaskClient, address: str, field: str) -> None:
    answer = client.get(f"/api/v1/{address}")

    assert answer.status_code == 400
    assert answer.get_json()["detail"].startswith(field)


def test_entries_inside_others_say_no_time(read: Read) -> None:
    state = read("jurisdictions/KG")

    assert state["updated_at"]
    assert without_time(state["authorities"]) == state["authorities"]
