"""The addressee and the channels named beside it belong together."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.access.viewer import ANONYMOUS
from directory.atlas.presenters import answers
from directory.vocabulary import AUTHORITY_KINDS, CARE_MEASURES, CHANNELS, MEASURES
from tests.atlas.cases import TIP, asked
from tests.html import parse

ANY = set(AUTHORITY_KINDS)
PROSECUTORS = {"prosecutor_general", "attorney_general"}
POLICE = {
    *("police", "police_24_7", "police_trafficking_unit", "interpol_ncb", "ministry_of_interior"),
    *("investigative_body", "security_service", "customs"),
}
# By channel, the kinds of authorities to which a request that takes it is addressed.
REACHED = {
    "direct": {*PROSECUTORS, "judicial_body", "investigative_body"},
    "prosecutors": PROSECUTORS,
    "central": ANY,
    "diplomatic": ANY,
    "interpol": ANY,
    "round_the_clock": PROSECUTORS | POLICE,
    "police": POLICE,
}
PAIRS = ("KZ>UZ", "KG>DE", "AM>GE", "TJ>TR")
# One measure of each family, and those that bring a person home.
ASKED = sorted({*CARE_MEASURES, *{one.family: one.code for one in MEASURES.values()}.values()})


@pytest.mark.parametrize("channel", CHANNELS)
def test_each_channel_reaches_the_authorities_of_its_kind(channel: str) -> None:
    assert {kind for kind in AUTHORITY_KINDS if CHANNELS[channel].reaches(kind)} == REACHED[channel]


@pytest.mark.parametrize("pair", PAIRS)
def test_no_answer_names_a_channel_beside_an_addressee_that_it_does_not_reach(app: Flask, pair: str) -> None:
    wrong = []
    for measure in ASKED:
        question = asked(pair, measure, TIP)
        arguments = {"from": question.requesting, "to": question.requested, "measure": measure, "offence": "tip"}
        with app.test_request_context("/"):
            given = answers.page(ANONYMOUS, question, arguments, "en").directions[0]
        if given.addressees:
            wrong += [(measure, one.label) for one in given.channels_to_addressee if not one.reaches_addressee]

    assert wrong == []


def test_a_request_to_the_consular_department_names_the_diplomatic_channel(client: FlaskClient) -> None:
    shown = parse(client.get("/en/atlas?from=KZ&to=UZ&measure=victim_repatriation&offence=tip")).one("dl.essentials")

    told = {label.text: value.text for label, value in zip(shown.all("dt"), shown.all("dd"), strict=True)}
    assert "Consular Department" in told["Address it to"]
    assert "Diplomatic channel Not known, ask" in told["By which channel"]
    assert "police" not in told["By which channel"]
