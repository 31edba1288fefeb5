"""Bodies that the API refuses are counted: to judge one costs, and it can be sent again without end."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from directory.accounts import attempt_limits
from directory.vocabulary import Role
from tests import factories
from tests.api.programs import Program

MOST = 3
ADDRESS = "/api/v1/proposals"
BODIES: dict[str, dict[str, Any]] = {
    "no JSON": {"data": b"{", "content_type": "application/json"},
    "another type": {"data": b"{}", "content_type": "text/plain"},
    "fields that are not there": {"json": {"unknown": 1}},
    "values that the form refuses": {
        "json": {"kind": "authority", "source": {}, "changes": [{"do": "edit", "id": "x"}]}
    },
    "too large": {"data": b" " * 2_000_000, "content_type": "application/json"},
}


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(attempt_limits.LIMITS, "refused_body", f"{MOST} per 10 minutes")


def program(site: Flask, **values: Any) -> Program:
    return Program(site, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG", **values))


def send(sender: Program, **body: Any) -> TestResponse:
    return sender.client.post(ADDRESS, headers=sender.headers, **body)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_refused_bodies_are_counted_and_too_many_wait(site: Flask, body: dict[str, Any]) -> None:
    sender = program(site)

    refused = {send(sender, **body).status_code for _ in range(MOST)}
    answers = [send(sender, **BODIES[kind]) for kind in ("no JSON", "fields that are not there")]

    assert refused <= {400, 413, 415, 422}
    assert [answer.status_code for answer in answers] == [429, 429]
    assert answers[0].mimetype == "application/problem+json"
    assert 0 < int(answers[0].headers["Retry-After"]) <= 600


def test_who_sent_too_many_still_reads(site: Flask) -> None:
    sender = program(site)
    for _ in range(MOST + 1):
        send(sender, **BODIES["no JSON"])

    assert sender.get("networks").status_code == 200


def test_the_tokens_of_one_person_are_counted_together_and_those_of_another_apart(site: Flask) -> None:
    first, other = program(site), program(site)
    second = Program(site, first.account)
    for _ in range(MOST):
        send(first, **BODIES["no JSON"])

    assert send(second, **BODIES["no JSON"]).status_code == 429
    assert send(other, **BODIES["no JSON"]).status_code == 400


def test_what_is_refused_for_another_reason_is_not_counted(site: Flask) -> None:
    sender = program(site)
    for _ in range(MOST + 1):
        answer = sender.ask("POST", "proposals/nowhere/publish", version='"1"')
        assert answer.status_code == 404, answer.text

    assert send(sender, **BODIES["no JSON"]).status_code == 400
