"""The document tried against the site: requests made of it and against it, by a person, with every answer checked."""

from collections.abc import Mapping
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import one_of
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import DESK
from tests.api.programs import Program
from tests.api.test_consultations import question
from tests.api.test_proposals import proposed

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
# What is there to be written to, by the beginning of its address.
Things = Mapping[str, dict[str, str]]


def faults(app: Flask, program: Program | None, things: Things, examples: int) -> dict[str, str]:
    """Return what is wrong by operation, after so many requests to each by a program, or by a visitor."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    found: dict[str, str] = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        try:
            _try(operation, program, things, examples)
        except FailureGroup as fault:
            found[operation.label] = str(fault)
    return found


def make_things(app: Flask) -> Things:
    """Return a proposal and a consultation that are there, and the desk with its rota."""
    author = Program(app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))
    asker = Program(app, factories.account(networks=["casc"], jurisdiction_key="KZ"))
    body = {"kind": "authority", "values": proposed()["values"], "sources": ["https://office.example/"]}
    named = body | {"values": {"jurisdiction_key": "KG", "name": {"en": "New"}, "authority_kind": "judicial_body"}}
    made = author.ask("POST", "proposals", named | {"submit": True}).get_json()
    asked = asker.ask("POST", "consultations", question()).get_json()
    return {
        "/proposals/": {"proposal_id": made["id"], "address": f"proposals/{made['id']}"},
        "/consultations/": {"public_id": asked["id"], "address": f"consultations/{asked['id']}"},
        "/focal-points/{key}/rota": {"key": DESK, "address": f"focal-points/{DESK}/rota"},
    }


def _try(operation: Any, program: Program | None, things: Things, examples: int) -> None:
    thing = next((one for start, one in things.items() if operation.path.startswith(start)), {})
    known = {name: value for name, value in thing.items() if name != "address"}
    # Lists pass over parameters that nobody knows and empty filters, which forms send; no body is read so. Where a
    # thing that is there is put into a request, what was wrong with the request may be gone.
    checks = [*CHECKS, *([negative_data_rejection] if operation.body and not known else [])]
    strategies = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=one_of(*strategies))
    def run(case: Case) -> None:
        # In one process nothing would unpack an answer.
        sent = {"Accept-Encoding": "identity"} | (program.headers if program else {})
        if known and program:
            case.path_parameters = {**(case.path_parameters or {}), **known}
            sent["If-Match"] = program.get(thing["address"]).headers.get("ETag", '"none"')
        case.call_and_validate(headers=sent, checks=checks)

    run()
