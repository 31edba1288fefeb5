"""A write names the version it changes, so that nobody's change is lost under another's, and may be sent twice."""

import pytest
from flask import Flask
from sqlalchemy import update

from directory import clock
from directory.extensions import db
from directory.models import Proposal, RepeatedRequest
from directory.transaction import committing
from tests.api.conftest import OFFICE
from tests.api.programs import Program
from tests.api.together import note_of, publish_together, require_none_lost

ENTRY = f"authorities/{OFFICE}"


def begin(program: Program) -> str:
    made = program.write("POST", "proposals", note_of(OFFICE, f"Note of {program.account.id}"), of=ENTRY).get_json()
    return f"proposals/{made['id']}"


@pytest.mark.parametrize(
    ("version", "status"), [("", 428), ("*", 428), ('"another"', 412), ('W/"another"', 412), ("no tag", 428)]
)
def test_a_write_names_the_version_that_it_changes(coordinator: Program, version: str, status: int) -> None:
    address = begin(coordinator)

    for method, target, body in [
        ("POST", "proposals", note_of(OFFICE, "Another note.")),
        ("POST", "verifications", {"kind": "authority", "id": OFFICE, "answer": "right"}),
        ("PATCH", address, {"note": "x"}),
        ("POST", f"{address}/submit", None),
    ]:
        answer = coordinator.ask(method, target, body, version)
        assert (target, answer.status_code, answer.mimetype) == (target, status, "application/problem+json")


def test_a_tag_that_a_proxy_made_weak_is_as_good(coordinator: Program) -> None:
    version = coordinator.version(ENTRY)

    assert coordinator.ask("POST", "proposals", note_of(OFFICE, "Weakly."), f"W/{version}").status_code == 201


def test_what_changed_since_it_was_read_is_not_overwritten(coordinator: Program, colleague: Program) -> None:
    address = begin(coordinator)
    version = coordinator.version(address)
    coordinator.write("PATCH", address, {"note": "Changed."})

    assert coordinator.ask("PATCH", address, {"note": "Overwritten."}, version).status_code == 412
    assert coordinator.get(address).get_json()["note"] == "Changed."


def test_the_same_request_sent_twice_under_a_key_is_done_once(coordinator: Program, colleague: Program) -> None:
    version, before = coordinator.version(ENTRY), db.session.query(Proposal).count()

    first, second = (
        coordinator.ask("POST", "proposals", note_of(OFFICE, "Once."), version, Idempotency_Key="a key")
        for _ in range(2)
    )
    other = coordinator.ask("POST", "proposals", note_of(OFFICE, "Twice."), version, Idempotency_Key="a key")
    of_another = colleague.ask("POST", "proposals", note_of(OFFICE, "Once."), version, Idempotency_Key="a key")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json() == second.get_json()
    assert (other.status_code, list(other.get_json()["errors"])) == (422, ["Idempotency-Key"])
    assert of_another.get_json()["id"] != first.get_json()["id"]
    db.session.rollback()
    assert db.session.query(Proposal).count() == before + 2


def test_a_key_is_free_again_when_its_time_is_over(coordinator: Program) -> None:
    once = note_of(OFFICE, "Once a day.")
    first = coordinator.ask("POST", "proposals", once, coordinator.version(ENTRY), Idempotency_Key="of a day")
    db.session.rollback()
    with committing():
        db.session.execute(update(RepeatedRequest).values(expires_at=clock.now()))

    outdated = coordinator.ask("POST", "proposals", once, '"old"', Idempotency_Key="of a day")

    assert (first.status_code, outdated.status_code) == (201, 412)


def test_a_write_that_was_refused_leaves_its_key_free(coordinator: Program) -> None:
    refused = coordinator.ask("POST", "proposals", note_of(OFFICE, "Free."), '"old"', Idempotency_Key="free")
    taken = coordinator.ask(
        "POST", "proposals", note_of(OFFICE, "Free."), coordinator.version(ENTRY), Idempotency_Key="free"
    )

    assert (refused.status_code, taken.status_code) == (412, 201)


def test_a_write_that_is_acknowledged_is_lost_by_no_one(site: Flask) -> None:
    """More persons and rounds, on both databases, are in `tests/long/faults`."""
    acknowledged = publish_together(site, OFFICE, persons=3, rounds=2)

    assert len(acknowledged) == 6
    require_none_lost(OFFICE, acknowledged)
