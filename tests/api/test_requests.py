"""The docket over the API: as on its pages, and for nobody without a token."""

import pytest
from flask import Flask

from directory.requests.service.file_numbers import file_number_of
from directory.vocabulary import RequestEvent
from tests.api.programs import Program
from tests.consultations.conftest import Scene, scene, scenery, site, written
from tests.requests.conftest import FILE_NUMBER, central_of, entered, fresh, invited, joined, other_office

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


CORRECTED = {
    "measure": "search_and_seizure",
    "offence": "som",
    "treaty": None,
    "channel": "central",
    "language": None,
    "other_authority": None,
}


@pytest.mark.parametrize(
    ("file_number", "kept"), [({}, FILE_NUMBER), ({"file_number": ""}, ""), ({"file_number": "7"}, "7")]
)
def test_an_entry_is_corrected_for_the_version_that_was_read(
    site: Flask, scene: Scene, file_number: dict[str, str], kept: str
) -> None:
    program, entry = Program(site, scene.people["asker"]), entered(scene)
    address, body = f"requests/{entry.public_id}", CORRECTED | file_number

    bare = program.ask("PUT", address, body)
    version = program.version(address)
    corrected = program.ask("PUT", address, body, version)
    late = program.ask("PUT", address, body, version)

    assert (bare.status_code, corrected.status_code, late.status_code) == (428, 200, 412)
    assert (corrected.get_json()["measure"], corrected.get_json()["other_authority"]) == ("search_and_seizure", None)
    assert FILE_NUMBER not in corrected.text
    assert file_number_of(scene.viewer("asker"), fresh(entry)) == kept


def test_the_office_of_the_other_state_is_invited_and_the_invitation_taken_back(site: Flask, scene: Scene) -> None:
    program, entry = Program(site, scene.people["asker"]), entered(scene)
    address = f"requests/{entry.public_id}"

    invited = program.ask("POST", f"{address}/invite", None, program.version(address))
    was_invited = fresh(entry).invited_at is not None
    taken_back = program.ask("POST", f"{address}/take-back", None, program.version(address))

    assert (invited.status_code, was_invited, taken_back.status_code) == (200, True, 200)
    assert fresh(entry).invited_at is None


def test_an_entry_is_handed_over_once_and_is_then_not_there_for_the_former_office(site: Flask, scene: Scene) -> None:
    program, entry, new = Program(site, scene.people["asker"]), entered(scene), other_office(scene)
    address, body = f"requests/{entry.public_id}", {"authority": new.authority_key}
    version = program.version(address)

    bare = program.ask("POST", f"{address}/hand-over", body)
    done = [program.ask("POST", f"{address}/hand-over", body, version, Idempotency_Key="h") for _time in range(2)]

    assert (bare.status_code, [one.status_code for one in done]) == (428, [204, 204])
    assert (program.get(address).status_code, fresh(entry).authority_key) == (404, new.authority_key)


@pytest.mark.parametrize("office", ["none", "central"])
def test_an_entry_is_handed_over_to_an_office_of_the_own_state_alone(site: Flask, scene: Scene, office: str) -> None:
    program, entry = Program(site, scene.people["asker"]), entered(scene)
    address = f"requests/{entry.public_id}"
    body = {"authority": central_of(scene) if office == "central" else office}

    answer = program.ask("POST", f"{address}/hand-over", body, program.version(address))

    assert (answer.status_code, fresh(entry).authority_key) == (422, entry.authority_key)


