"""Every address answers as the contract says, and refuses as it says."""

import pytest
from flask.testing import FlaskClient

from tests.api.conftest import Read, all_items

LISTS = (
    "search?q=kyrgyzstan",
    "jurisdictions",
    "jurisdictions/KG/requirements",
    "authorities",
    "focal-points",
    "networks",
    "treaties",
    "measures",
    "legislation",
)
ENTRIES = (
    "jurisdictions/KG",
    "authorities/kg-prosecutor-general",
    "focal-points/ge-budapest-24-7",
    "networks/casc",
    "treaties/untoc",
    "measures/extradition",
)
OTHERS = ("suggest?q=kyr", "changes", "phrases", "openapi.json")
WRONG = (
    ("authorities?page=0", "page"),
    ("authorities?page=one", "page"),
    ("authorities?page=-1", "page"),
    ("authorities?page=١", "page"),
    ("authorities?per_page=101", "per_page"),
    ("authorities?per_page=999999999999999999999", "per_page"),
    ("jurisdictions?per_page=", "per_page"),
    ("jurisdictions/KG/requirements?page=x", "page"),
    ("measures?page=x", "page"),
    ("legislation?per_page=0", "per_page"),
    ("search?q=kg&page=x", "page"),
    ("search?q=kg&kind=person", "kind"),
    ("authorities?function=no_such", "function"),
    ("atlas", "from"),
    ("atlas?from=KZ&to=QQ&measure=records", "to"),
    ("atlas?from=KZ&to=kg&measure=records", "to"),
    ("atlas?from=KZ&to=KZ&measure=records", "to"),
    ("atlas?from=KZ&to=KG", "measure"),
    ("atlas?from=KZ&to=KG&measure=hypnosis", "measure"),
    ("atlas?from=KZ&to=KG&measure=records&offence=sorcery", "offence"),
    ("atlas?from=KZ&to=KG&measure=records&stage=nowhere", "stage"),
    ("atlas?from=KZ&to=KG&measure=records&penalty=-1", "penalty"),
    ("atlas?from=KZ&to=KG&measure=records&penalty=٤", "penalty"),
    ("atlas?from=KZ&to=KG&measure=records&urgent=perhaps", "urgent"),
    ("atlas?from=KZ&to=KG&measure=records&on=2026-02-30", "on"),
    ("atlas?from=KZ&to=KG&measure=records&on=0001-01-01", "on"),
    ("treaties?level=galactic", "level"),
    ("focal-points?reachable=later", "reachable"),
    ("changes?since=yesterday", "since"),
)
UNKNOWN = (
    "jurisdictions/QQ",
    "jurisdictions/kg",
    "jurisdictions/QQ/requirements",
    "authorities/no-such",
    "focal-points/no-such",
    "networks/no-such",
    "treaties/no-such",
    "measures/no-such",
    "no-such",
    "authorities/",
)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_has_the_envelope_of_the_contract(read: Read, address: str) -> None:
    body = read(address)

    assert {"items", "total", "page", "per_page"} <= body.keys()
    assert (body["page"], body["per_page"]) == (1, 20)
    assert 0 < len(body["items"]) == min(20, body["total"])


@pytest.mark.parametrize("address", LISTS)
def test_every_item_of_a_list_says_what_it_is_and_where_its_page_stands(read: Read, address: str) -> None:
    for item in read(address)["items"]:
        assert {"kind", "id", "name", "jurisdiction", "url"} <= item.keys()
        assert item["name"]
        assert item["url"].startswith("/en/")


@pytest.mark.parametrize("address", ENTRIES)
def test_an_entry_says_what_it_is(read: Read, address: str) -> None:
    body = read(address)

    assert body["id"] == address.partition("/")[2]
    assert {"kind", "name", "jurisdiction", "url"} <= body.keys()


@pytest.mark.parametrize("address", OTHERS)
def test_the_other_addresses_answer(read: Read, address: str) -> None:
    assert read(address)


@pytest.mark.parametrize("address", [*LISTS, *ENTRIES, *OTHERS])
def test_head_answers_as_get_without_a_body(client: FlaskClient, address: str) -> None:
    answer = client.head(f"/api/v1/{address}")

    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert not answer.data


def test_the_page_that_an_entry_names_is_there(client: FlaskClient, read: Read) -> None:
    for address in ENTRIES:
        assert client.get(read(address)["url"]).status_code == 200


def test_pages_of_a_list_hold_every_entry_once(read: Read) -> None:
    found = [item["id"] for item in all_items(read, "authorities")]

    assert len(found) == len(set(found)) == read("authorities")["total"]
    assert read("authorities?per_page=7&page=2")["items"] == read("authorities?per_page=14")["items"][7:]


def test_a_page_after_the_last_is_empty(read: Read) -> None:
    assert read("authorities?page=9999")["items"] == []
    assert read("measures?page=9999")["items"] == []


@pytest.mark.parametrize(("address", "field"), WRONG)
def test_a_wrong_value_is_refused_naming_the_field(client: FlaskClient, address: str, field: str) -> None:
    answer = client.get(f"/api/v1/{address}")

    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["detail"].startswith(field)


@pytest.mark.parametrize("address", UNKNOWN)
def test_what_is_not_there_is_a_problem_and_never_a_page(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json().keys() == {"type", "status", "title", "detail", "instance"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["authorities", "authorities/kg-prosecutor-general", "openapi.json"])
def test_nothing_can_be_written(client: FlaskClient, method: str, address: str) -> None:
    answer = client.open(f"/api/v1/{address}", method=method)

    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
    assert "GET" in answer.headers["Allow"]
