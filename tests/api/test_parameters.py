"""A parameter that an address does not have is refused by its name; methods likewise."""

import pytest
from flask.testing import FlaskClient

from tests.api.conftest import Read

UNKNOWN = (
    ("authorities?juri=KG", "juri"),
    ("authorities?jurisdiction=KG&Page=2", "Page"),
    ("authorities/kg-prosecutor-general?include=contacts", "include"),
    ("search?q=kyrgyzstan&region=143", "region"),
    ("phrases?page=1", "page"),
    ("openapi.json?format=yaml", "format"),
    ("?q=1", "q"),
    ("alarms?page=1", "page"),
    ("authorities?=1", " is not"),
)


@pytest.mark.parametrize(("address", "name"), UNKNOWN)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_unknown_parameter_is_refused_by_its_name(client: FlaskClient, address: str, name: str, method: str) -> None:
    answer = client.open(f"/api/v1/{address}", method=method)

    assert answer.status_code == 400
    if method == "GET":
        assert answer.get_json()["detail"].startswith(name)
        assert "lang" in answer.get_json()["detail"]


def test_an_unknown_parameter_of_a_write_is_refused(client: FlaskClient) -> None:
    answer = client.post("/api/v1/proposals?dry_run=1", json={})

    assert answer.status_code == 400
    assert answer.get_json()["detail"].startswith("dry_run")


def test_a_parameter_is_refused_in_the_readers_language_and_without_odd_characters(client: FlaskClient) -> None:
    answer = client.get("/api/v1/authorities?%E2%80%AEabc=1&lang=ru").get_json()["detail"]

    assert "параметра \N{REPLACEMENT CHARACTER}abc." in answer


def test_a_part_of_the_address_is_no_parameter(client: FlaskClient) -> None:
    assert client.get("/api/v1/authorities/kg-prosecutor-general?key=other").status_code == 400


def test_the_language_is_a_parameter_everywhere(read: Read) -> None:
    assert read("phrases?lang=ru")["items"]
    assert read("?lang=ru")["items"]


@pytest.mark.parametrize(("address", "methods"), [("authorities", "GET, HEAD, OPTIONS"), ("endings", "OPTIONS, POST")])
def test_a_method_that_is_not_there_is_answered_for_programs(client: FlaskClient, address: str, methods: str) -> None:
    answer = client.delete(f"/api/v1/{address}")

    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["detail"] == f"The methods of this address are: {methods}."
    assert answer.headers["Allow"] == methods


def test_the_methods_are_told_in_the_readers_language(client: FlaskClient) -> None:
    answer = client.delete("/api/v1/authorities?lang=ru")

    assert answer.get_json()["detail"] == "Методы этого адреса: GET, HEAD, OPTIONS."


def test_a_page_is_answered_for_people(client: FlaskClient) -> None:
    assert "Open the page and use its form." in client.put("/en/authorities").text


def test_the_index_names_what_can_be_read(client: FlaskClient, read: Read) -> None:
    body = read("")

    assert client.get("/api/v1").get_json() == body
    for item in body["items"]:
        answer = client.get(item["url"])
        assert answer.status_code in ({401} if item["needs_token"] else {200, 400})
    assert client.get(body["guide"]).status_code == 200