@pytest.mark.parametrize("who", ["of the central authority", "third State", "stranger at home"])
def test_a_stranger_reads_and_writes_nothing(site: Flask, scene: Scene, who: str) -> None:
    entry, program = entered(scene), Program(site, scene.people[who])
    address = f"requests/{entry.public_id}"

    body = {"event": "withdrawn", "day": "2026-10-01"}
    answers = [
        program.get(address),
        program.ask("POST", f"{address}/dates", body, '"x"'),
        program.ask("PUT", address, CORRECTED, '"x"'),
        program.ask("POST", f"{address}/invite", None, '"x"'),
        program.ask("POST", f"{address}/take-back", None, '"x"'),
        program.ask("POST", f"{address}/hand-over", {"authority": "none"}, '"x"'),
    ]

    assert {one.status_code for one in answers} == {404}
    assert fresh(entry).state == RequestEvent.SENT


@pytest.mark.parametrize(
    "wrong", [{"other_jurisdiction": "KG"}, {"measure": "juggling"}, {"day": "2999-01-01"}, {"person": "x"}]
)
def test_a_faulty_body_is_refused(site: Flask, scene: Scene, wrong: dict[str, str]) -> None:
    answer = Program(site, scene.people["asker"]).ask("POST", "requests", NEW | wrong)

    assert answer.status_code in (400, 422)


def test_an_invited_office_takes_part_once_with_a_new_entry(site: Flask, scene: Scene) -> None:
    program, entry = Program(site, scene.people["of the central authority"]), invited(scene)
    address, body = f"requests/invitations/{entry.public_id}", {"received_on": "2026-09-10"}

    seen, listed = program.get(address).get_json(), program.get("requests/invitations").get_json()["items"]
    first, second = (program.ask("POST", f"{address}/join", body).get_json() for _time in range(2))

    assert (seen["jurisdiction"], seen["measure"], "number" in seen) == ("KG", "hearing_witness", False)
    assert seen in listed
    assert first == second
    assert (first["both_take_part"], first["other_authority"]) == (True, entry.authority_key)
    assert program.get(address).status_code == 404


def test_an_invited_office_takes_part_with_an_entry_of_its_list(site: Flask, scene: Scene) -> None:
    program, entry = Program(site, scene.people["of the central authority"]), invited(scene)
    new = {"direction": "incoming", "other_jurisdiction": "KG", "day": "2026-09-09", "measure": "records"}
    own = program.ask("POST", "requests", new | {"offence": "tip"}).get_json()["id"]
    address = f"requests/invitations/{entry.public_id}"

    unknown = program.ask("POST", f"{address}/join", {"request": entry.public_id})
    joined_with = program.ask("POST", f"{address}/join", {"request": own})

    assert (unknown.status_code, list(unknown.get_json()["errors"])) == (422, ["request"])
    assert (joined_with.get_json()["id"], joined_with.get_json()["both_take_part"]) == (own, True)


def test_an_invitation_without_a_day_or_an_entry_is_not_accepted_and_stays(site: Flask, scene: Scene) -> None:
    program, entry = Program(site, scene.people["of the central authority"]), invited(scene)

    refused = program.ask("POST", f"requests/invitations/{entry.public_id}/join", {})

    assert refused.status_code == 422
    assert fresh(entry).invited_at is not None


def test_an_invited_office_declines(site: Flask, scene: Scene) -> None:
    program, entry = Program(site, scene.people["of the central authority"]), invited(scene)
    address = f"requests/invitations/{entry.public_id}/decline"

    answers = [program.ask("POST", address, {}, Idempotency_Key="no").status_code for _time in range(2)]

    assert answers == [204, 204]
    assert (fresh(entry).invited_at, fresh(entry).partner_id) == (None, None)


@pytest.mark.parametrize("who", ["asker", "executing officer", "third State", "coordinator there", "administrator"])
def test_nobody_but_the_invited_office_answers_an_invitation(site: Flask, scene: Scene, who: str) -> None:
    program, entry = Program(site, scene.people[who]), invited(scene)
    address = f"requests/invitations/{entry.public_id}"

    answers = [
        program.get(address),
        program.ask("POST", f"{address}/join", {"received_on": "2026-09-10"}),
        program.ask("POST", f"{address}/decline", {}),
    ]

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert fresh(entry).invited_at is not None
