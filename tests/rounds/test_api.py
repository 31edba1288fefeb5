"""Rounds over the API."""

from typing import Any

from flask import Flask
from sqlalchemy import func, select

from directory.extensions import db
from directory.models import Consultation
from tests.api.programs import Program
from tests.rounds.conftest import LINE, QUESTION, SUBJECT, RoundScene


def body(scene: RoundScene, *states: str, **values: Any) -> dict[str, Any]:
    named = [{"desk": scene.desks[code]} for code in states]
    asked = {"measure": "hearing_witness", "offence": "tip", "urgency": "normal", "subject": SUBJECT, "text": QUESTION}
    return {"states": named, "outline": ["legal_basis"], **asked, **values}


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Consultation.id))) or 0


def test_a_round_is_opened_read_added_to_and_reduced(site: Flask, scene: RoundScene) -> None:
    program = Program(site, scene.people["asker"])
    made = program.ask("POST", "rounds", body(scene, "AM", "AZ"))
    assert made.status_code == 201
    address = f"rounds/{made.json['id']}"

    added = program.ask(
        "POST", f"{address}/states", {"desk": scene.desks["GE"], "line": LINE}, version=made.headers["ETag"]
    )
    late = program.ask("DELETE", f"{address}/states/AM", version=made.headers["ETag"])
    gone = program.ask("DELETE", f"{address}/states/AM", version=added.headers["ETag"])
    now = program.ask("GET", address).json["states"]

    assert (added.status_code, late.status_code, gone.status_code) == (200, 412, 204)
    assert [(one["state"], one["let_go_at"] is None) for one in now] == [("AZ", True), ("GE", True), ("AM", False)]
    assert [one["id"] for one in program.ask("GET", "rounds").json["items"]] == [made.json["id"]]


def test_a_repeated_request_asks_once(site: Flask, scene: RoundScene) -> None:
    program, before = Program(site, scene.people["asker"]), count()

    made = [
        program.ask("POST", "rounds", body(scene, "AM", "AZ"), Idempotency_Key="the same").json["id"] for _ in range(2)
    ]

    assert made[0] == made[1]
    assert count() == before + 2


def test_two_desks_of_a_state_or_the_own_state_are_refused(site: Flask, scene: RoundScene) -> None:
    program, before = Program(site, scene.people["asker"]), count()

    answer = program.ask("POST", "rounds", body(scene, "AM", "AM"))

    assert (answer.status_code, count()) == (422, before)


def test_who_is_signed_out_gets_no_rounds(site: Flask, scene: RoundScene) -> None:
    assert site.test_client().get("/api/v1/rounds").status_code == 401


def test_the_asker_reads_what_was_asked_and_a_list_has_no_texts(site: Flask, scene: RoundScene) -> None:
    program = Program(site, scene.people["asker"])
    made = program.ask("POST", "rounds", body(scene, "AM", "AZ"))
    added = program.ask(
        "POST",
        f"rounds/{made.json['id']}/states",
        {"desk": scene.desks["GE"], "line": LINE},
        version=made.headers["ETag"],
    ).json

    assert (added["subject"], added["text"], added["phrases"]) == (SUBJECT, QUESTION, [])
    assert {one["state"]: one["line"] for one in added["states"]} == {"AM": "", "AZ": "", "GE": LINE}
    assert QUESTION not in program.ask("GET", "rounds").text
    assert SUBJECT not in program.ask("GET", "rounds").text


def test_a_line_that_names_another_state_is_refused(site: Flask, scene: RoundScene) -> None:
    program = Program(site, scene.people["asker"])
    made = program.ask("POST", "rounds", body(scene, "AM", "AZ"))
    named = {"desk": scene.desks["GE"], "line": "As we asked Armenia"}

    refused = program.ask("POST", f"rounds/{made.json['id']}/states", named, version=made.headers["ETag"])

    assert (refused.status_code, list(refused.json["errors"])) == (422, ["line"])
