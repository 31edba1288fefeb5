"""What an office says over the API of its entry stands beside each detail, as from its page."""

from typing import Any

import pytest
from flask import Flask

from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import DESK, OFFICE
from tests.api.programs import Program

ENTRY = f"authorities/{OFFICE}"
LINE = f"{OFFICE}:office-at-example.org"
VALUE = {"kind": "contact_detail", "id": LINE, "detail": "value"}


def say(program: Program, answer: str, **more: Any) -> Any:
    body = {"kind": "authority", "id": OFFICE, "answer": answer, **more}
    return program.write("POST", "verifications", body, of=ENTRY)


def grades(body: Any) -> dict[str, str]:
    return {one["id"]: one["details"]["value"]["freshness"] for one in body["contacts"]}


def test_one_detail_is_still_right_and_then_all(coordinator: Program) -> None:
    one = say(coordinator, "right", details=[VALUE])
    assert (grades(one.get_json())[LINE], one.get_json()["details"]["name"]["freshness"]) == ("verified", "never")

    whole = say(coordinator, "right").get_json()

    # The line of one network is confirmed with the desk there.
    assert grades(whole) == {LINE: "verified", f"{OFFICE}:+996 312 000 000": "never"}
    assert whole["details"]["name"]["verified_by"] == "Network coordinator, Kyrgyzstan"
    assert one.headers["ETag"] != coordinator.version(ENTRY)


def test_at_a_line_nobody_answers_any_more(coordinator: Program) -> None:
    answer = say(coordinator, "dead", details=[VALUE])

    assert grades(answer.get_json())[LINE] == "dead"


def test_who_staffs_a_desk_confirms_it_and_marks_nothing_dead(member: Program) -> None:
    assert say(member, "right").status_code == 200
    assert say(member, "dead", details=[VALUE]).status_code == 403


def test_what_one_may_not_read_is_neither_confirmed_nor_told_of(site: Flask) -> None:
    outsider = Program(site, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    insider = Program(site, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))
    hidden = VALUE | {"id": f"{OFFICE}:+996 312 000 000"}
    before = grades(insider.get(ENTRY).get_json())

    refused = say(outsider, "right", details=[hidden])
    say(outsider, "right")

    assert (refused.status_code, list(refused.get_json()["errors"])) == (422, ["details/0"])
    assert grades(insider.get(ENTRY).get_json())[hidden["id"]] == before[hidden["id"]]


def test_the_line_of_another_network_is_neither_confirmed_nor_marked_dead(coordinator: Program) -> None:
    line = factories.contact("+996 312 000 177", OFFICE, means="phone", network_key="carin")
    factories.add(line)

    refused = [say(coordinator, answer, details=[VALUE | {"id": line.key}]) for answer in ("right", "dead")]
    say(coordinator, "right")

    assert [(one.status_code, list(one.get_json()["errors"])) for one in refused] == [(422, ["details/0"])] * 2
    assert grades(coordinator.get(ENTRY).get_json())[line.key] == "never"


@pytest.mark.parametrize("details", [None, [VALUE | {"detail": "means"}]])
def test_dead_is_said_of_contacts_that_are_named(coordinator: Program, details: Any) -> None:
    answer = say(coordinator, "dead", **({"details": details} if details else {}))

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["details"])


def test_who_may_not_confirm_is_told_so(asker: Program) -> None:
    assert say(asker, "right").status_code == 403


def test_a_desk_is_confirmed_with_its_own_lines(member: Program) -> None:
    body = {"kind": "focal_point", "id": DESK, "answer": "right"}

    answer = member.write("POST", "verifications", body, of=f"focal-points/{DESK}")

    assert answer.get_json()["details"]["cover"]["freshness"] == "verified"
