"""The docket over the API: as on its pages, and for nobody without a token."""

import pytest
from flask import Flask

from directory.vocabulary import RequestEvent
from tests.api.programs import Program
from tests.consultations.conftest import Scene, scene, scenery, site, written
from tests.requests.conftest import FILE_NUMBER, entered, fresh, joined

__all__ = ["scene", "scenery", "site", "written"]
NEW = {
    "direction": "outgoing",
    "other_jurisdiction": "FR",
    "day": "2026-09-01",
    "measure": "hearing_witness",
    "offence": "tip",
    "file_number": FILE_NUMBER,
}


@pytest.mark.parametrize("address", ["requests", "requests/Zb1TrD2Yc0Cq9l5m"])
def test_without_a_token_nothing_is_read(site: Flask, address: str) -> None:
    assert site.test_client().get(f"/api/v1/{address}").status_code == 401


def test_a_request_is_entered_listed_and_read_without_its_file_number(site: Flask, scene: Scene) -> None:
    program = Program(site, scene.people["asker"])

    made = program.ask("POST", "requests", NEW, Idempotency_Key="one")
    again = program.ask("POST", "requests", NEW, Idempotency_Key="one")

    shown = program.get(f"requests/{made.get_json()['id']}").get_json()
    assert (made.status_code, again.get_json()["id"]) == (201, shown["id"])
    assert (shown["state"], shown["events"][0]["own_day"]) == ("sent", "2026-09-01")
    assert shown["id"] in [one["id"] for one in program.get("requests?state=pending").get_json()["items"]]
    assert FILE_NUMBER not in str(shown)


def test_a_date_is_stated_for_the_version_that_was_read(site: Flask, scene: Scene) -> None:
    program, entry = Program(site, scene.people["asker"]), entered(scene)
    address, body = f"requests/{entry.public_id}", {"event": "received", "day": "2026-09-08"}

    bare = program.ask("POST", f"{address}/dates", body)
    stated = program.ask("POST", f"{address}/dates", body, program.version(address))

    assert (bare.status_code, stated.status_code) == (428, 200)
    assert stated.get_json()["state"] == "received"


def test_both_days_are_shown_where_the_states_differ(site: Flask, scene: Scene) -> None:
    _here, there = joined(scene)
    program = Program(site, scene.people["of the central authority"])

    events = program.get(f"requests/{there.public_id}").get_json()["events"]

    assert [(one["event"], one["own_day"], one["other_day"]) for one in events] == [
        ("sent", None, "2026-09-01"),
        ("received", "2026-09-10", None),
    ]


@pytest.mark.parametrize("who", ["of the central authority", "third State", "stranger at home"])
def test_a_stranger_reads_and_writes_nothing(site: Flask, scene: Scene, who: str) -> None:
    entry, program = entered(scene), Program(site, scene.people[who])
    address = f"requests/{entry.public_id}"

    body = {"event": "withdrawn", "day": "2026-10-01"}
    answers = [program.get(address), program.ask("POST", f"{address}/dates", body, '"x"')]

    assert [one.status_code for one in answers] == [404, 404]
    assert fresh(entry).state == RequestEvent.SENT


@pytest.mark.parametrize(
    "wrong", [{"other_jurisdiction": "KG"}, {"measure": "juggling"}, {"day": "2999-01-01"}, {"person": "x"}]
)
def test_a_faulty_body_is_refused(site: Flask, scene: Scene, wrong: dict[str, str]) -> None:
    answer = Program(site, scene.people["asker"]).ask("POST", "requests", NEW | wrong)

    assert answer.status_code in (400, 422)
