"""Logs say where and what kind, never what a reader typed or a contact is."""

import json

import pytest
from flask import Flask, Response

from directory.errors import PROBLEMS
from tests.conftest import SECRET, make_app


@pytest.fixture
def faulty_app(app: Flask, capfd: pytest.CaptureFixture[str]) -> Flask:
    faulty = make_app(app.config["SETTINGS"].data_dir)

    @faulty.get("/fault")
    def fault() -> str:
        raise ValueError("office@example.org +996 312 000000")

    @faulty.get("/late-fault")
    def late_fault() -> str:
        return "as it leaves"

    @faulty.after_request
    def leave(response: Response) -> Response:
        return fault() if response.data == b"as it leaves" else response  # type: ignore[return-value]

    faulty.config["PROPAGATE_EXCEPTIONS"] = False
    return faulty


@pytest.mark.parametrize("place", ["fault", "late-fault"])
def test_a_fault_is_answered_with_its_number_and_logged_without_its_words(
    faulty_app: Flask, capfd: pytest.CaptureFixture[str], place: str
) -> None:
    answer = faulty_app.test_client().get(f"/{place}?q=secret-words")

    log = capfd.readouterr().err
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    fault = next(line for line in lines if line["event"] == "fault")
    assert answer.status_code == 500
    assert str(PROBLEMS[500].title) in answer.text
    assert fault["request_id"] in answer.text
    assert fault["exception"][0]["fault"] == "ValueError"
    for kept_out in ("office@example.org", "312 000000", SECRET):
        assert kept_out not in log
        assert kept_out not in answer.text
    assert "secret-words" not in log
