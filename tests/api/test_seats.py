"""Who takes part in a consultation over the API: co-workers, an authority brought in, another desk."""

from typing import Any

import pytest
from flask import Flask

from directory.extensions import db
from directory.models import Consultation, Mail
from tests import factories
from tests.api.conftest import DESK, OFFICE
from tests.api.programs import Program
from tests.api.test_consultations import TEXT, question

ASKING = "kz-office-of-programs"
TO = {"bring-in": {"to": "kg-executing-office"}, "hand-over": {"to": "kg-other-desk"}}


@pytest.fixture(scope="module", autouse=True)
def offices(written: Flask) -> None:
    with written.app_context():
        factories.add(factories.authority(ASKING, jurisdiction_key="KZ"))
        factories.add(factories.authority("kg-executing-office"))
        factories.add(factories.focal_point("kg-other-desk", OFFICE, network_key="ejn"))


@pytest.fixture
def asker(site: Flask) -> Program:
    """Return the program of a person of another State who asks for an office."""
    return Program(site, factories.account(networks=["casc"], jurisdiction_key="KZ", authority_key=ASKING))


@pytest.fixture
def coworker(site: Flask) -> Program:
    return Program(site, factories.account(jurisdiction_key="KZ", authority_key=ASKING))


@pytest.fixture
def officer(site: Flask) -> Program:
    """Return the program of a person of an authority that may be brought in."""
    return Program(site, factories.account(jurisdiction_key="KG", authority_key="kg-executing-office"))


@pytest.fixture
def other_member(site: Flask) -> Program:
    return Program(site, factories.account(desks=["kg-other-desk"], jurisdiction_key="KG"))


@pytest.fixture
def address(asker: Program) -> str:
    asked = asker.ask("POST", "consultations", question())
    assert asked.status_code == 201, asked.text
    return f"consultations/{asked.get_json()['id']}"


def acts(answer: Any) -> list[str]:
    return [one["act"] for one in answer.get_json()["acts"]]


def test_a_coworker_is_chosen_added_and_taken_out(asker: Program, coworker: Program, address: str) -> None:
    offered = asker.get(f"{address}/choices").get_json()
    assert offered["coworkers"] == [{"account": coworker.account.id, "name": coworker.account.name}]
    assert (offered["authorities"], offered["desks"]) == ([], [])

    added = asker.write("POST", f"{address}/co-workers", {"account": coworker.account.id}, of=address)
    read = coworker.get(address)
    removed = asker.write("DELETE", f"{address}/co-workers/{coworker.account.id}", of=address)

    assert acts(added)[-1] == "coworker_added"
    assert TEXT in read.text
    assert [one["account"] for one in added.get_json()["seats"]] == [None, None, coworker.account.id]
    assert (removed.status_code, removed.data) == (204, b"")
    assert coworker.get(address).status_code == 404


def test_a_coworker_may_leave(asker: Program, coworker: Program, address: str) -> None:
    asker.write("POST", f"{address}/co-workers", {"account": coworker.account.id}, of=address)

    left = coworker.write("DELETE", f"{address}/co-workers/{coworker.account.id}", of=address)

    assert (left.status_code, coworker.get(address).status_code) == (204, 404)


def test_the_desk_reads_no_number_of_anyone_and_adds_no_coworker(
    asker: Program, coworker: Program, member: Program, address: str
) -> None:
    body = {"account": coworker.account.id}
    asker.write("POST", f"{address}/co-workers", body, of=address)

    seats = member.get(address).get_json()["seats"]

    assert [one["account"] for one in seats] == [None, None, None]
    assert member.write("POST", f"{address}/co-workers", body, of=address).status_code == 404
    assert member.write("DELETE", f"{address}/co-workers/{coworker.account.id}", of=address).status_code == 404
    assert TEXT in coworker.get(address).text


def test_an_authority_is_brought_in_with_a_word(
    asker: Program, member: Program, officer: Program, address: str
) -> None:
    offered = member.get(f"{address}/choices").get_json()
    assert "kg-executing-office" in [one["id"] for one in offered["authorities"]]

    body = {"to": "kg-executing-office", "text": "You would carry it out."}
    brought = member.write("POST", f"{address}/bring-in", body, of=address)

    assert (acts(brought)[-1], brought.get_json()["acts"][-1]["text"]) == ("brought_in", body["text"])
    assert TEXT in officer.get(address).text
    # Whoever was brought in lets nobody else in.
    assert officer.get(f"{address}/choices").get_json() == {"coworkers": [], "authorities": [], "desks": []}
    assert officer.write("POST", f"{address}/hand-over", {"to": "kg-other-desk"}, of=address).status_code == 404


def test_a_question_is_handed_over_and_gone_from_who_passed_it_on(
    member: Program, other_member: Program, address: str
) -> None:
    assert "pass_on" in member.get(address).get_json()["may"]

    handed = member.write("POST", f"{address}/hand-over", {"to": "kg-other-desk"}, of=address)

    assert (handed.status_code, handed.data) == (204, b"")
    assert member.get(address).status_code == 404
    taken = other_member.get(address).get_json()
    assert (taken["desk"], taken["acts"][-1]["act"]) == ("kg-other-desk", "handed_over")


