"""The document is valid, whole and true."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from directory.api.document.examples import BODIES
from directory.api.document.openapi import all_operations
from directory.api.entries.shapes import SHAPES
from directory.models import details_of
from directory.vocabulary import FUNCTIONS
from tests.api.conftest import Read, all_items, read_with
from tests.api.test_resources import UNKNOWN, WRONG


@pytest.fixture(scope="module")
def document(app: Flask) -> Any:
    return read_with(app.test_client(), "openapi.json")


def paths(document: Any) -> list[tuple[str, Any]]:
    """Return the addresses that everyone may read, with what the document says of them."""
    reads = [(path, methods["get"]) for path, methods in document["paths"].items() if "get" in methods]
    return [(path, read) for path, read in reads if "security" not in read]


def check(document: Any, schema: Any, body: Any) -> None:
    Draft202012Validator({**schema, "components": document["components"]}).validate(body)


def test_the_document_is_valid(document: Any) -> None:
    validate(document)


def test_every_route_of_the_api_is_in_the_document(app: Flask, document: Any) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]

    routes = {
        (re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")), method.lower())
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == {(path, method) for path, methods in document["paths"].items() for method in methods}


def test_what_changes_something_is_for_people_with_an_account_and_names_its_version(document: Any) -> None:
    writes = [one for methods in document["paths"].values() for method, one in methods.items() if method != "get"]

    assert all(one["security"] == [{"token": []}] for one in writes)
    without = {one["operationId"] for one in writes if "If-Match" not in [p["name"] for p in one["parameters"]]}
    # An exercise is stopped at once, whatever else was written meanwhile; a test of a webhook changes nothing of it; an
    # invitation is an entry of another State, whose version is not shown.
    assert without == {
        "askDesk",
        "askStates",
        "acknowledgeAlarm",
        "addWebhook",
        "declineRequest",
        "enterRequest",
        "joinRequest",
        "stopExercise",
        "testWebhook",
    }


def example(operation: Any) -> str:
    """Return the address that is shown as an example of an operation."""
    [found] = [one.example_address() for one in all_operations() if one.name == operation["operationId"]]
    return found.removeprefix("/")


def test_every_address_answers_what_the_document_says(read: Read, document: Any) -> None:
    for _path, operation in paths(document):
        body = read(example(operation))

        check(document, operation["responses"]["200"]["content"]["application/json"]["schema"], body)


def test_every_body_has_an_example_that_fits_it(document: Any) -> None:
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    sent = {one["operationId"]: one["requestBody"]["content"] for one in operations if "requestBody" in one}

    for content in sent.values():
        check(document, content["application/json"]["schema"], content["application/json"]["example"])
    assert sent.keys() == BODIES.keys()


@pytest.mark.long(each=2)
@pytest.mark.parametrize("name", ["authorities", "focal-points", "networks", "treaties", "measures"])
def test_every_entry_is_as_the_document_says(read_few: Read, document: Any, name: str) -> None:
    [entry] = [one for path, one in paths(document) if path.startswith(f"/{name}/")]
    schema = entry["responses"]["200"]["content"]["application/json"]["schema"]

    for item in all_items(read_few, name):
        check(document, schema, read_few(f"{name}/{item['id']}?lang=ru"))


def test_every_list_is_as_the_document_says(read: Read, document: Any) -> None:
    for _path, operation in paths(document):
        if operation["operationId"].startswith("list"):
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
            names = {parameter["name"] for parameter in operation["parameters"]}
            whole = "per_page=100&lang=ar" if "per_page" in names else "lang=ar"
            check(document, schema, read(f"{example(operation)}?{whole}"))
            if "include" in names:
                check(document, schema, read(f"{example(operation)}?{whole}&include=contacts&fields=confidence"))


def test_what_the_document_does_not_name_would_be_noticed(read: Read, document: Any) -> None:
    body = read("authorities/kg-prosecutor-general")
    body["details"]["secret"] = body["details"]["name"]

    schema = {"$ref": "#/components/schemas/Authority", "components": document["components"]}
    assert not Draft202012Validator(schema).is_valid(body)


@pytest.mark.parametrize("address", [address for address, _ in WRONG] + [f"{address}" for address in UNKNOWN])
def test_a_problem_is_as_the_document_says(client: FlaskClient, document: Any, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")

    check(document, {"$ref": "#/components/schemas/Problem"}, answer.get_json())


def test_every_declared_detail_is_in_the_document(document: Any) -> None:
    schemas = document["components"]["schemas"]

    for shape in SHAPES.values():
        for model in (shape.model, *shape.part_models().values()):
            name = "".join(word.capitalize() for word in model.KIND.split("_"))
            declared = {one.name for one in details_of(model)}
            assert schemas[name]["properties"]["details"]["properties"].keys() == declared


def test_codes_are_those_of_the_vocabulary(document: Any) -> None:
    function = document["components"]["schemas"]["Competence"]["properties"]["details"]["properties"]["function"]

    assert function["properties"]["value"]["enum"] == list(FUNCTIONS)


def test_the_document_is_the_same_in_every_language(client: FlaskClient) -> None:
    english = client.get("/api/v1/openapi.json?lang=en")

    assert client.get("/api/v1/openapi.json?lang=ru").headers["ETag"] == english.headers["ETag"]
