"""Eight States by all routes: nothing of one thread, and nothing of the round, is there for the desk of another."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from directory.consultations.service import answering
from directory.consultations.service.answering import Reply
from directory.consultations.service.asking import DeskQuestion, ask
from directory.consultations.service.entries import WrittenText
from directory.extensions import db
from directory.i18n import territory_name
from directory.models import Consultation, Mail, QuestionRound
from directory.transaction import committing
from tests.people import signed_in, with_token
from tests.rounds.conftest import STATES, RoundScene, threads_of

# What the member of State XX wrote, and what XX alone was asked.
ANSWER, OWN_LINE = "The answer of {}: platypus", "Only {} has the echidna"
OF_THREAD = (
    "",
    "/state",
    "/print",
    "/export",
    "/answer",
    "/bring-in",
    "/hand-over",
    "/reopen",
    "/sent",
    "/co-workers",
    "/outlines/1",
)
ACTS = (
    "messages",
    "acknowledge",
    "answer",
    "close",
    "bring-in",
    "hand-over",
    "reopen",
    "sent",
    "take-over",
    "naming",
    "naming/end",
    "co-workers",
)
LISTS = ("consultations", "consultations/left", "work", "rounds", "rounds/new", "drafts", "follows", "account")
API = ("consultations", "rounds")


@pytest.fixture
def asked(scene: RoundScene) -> QuestionRound:
    """Return a round to eight States, each of which answered."""
    made = scene.open(lines={code: OWN_LINE.format(code) for code in STATES}, outline=("legal_basis",))
    for code, thread in threads_of(made).items():
        with committing():
            answering.answer(
                scene.viewer(code),
                db.session.get_one(Consultation, thread.id),
                Reply("welcome", (), WrittenText(ANSWER.format(code), "en")),
            )
    return made


def secrets_of_others(scene: RoundScene, asked: QuestionRound, code: str) -> Iterator[str]:
    """Yield what the desk of a State must find nowhere: ids, texts and desks of the others, and of the round."""
    yield asked.public_id
    for other, thread in threads_of(asked).items():
        if other != code:
            yield thread.public_id
            yield ANSWER.format(other)
            yield OWN_LINE.format(other)


@pytest.mark.parametrize("code", STATES)
def test_a_desk_reads_its_own_thread_alone(site: Flask, scene: RoundScene, asked: QuestionRound, code: str) -> None:
    found, client = threads_of(asked), with_token(site, scene.people[code])
    hidden = list(secrets_of_others(scene, asked, code))
    desks = [scene.desks[other] for other in STATES if other != code]

    for other, thread in found.items():
        for part in OF_THREAD:
            answer = client.get(f"/en/consultations/{thread.public_id}{part}")
            assert other == code or answer.status_code == 404, (other, part)
            assert not [one for one in hidden if one in answer.text and one != thread.public_id], (other, part)
        program = client.get(f"/api/v1/consultations/{thread.public_id}", headers=client.token)
        assert program.status_code == (200 if other == code else 404)
        if other != code:
            for act in ACTS:
                assert client.post(f"/en/consultations/{thread.public_id}/{act}").status_code == 404, (other, act)
            assert client.post(f"/api/v1/consultations/{thread.public_id}/close", headers=client.token).status_code in (
                403,
                404,
            )
    own = client.get(f"/en/consultations/{found[code].public_id}").text
    assert not [desk for desk in desks if desk in own]
    names = [territory_name(other, "en") for other in STATES if other != code]
    body = json.dumps(client.get(f"/api/v1/consultations/{found[code].public_id}", headers=client.token).json["acts"])
    assert not [name for name in names if name in body]


@pytest.mark.parametrize("code", STATES)
def test_there_is_no_round_for_a_desk(site: Flask, scene: RoundScene, asked: QuestionRound, code: str) -> None:
    client, hidden = with_token(site, scene.people[code]), list(secrets_of_others(scene, asked, code))
    address = f"/en/rounds/{asked.public_id}"

    assert [client.get(one).status_code for one in (address, f"{address}/add")] == [404, 404]
    acts = ("tell", "take-over", "add", *(f"states/{other}/let-go" for other in STATES))
    assert {client.post(f"{address}/{act}").status_code for act in acts} == {404}
    assert client.get(f"/api/v1/rounds/{asked.public_id}", headers=client.token).status_code == 404
    assert client.get("/api/v1/rounds", headers=client.token).json["items"] == []
    for page in LISTS:
        text = client.get(f"/en/{page}").text
        assert not [one for one in hidden if one in text], page
    for page in API:
        text = client.get(f"/api/v1/{page}", headers=client.token).text
        assert not [one for one in hidden if one in text], page


def test_who_has_no_round_finds_the_same_where_one_is_and_where_none_is(
    site: Flask, scene: RoundScene, asked: QuestionRound
) -> None:
    client = signed_in(site, scene.people["AM"])

    answers = [client.get(f"/en/rounds/{name}") for name in (asked.public_id, "a" * 16)]

    assert [one.status_code for one in answers] == [404, 404]


def test_no_letter_names_another_state_or_the_round(scene: RoundScene, asked: QuestionRound) -> None:
    db.session.rollback()
    for code in STATES:
        hidden = list(secrets_of_others(scene, asked, code))
        own = select(Mail).where(Mail.address == scene.people[code].email)
        for mail in db.session.scalars(own):
            said = " ".join([mail.key, mail.letter, json.dumps(mail.values, default=str)])
            assert not [one for one in hidden if one in said]


def test_the_page_of_a_thread_is_the_same_inside_and_outside_of_a_round(site: Flask, scene: RoundScene) -> None:
    """The words that a desk reads do not depend on whether others are asked."""

    alone = {"subject": "Alone and beside others", "measure": "hearing_witness", "offence": "tip", "urgency": "normal"}
    words = WrittenText("The same words", "en")
    made = scene.open(("AM", "AZ"), words=words, **alone)
    with committing():
        single = ask(scene.viewer("asker"), DeskQuestion(desk=scene.desks["GE"], words=words, **alone)).public_id
    inside = threads_of(made)["AM"].public_id

    shown = [with_token(site, scene.people[code]) for code in ("AM", "GE")]
    bodies = [
        client.get(f"/api/v1/consultations/{name}", headers=client.token).json
        for client, name in zip(shown, (inside, single), strict=True)
    ]

    assert set(bodies[0]) == set(bodies[1])
    assert [one["act"] for one in bodies[0]["acts"]] == [one["act"] for one in bodies[1]["acts"]]
    assert (bodies[0]["named_beside"], bodies[1]["named_beside"]) == ([], [])