@pytest.mark.parametrize("act", ["bring-in", "hand-over", "co-workers"])
def test_what_is_sent_twice_under_a_key_is_done_once(
    asker: Program, member: Program, coworker: Program, officer: Program, other_member: Program, address: str, act: str
) -> None:
    program, body = (asker, {"account": coworker.account.id}) if act == "co-workers" else (member, TO[act])
    version, key = program.version(address), {"Idempotency_Key": f"{act} {address}"}

    first, second = (program.ask("POST", f"{address}/{act}", body, version, **key) for _ in range(2))

    assert (first.status_code, second.status_code) == ((204, 204) if act == "hand-over" else (200, 200))
    assert len(acts(asker.get(address))) == 2


@pytest.mark.parametrize("act", ["bring-in", "hand-over", "co-workers"])
def test_of_two_writes_at_once_the_second_is_told_to_read_first(
    asker: Program, member: Program, coworker: Program, officer: Program, other_member: Program, address: str, act: str
) -> None:
    program, body = (asker, {"account": coworker.account.id}) if act == "co-workers" else (member, TO[act])
    version = program.version(address)
    (member if program is asker else asker).write("POST", f"{address}/messages", {"text": "Hello."}, of=address)

    late, unnamed = (program.ask("POST", f"{address}/{act}", body, one) for one in (version, ""))

    assert (late.status_code, unnamed.status_code) == (412, 428)
    assert acts(program.get(address)) == ["asked", "message"]


@pytest.mark.long(each=3)
@pytest.mark.parametrize(
    ("act", "body", "place"),
    [
        ("bring-in", {"to": ASKING}, "to"),
        ("bring-in", {"to": "nowhere"}, "to"),
        ("bring-in", {"to": ""}, "to"),
        ("bring-in", {"to": "kg-executing-office", "text": "Born on 12.03.1989, passport AB1234567."}, "as_it_is"),
        ("bring-in", {"to": "kg-executing-office", "written_in": "tlh"}, "written_in"),
        ("hand-over", {"to": DESK}, "to"),
        ("hand-over", {"to": "kg-other-desk", "text": "x" * 8001}, "text"),
        ("hand-over", {}, "to"),
    ],
)
def test_what_is_wrong_is_told_by_its_field(
    member: Program, officer: Program, other_member: Program, address: str, act: str, body: Any, place: str
) -> None:
    answer = member.write("POST", f"{address}/{act}", body, of=address)

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [place])


def test_nobody_is_added_who_is_no_colleague(asker: Program, officer: Program, address: str) -> None:
    for number in (officer.account.id, 999_999):
        answer = asker.write("POST", f"{address}/co-workers", {"account": number}, of=address)
        assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["account"])


def test_the_asker_cannot_find_out_who_has_people_here(
    asker: Program, officer: Program, other_member: Program, address: str
) -> None:
    answers = [
        asker.write("POST", f"{address}/{act}", {"to": to}, of=address)
        for act in ("bring-in", "hand-over")
        for to in ("kg-executing-office", "kg-other-desk", "nowhere")
    ]

    assert {(one.status_code, one.get_json()["detail"]) for one in answers} == {
        (404, answers[0].get_json()["detail"]),
    }


def test_others_change_nothing_and_no_letter_is_sent(
    site: Flask, coordinator: Program, officer: Program, address: str
) -> None:
    before = db.session.query(Mail).count()

    answers = [
        one.ask(method, f"{address}/{path}", body, '"x"')
        for one in (coordinator, officer)
        for method, path, body in (
            ("GET", "choices", None),
            ("POST", "co-workers", {"account": officer.account.id}),
            ("DELETE", f"co-workers/{officer.account.id}", None),
            ("POST", "bring-in", {"to": "kg-executing-office"}),
            ("POST", "hand-over", {"to": "kg-other-desk"}),
        )
    ]

    assert {one.status_code for one in answers} == {404}
    assert db.session.query(Mail).count() == before
    assert site.test_client().get(f"/api/v1/{address}/choices").status_code == 401
    assert db.session.query(Consultation).filter_by(public_id=address.split("/")[1]).one().focal_point_key == DESK


@pytest.mark.parametrize("way", TO)
def test_a_question_is_passed_on_with_a_sentence_of_the_phrasebook(
    asker: Program, member: Program, officer: Program, other_member: Program, address: str, way: str
) -> None:
    said = {"phrases": [{"id": "needed_by", "slots": {"date": "2026-12-31"}}]}

    unfit = member.ask(
        "POST", f"{address}/{way}", TO[way] | {"phrases": [{"id": "needed_by"}]}, member.version(address)
    )
    passed = member.ask("POST", f"{address}/{way}", TO[way] | said, member.version(address))

    assert (unfit.status_code, passed.status_code) == (422, 204 if way == "hand-over" else 200)
    assert asker.get(address).get_json()["acts"][-1]["phrases"][0]["id"] == "needed_by"
