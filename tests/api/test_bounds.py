"""What a body may hold has an end, whoever sends it is judged before it is, and what costs little before what does."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from flask import Flask

from directory.api.bodies import read_body, require_fit
from directory.errors import BodyRefused
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import DESK
from tests.api.fuzz import make_things
from tests.api.programs import Program
from tests.budget.meter import processor

Schema = Mapping[str, Any]


def written(document: Schema) -> Iterator[tuple[str, str, Schema]]:
    """Yield the path, the method and the schema of each body of the document."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if isinstance(operation, dict) and "requestBody" in operation:
                yield path, method, operation["requestBody"]["content"]["application/json"]["schema"]


def schemas_in(document: Schema, schema: Any, place: str, known: set[str]) -> Iterator[tuple[str, Schema]]:
    """Yield a schema and all inside it, each that is named once."""
    if isinstance(schema, list):
        for number, one in enumerate(schema):
            yield from schemas_in(document, one, f"{place}/{number}", known)
    elif isinstance(schema, dict):
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name not in known:
                known.add(name)
                yield from schemas_in(document, document["components"]["schemas"][name], name, known)
            return
        yield place, schema
        for key, value in schema.items():
            if key in {"properties", "$defs"}:
                for name, one in value.items():
                    yield from schemas_in(document, one, f"{place}/{name}", known)
            elif key in {"items", "additionalProperties", "propertyNames", "oneOf", "anyOf", "allOf"}:
                yield from schemas_in(document, value, f"{place}/{key}", known)


def is_unbounded(schema: Schema) -> bool:
    kinds = schema.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    is_named = "enum" in schema or "const" in schema
    return (
        ("array" in kinds and "maxItems" not in schema)
        or ("string" in kinds and "maxLength" not in schema and not is_named)
        or ("integer" in kinds and "maximum" not in schema)
        or (isinstance(schema.get("additionalProperties"), dict) and "maxProperties" not in schema)
        or ("object" in kinds and "additionalProperties" not in schema)
    )


def test_all_that_a_body_may_hold_has_an_end(site: Flask) -> None:
    document = site.test_client().get("/api/v1/openapi.json").get_json()
    known: set[str] = set()

    found = [
        pair for path, method, one in written(document) for pair in schemas_in(document, one, f"{method} {path}", known)
    ]

    assert len(found) > 100
    assert [place for place, schema in found if is_unbounded(schema)] == []


LIST: Schema = {"type": "array", "items": {"type": "integer"}, "maxItems": 7, "uniqueItems": True}
NAMES: Schema = {"type": "object", "additionalProperties": {"type": "integer"}, "maxProperties": 7}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (LIST, [{"a": number} for number in range(50_000)]),
        (LIST, [[number, "a"] for number in range(50_000)]),
        (NAMES, {f"name-{number}": "a" for number in range(50_000)}),
    ],
    ids=["a list of objects", "a list of lists", "names"],
)
def test_what_holds_too_much_is_refused_for_that_alone(context: None, schema: Schema, value: Any) -> None:
    begun = processor()

    with pytest.raises(BodyRefused) as refused:
        require_fit(dict(schema), value)

    assert list(refused.value.errors) == [""]
    assert processor() - begun < 0.2


def test_a_few_of_very_many_faults_are_told(context: None) -> None:
    schema = {"type": "object", "properties": {}, "additionalProperties": False}

    with pytest.raises(BodyRefused) as refused:
        require_fit(schema, {f"name-{number}" + "x" * 1_000: 1 for number in range(5_000)})

    assert len(refused.value.errors) == 100
    assert max(map(len, refused.value.errors)) == 200


# In an object that is the body.
DEEP = b"[" * 18 + b'""' + b"]" * 18


@pytest.mark.parametrize(
    ("body", "is_read"),
    [
        (DEEP, True),
        (b"[" + DEEP + b"]", False),
        (b"[" * 800 + b'"",' * 200_000 + b'""' + b"]" * 800, False),
        (b"[" + b"1," * 49_997 + b"1]", True),
        (b"[" + b"1," * 49_998 + b"1]", False),
    ],
    ids=["at the depth", "deeper", "deep and wide", "at the number", "more"],
)
def test_a_body_deeper_or_of_more_values_than_any_of_the_document_is_refused(
    site: Flask, body: bytes, is_read: bool
) -> None:
    begun = processor()

    with site.test_request_context(data=b'{"a":' + body + b"}", content_type="application/json"):
        refused: AbstractContextManager[Any] = nullcontext() if is_read else pytest.raises(BodyRefused)
        with refused:
            read_body({"type": "object", "properties": {}})

    assert processor() - begun < 0.5


def test_what_holds_no_more_than_it_may_is_judged_by_all_rules(context: None) -> None:
    with pytest.raises(BodyRefused) as refused:
        require_fit(dict(LIST), [1, 1, "a"])

    assert set(refused.value.errors) == {"", "2"}


NOT_FITTING = b'{"unknown": 1}'


def judged(program: Program | None, site: Flask, method: str, address: str) -> int:
    client, headers = (program.client, program.headers) if program else (site.test_client(), {})
    sent = {"Content-Type": "application/json", "If-Match": '"1"', **headers}
    return client.open(f"/api/v1/{address}", method=method, data=NOT_FITTING, headers=sent).status_code


def addresses(site: Flask, named: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the method and the address of each operation with a body that names something in its address."""
    document = site.test_client().get("/api/v1/openapi.json").get_json()
    for path, method, _schema in written(document):
        if "{" in path:
            yield method.upper(), path.strip("/").format(**named)


UNKNOWN = {"key": "unknown", "proposal_id": "x" * 16, "public_id": "x" * 16, "number": "999", "account": "1"}


def test_who_sends_a_body_is_judged_before_it_is(site: Flask) -> None:
    things = make_things(site)
    outsider = Program(site, factories.account(Role.COORDINATOR, ["ejn"], jurisdiction_key="FR"))
    named = {**UNKNOWN, "key": DESK, "proposal_id": "", "public_id": ""}
    named |= {name: value for one in things.values() for name, value in one.items() if name in named}

    visitors = {f"{method} {path}": judged(None, site, method, path) for method, path in addresses(site, UNKNOWN)}
    nobody = {f"{method} {path}": judged(outsider, site, method, path) for method, path in addresses(site, UNKNOWN)}
    others = {f"{method} {path}": judged(outsider, site, method, path) for method, path in addresses(site, named)}

    assert len(visitors) >= 10
    assert set(visitors.values()) == {401}
    assert {place: status for place, status in nobody.items() if status not in {403, 404}} == {}
    assert {place: status for place, status in others.items() if status not in {403, 404}} == {}
