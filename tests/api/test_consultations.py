"""Consultations over the API: for those who take part, and as on their pages."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from directory import clock
from directory.clock import frozen_at
from directory.extensions import db
from directory.models import Consultation, ConsultationReading
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import DESK
from tests.api.programs import Program

SUBJECT, TEXT = "zqsubject of a question", "Which form do you need for a hearing by video link?"


def question(**more: Any) -> dict[str, Any]:
    about = {"measure": "hearing_witness", "offence": "tip", "urgency": "normal"}
    return {"desk": DESK, **about, "subject": SUBJECT, "text": TEXT, "written_in": "en", **more}


@pytest.fixture
def address(asker: Program) -> str:
    """Return the address of a question that was asked."""
    asked = asker.ask("POST", "consultations", question())
    assert asked.status_code == 201, asked.text
    return f"consultations/{asked.get_json()['id']}"


def test_a_question_is_asked_acknowledged_answered_and_closed(asker: Program, member: Program, address: str) -> None:
    taken = member.write("POST", f"{address}/acknowledge", of=address)
    answered = member.write(
        "POST", f"{address}/answer", {"text": "None but a letter.", "outcome": "welcome", "missing": []}, of=address
    )
    closed = asker.write("POST", f"{address}/close", of=address)

    assert taken.get_json()["state"] == "acknowledged"
    assert (answered.get_json()["outcome"], answered.get_json()["may"]) == ("welcome", ["answer", "write", "close"])
    assert [act["act"] for act in closed.get_json()["acts"]] == ["asked", "acknowledged", "answered", "closed"]
    assert closed.headers["ETag"] == asker.version(address)
    again = asker.write("POST", f"{address}/reopen", {"text": "Which letter?"}, of=address)
    assert again.get_json()["state"] == "reopened"


def test_a_request_is_sent_and_asked_after_with_the_consultation_before_it(
    asker: Program, member: Program, address: str
) -> None:
    sent = {"sent_on": "2026-11-02", "channel": "central", "reference": "No. 5"}

    noted = asker.write("POST", f"{address}/sent", sent, of=address).get_json()
    about = {"when": "after", "sent_on": "2026-11-02", "channel": "central", "earlier": noted["id"]}
    later = asker.ask("POST", "consultations", question(text="Where is it?", **about)).get_json()
    place = f"consultations/{later['id']}"
    answer = {"text": "With the court.", "outcome": "passed_on", "passed_on_to": None}
    answered = member.write("POST", f"{place}/answer", answer, of=place).get_json()

    assert (noted["formal_request_on"], noted["sent_channel"], noted["reference"]) == tuple(sent.values())
    assert (later["sent_channel"], later["earlier"], later["later"]) == ("central", [noted["id"]], [])
    assert asker.get(address).get_json()["later"] == [later["id"]]
    assert (answered["outcome"], answered["acts"][-1]["outcome"]) == ("passed_on", "passed_on")
    assert member.write("POST", f"{place}/answer", answer | {"outcome": "welcome"}, of=place).status_code == 422
    assert member.write("POST", f"{place}/sent", sent, of=place).status_code == 404


def test_acts_of_one_minute_are_told_apart_by_their_time(asker: Program, member: Program, address: str) -> None:
    minute = (clock.now() + timedelta(minutes=1)).replace(microsecond=500_000)
    for seconds in (20, 40):
        with frozen_at(minute.replace(second=seconds)):
            asker.write("POST", f"{address}/messages", {"text": f"At {seconds} seconds."}, of=address)

    acts = asker.get(address).get_json()["acts"][-2:]

    assert [act["at"][16:] for act in acts] == [":20.500+00:00", ":40.500+00:00"]


def test_a_note_is_for_the_own_side_alone(asker: Program, member: Program, address: str) -> None:
    before = member.version(address)

    noted = asker.write("POST", f"{address}/messages", {"text": "zqnote", "is_note": True}, of=address)

    assert noted.get_json()["acts"][-1]["text"] == "zqnote"
    assert "zqnote" not in member.get(address).text
    # Nor does it get in the way of what the other side writes.
    assert member.ask("POST", f"{address}/messages", {"text": "Hello."}, before).status_code in (200, 412)


def test_of_two_who_write_at_once_the_second_reads_first(asker: Program, member: Program, address: str) -> None:
    version = asker.version(address)
    member.write("POST", f"{address}/messages", {"text": "We look at it."}, of=address)

    assert asker.ask("POST", f"{address}/messages", {"text": "Any news?"}, version).status_code == 412


def test_only_those_who_take_part_find_it(site: Flask, coordinator: Program, address: str) -> None:
    administrator = Program(site, factories.account(Role.ADMINISTRATOR))

    for program in (coordinator, administrator):
        assert program.get(address).status_code == 404
        assert program.ask("POST", f"{address}/messages", {"text": "x"}, '"x"').status_code == 404
        assert SUBJECT not in program.get("consultations").text
    assert site.test_client().get(f"/api/v1/{address}").status_code == 401


def test_who_reads_is_written_down(asker: Program, member: Program, address: str) -> None:
    member.get(address)

    readings = db.session.query(ConsultationReading).filter_by(account_id=member.account.id)
    assert [(one.way, one.times) for one in readings] == [("program", 1)]


def test_a_list_says_nothing_of_what_was_written(asker: Program, member: Program, address: str) -> None:
    lists = [program.get("consultations") for program in (asker, member)]

    assert all(SUBJECT not in answer.text and TEXT not in answer.text for answer in lists)
    assert lists[1].get_json()["items"][0]["is_unread"] is True


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 8001}, "text"),
        ({"text": "Born on 12.03.1989, passport AB1234567."}, "as_it_is"),
        ({"measure": "hypnosis"}, "measure"),
        ({"treaty": "no-treaty"}, "treaty"),
        ({"written_in": "tlh"}, "written_in"),
        ({"when": "after"}, "sent_on"),
        ({"when": "after", "sent_on": "9999-01-01"}, "sent_on"),
        ({"persons": ["A. B."]}, "persons"),
    ],
)
def test_what_is_wrong_with_a_question_is_told_by_its_field(asker: Program, change: dict[str, Any], place: str) -> None:
    before = db.session.query(Consultation).count()

    answer = asker.ask("POST", "consultations", question() | change)

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [place])
    assert db.session.query(Consultation).count() == before


def test_a_desk_is_not_asked_by_its_own_members(member: Program) -> None:
    answer = member.ask("POST", "consultations", question())

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [""])


def test_an_unknown_desk_is_not_found(asker: Program) -> None:
    assert asker.ask("POST", "consultations", question(desk="nowhere")).status_code == 404


def test_an_answer_names_the_successor_of_a_desk_that_has_ended(asker: Program, address: str) -> None:
    told = asker.get(address).get_json()
    assert (told["desk_has_ended"], told["desk_successor"]) == (False, None)
    desk = factories.db.session.get_one(factories.FocalPoint, told["desk"])
    factories.add(factories.focal_point("api-new-desk", desk.authority_key, network_key=desk.network_key))
    with factories.committing():
        desk.status, desk.successor_key = "replaced", "api-new-desk"

    told = asker.get(address).get_json()

    with factories.committing():
        desk.status, desk.successor_key = "", None
    assert (told["desk_has_ended"], told["desk_successor"]) == (True, "api-new-desk")


def test_sentences_of_the_phrasebook_are_sent_beside_a_text_or_without_one(
    asker: Program, member: Program, address: str
) -> None:
    said = {"id": "urgent_custody", "slots": {"moment": "2026-12-31T14:30 Asia/Bishkek"}}

    written = asker.write("POST", f"{address}/messages", {"phrases": [said]}, of=address)
    read = member.ask("GET", f"{address}?lang=ru").get_json()["acts"][-1]

    assert written.status_code == 200, written.text
    assert (read["text"], [one["id"] for one in read["phrases"]]) == ("", ["urgent_custody"])
    assert read["phrases"][0]["slots"] == said["slots"]
    assert "Дело срочное, так как истекает срок содержания под стражей." in read["phrases"][0]["text"]


@pytest.mark.parametrize(
    ("phrases", "place"),
    [
        ([{"id": "needed_by"}], "phrases"),
        ([{"id": "needed_by", "slots": {"date": "soon"}}], "phrases"),
        ([{"id": "no-such"}], "phrases"),
        ([{"id": "parallel", "slots": {"date": "2026-12-31"}}], "phrases/0/slots/date"),
        ([{"id": "parallel", "slots": {"words": "free"}}], "phrases/0/slots"),
        ([], "text"),
    ],
)
def test_a_sentence_that_is_not_filled_in_as_its_slots_ask_is_refused(
    asker: Program, address: str, phrases: list[dict[str, Any]], place: str
) -> None:
    refused = asker.write("POST", f"{address}/messages", {"phrases": phrases}, of=address)

    assert refused.status_code == 422
    assert place in refused.get_json()["errors"]
