"""Pages of other sites read the API as a visitor does, and never as a person."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.vocabulary import Role
from tests import factories
from tests.api.programs import Program

ORIGIN = {"Origin": "https://other.example"}
OPEN, METHODS, HEADERS = (f"Access-Control-Allow-{name}" for name in ("Origin", "Methods", "Headers"))
CREDENTIALS = "Access-Control-Allow-Credentials"


@pytest.mark.parametrize("address", ["networks", "authorities/kg-prosecutor-general", "no-such", "alarms", "?x=1", ""])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_visitor_reads_from_another_site(client: FlaskClient, address: str, method: str) -> None:
    answer = client.open(f"/api/v1/{address}", method=method, headers=ORIGIN)

    assert answer.headers[OPEN] == "*"
    assert CREDENTIALS not in answer.headers
    assert {"ETag", "Link"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))


def test_an_answer_that_has_not_changed_is_open_too(client: FlaskClient) -> None:
    first = client.get("/api/v1/networks", headers=ORIGIN)

    second = client.get("/api/v1/networks", headers=ORIGIN | {"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.headers[OPEN]) == (304, "*")


@pytest.mark.parametrize("token", ["", "Bearer wrong", "Basic eDp5"])
def test_no_answer_to_a_token_is_open_to_another_site(small_app: Flask, token: str) -> None:
    reader = Program(small_app, factories.account(Role.PRACTITIONER), "read")
    sent = ORIGIN | {"Authorization": token or reader.headers["Authorization"]}

    answer = small_app.test_client().get("/api/v1/authorities", headers=sent)

    assert OPEN not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_write_is_open_to_another_site(client: FlaskClient, method: str) -> None:
    asked = ORIGIN | {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization"}

    before, answer = client.options("/api/v1/proposals", headers=asked), client.open("/api/v1/proposals", method=method)

    assert before.headers[METHODS] == "GET, HEAD"
    assert before.headers[HEADERS] == "If-None-Match"
    assert OPEN not in answer.headers


@pytest.mark.parametrize(
    "address", ["/en/", "/en/networks", "/static/site.css", "/healthz", "/en/exchange/changes.atom"]
)
def test_nothing_but_the_api_is_open_to_another_site(client: FlaskClient, address: str) -> None:
    for answer in (client.get(address, headers=ORIGIN), client.options(address, headers=ORIGIN)):
        assert OPEN not in answer.headers
