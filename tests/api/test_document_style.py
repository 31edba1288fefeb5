"""What linters of OpenAPI documents ask for, after the rules `oas` of Spectral (its figures: docs/tests.md), and what
generators of clients need."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from directory.api.document.tags import TAGS
from tests.api.conftest import read_with


@pytest.fixture(scope="module")
def document(app: Flask) -> Any:
    return read_with(app.test_client(), "openapi.json")


def operations(document: Any) -> list[Any]:
    return [one for methods in document["paths"].values() for one in methods.values()]


def schemas_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of the document."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from schemas_in(inner)


def test_the_document_says_whom_to_ask(document: Any) -> None:
    assert document["info"]["contact"]["url"].endswith("/en/api")


def test_every_operation_has_a_name_of_its_own_a_known_group_and_a_description(document: Any) -> None:
    found = operations(document)

    assert len({one["operationId"] for one in found}) == len(found)
    assert all(one["description"].startswith(one["summary"]) for one in found)
    assert {tag for one in found for tag in one["tags"]} == set(TAGS)
    assert [tag["name"] for tag in document["tags"]] == list(TAGS)


def test_every_parameter_and_every_answer_is_described(document: Any) -> None:
    for one in operations(document):
        assert all(parameter["description"] for parameter in one["parameters"])
        assert all(answer["description"] for answer in one["responses"].values())


def test_every_schema_is_used(document: Any) -> None:
    used = set(re.findall(r"#/components/schemas/(\w+)", str(document)))

    assert used == document["components"]["schemas"].keys()


def test_no_schema_has_members_beside_a_combination(document: Any) -> None:
    """Generators of clients overlook one of the two."""
    combined = [one for one in schemas_in(document) if "properties" in one and "allOf" in one]

    assert combined == []


def test_every_list_says_of_what_it_is(document: Any) -> None:
    for one in operations(document):
        if one["operationId"].startswith("list"):
            schema = one["responses"]["200"]["content"]["application/json"]["schema"]
            name = schema.get("$ref", "").rpartition("/")[2]
            members = (document["components"]["schemas"][name] if name else schema)["properties"]
            assert "$ref" in members["items"]["items"], one["operationId"]


def test_every_list_with_pages_names_their_addresses(document: Any) -> None:
    for one in operations(document):
        has_pages = {"page", "since"} & {parameter["name"] for parameter in one["parameters"]}
        for status, answer in one["responses"].items():
            assert ("Link" in answer.get("headers", {})) == bool(has_pages and status == "200")
