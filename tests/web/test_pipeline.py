"""Each step of the pipeline runs for the requests that it is for; what protects everybody runs for every request."""

from collections.abc import Iterable

import pytest
from flask import Flask

from directory.accounts import sessions
from directory.web.pipeline import AFTER, BEFORE
from directory.web.request_rate_limit import count_request

SEARCH, UNKNOWN = "/en/search?q=police", "/en/nowhere"
ALWAYS = [
    "begin_request",
    "refuse_unread",
    "refuse_other_hosts",
    "refuse_invalid",
    "begin",
    "log_disclosures",
    "set_headers",
    "remember_language",
    "log_request",
]
COUNTED = ["count_request"]
READING = ["answer_not_modified", "compress"]
FOLLOWING = ["follow_wordings"]
PROGRAM = ["authenticate_token", "refuse_unknown_parameters", "tell_requests_left", "open_to_other_sites"]
PROGRAM_WRITES = [*PROGRAM, "require_few_refused", "count_refused"]


def steps_for(app: Flask, method: str, address: str) -> list[str]:
    with app.test_request_context(address, method=method):
        return [step.__name__ for applies, step in (*BEFORE, *AFTER) if applies()]


def but(always: Iterable[str], steps: Iterable[str]) -> list[str]:
    return sorted(set(steps) - set(always))


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize("address", [SEARCH, UNKNOWN, "/api/v1/search", "/api/nowhere", "/healthz", "/static/x/y"])
def test_what_protects_everybody_runs_whatever_is_asked(app: Flask, method: str, address: str) -> None:
    assert set(ALWAYS) <= set(steps_for(app, method, address))


@pytest.mark.parametrize(
    ("method", "address", "further"),
    [
        ("GET", SEARCH, [*COUNTED, *READING, *FOLLOWING]),
        ("HEAD", UNKNOWN, [*COUNTED, *READING, *FOLLOWING]),
        ("OPTIONS", SEARCH, COUNTED),
        ("GET", "/healthz", READING),
        ("GET", "/static/x/y", READING),
        ("GET", "/en/account/second-factor", [*COUNTED, *READING, *FOLLOWING, "require_recent_factor"]),
        ("POST", "/en/account/second-factor", [*COUNTED, "refuse_foreign_forms", "require_recent_factor"]),
        ("POST", SEARCH, [*COUNTED, "refuse_foreign_forms"]),
        ("BREW", UNKNOWN, [*COUNTED, "refuse_foreign_forms"]),
        ("POST", "/en/imports", [*COUNTED, "refuse_foreign_forms", "allow_file"]),
        ("GET", "/api/v1/search", [*COUNTED, *READING, *FOLLOWING, *PROGRAM]),
        ("GET", "/api/nowhere", [*COUNTED, *READING, *FOLLOWING, *PROGRAM]),
        ("PUT", "/api/v1/search", [*COUNTED, *PROGRAM_WRITES]),
        ("BREW", "/api/nowhere", [*COUNTED, *PROGRAM_WRITES]),
    ],
)
def test_other_steps_run_for_the_requests_that_they_are_for(
    app: Flask, method: str, address: str, further: list[str]
) -> None:
    assert but(ALWAYS, steps_for(app, method, address)) == sorted(further)


@pytest.mark.parametrize(
    ("method", "address", "counted"),
    [("GET", SEARCH, COUNTED), ("POST", SEARCH, []), ("BREW", UNKNOWN, []), ("POST", "/api/nowhere", COUNTED)],
)
def test_forms_of_a_session_are_not_counted_by_the_minute(
    app: Flask, method: str, address: str, counted: list[str]
) -> None:
    with app.test_request_context(address, method=method):
        sessions.current().row_id = 1
        assert [step.__name__ for applies, step in BEFORE if step is count_request and applies()] == counted
