"""The document tried against the site: requests made of it and against it, by a person, with every answer checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Any

import pytest
import schemathesis
from flask import Flask, g
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import one_of
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from directory.accounts import attempt_limits
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
    ignored_auth,
]
REFUSALS = (400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429)
CONFIG = SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": [*REFUSALS]}}})
ADDRESSES = IPv4Network("10.0.0.0/8").hosts()
LONGEST_FAULT_CHARACTERS = 2_000
# What is there to be written to, by the beginning of its address.
Things = Mapping[str, dict[str, str]]


@dataclass
class Report:
    """How many requests were made to each operation, and what is wrong with it."""

    requests: dict[str, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{len(self.requests)} operations, {sum(self.requests.values())} requests, {len(self.faults)} faults"


def try_all(app: Flask, program: Program | None, things: Things, examples: int) -> Report:
    """Make so many requests to each operation by a program, or by a visitor."""

    def each_anew(environ: Any, start_response: Any) -> Any:
        # A test that holds the app's context shares it with each request: nobody may be who the one before was.
        g.__dict__.clear()
        # The checks send tokens that are worth nothing, more than one address may.
        environ["REMOTE_ADDR"] = str(next(ADDRESSES))
        return app(environ, start_response)

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", each_anew, config=CONFIG)
    report = Report()
    # What is sent is to be judged, however much of it was refused.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(attempt_limits.LIMITS, "refused_body", "1000000 per hour")
        _try_operations(schema, program, things, examples, report)
    return report


def _try_operations(schema: Any, program: Program | None, things: Things, examples: int, report: Report) -> None:
    for result in schema.get_all_operations():
        operation = result.ok()
        report.requests[operation.label] = 0
        try:
            _try(operation, program, things, examples, report)
        except FailureGroup as fault:
            report.faults[operation.label] = str(fault)[:LONGEST_FAULT_CHARACTERS]


def make_asker(app: Flask) -> Program:
    """Return the program of a person of another State than that of the desk."""
    return Program(app, factories.account(networks=["casc"], jurisdiction_key="KZ"))


def make_things(app: Flask, asker: Program | None = None) -> Things:
    """Return a proposal and a consultation that are there, asked by a program, and the desk with its rota."""
    author = Program(app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))
    asker = asker or make_asker(app)
    body = {"kind": "authority", "values": proposed()["values"], "sources": ["https://office.example/"]}
    named = body | {"values": {"jurisdiction_key": "KG", "name": {"en": "New"}, "authority_kind": "judicial_body"}}
    made = author.ask("POST", "proposals", named | {"submit": True}).get_json()
    asked = asker.ask("POST", "consultations", question()).get_json()
    rota = {"key": DESK, "address": f"focal-points/{DESK}/rota"}
    begun = author.write("PUT", f"{rota['address']}/zone", {"zone": "Asia/Bishkek"}, of=rota["address"])
    assert begun.status_code == 200, begun.text
    return {
        "/proposals/": {"proposal_id": made["id"], "address": f"proposals/{made['id']}"},
        "/consultations/": {"public_id": asked["id"], "address": f"consultations/{asked['id']}"},
        "/focal-points/{key}/rota": rota,
    }


def _try(operation: Any, program: Program | None, things: Things, examples: int, report: Report) -> None:
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
        report.requests[operation.label] += 1
        # In one process nothing would unpack an answer.
        sent = {"Accept-Encoding": "identity"} | (program.headers if program else {})
        if known and program:
            case.path_parameters = {**(case.path_parameters or {}), **known}
            if operation.method != "get":
                sent["If-Match"] = program.get(thing["address"]).headers.get("ETag", '"none"')
        case.call_and_validate(headers=sent, checks=checks)

    run()
