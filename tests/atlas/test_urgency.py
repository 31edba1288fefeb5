"""An urgent request: whom to call first, by which urgent channel, and what follows in writing."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.atlas.cases import TIP, asked
from tests.atlas.conftest import Answered
from tests.html import Element, parse

# Channels of the urgent part, and (treaty, article) of what must follow in writing. Each is read off `seed_data/`.
WAYS = {
    ("KZ>KG", "hearing_witness"): (["interpol"], [("untoc", "18(14)"), ("", "")]),
    ("KG>DE", "bank_data"): (["interpol"], [("untoc", "18(14)")]),
    ("KG>UZ", "extradition"): ([], []),
}


@pytest.mark.parametrize(("pair", "measure"), WAYS)
def test_an_urgent_request_has_its_channels_and_what_follows_in_writing(
    answer_to: Answered, pair: str, measure: str
) -> None:
    found = answer_to(replace(asked(pair, measure, TIP), is_urgent=True))

    assert found.urgent is not None
    channels, in_writing = WAYS[pair, measure]
    assert [one.channel for one in found.urgent.channels] == channels
    assert [(one.treaty, one.article) for one in found.urgent.in_writing] == in_writing


def test_a_request_that_is_not_urgent_has_no_urgent_part(answer_to: Answered) -> None:
    assert answer_to(asked("KZ>KG", "hearing_witness", TIP)).urgent is None


def essentials(client: FlaskClient, question: str) -> list[tuple[str, Element]]:
    shown = parse(client.get(f"/en/atlas?{question}")).one("dl.essentials")
    return list(zip([one.text for one in shown.all("dt")], shown.all("dd"), strict=True))


def test_the_first_line_of_an_urgent_answer_is_whom_to_call_now(client: FlaskClient) -> None:
    shown = essentials(client, "from=KZ&to=KG&measure=hearing_witness&offence=tip&urgent=1")

    assert [label for label, _ in shown[:4]] == [
        "Urgent: call now",
        "Urgent channel",
        "Then in writing",
        "Address it to",
    ]
    assert "Line to call" not in [label for label, _ in shown]
    assert "/en/focal-points/kg-casc" in shown[0][1].links
    assert "Time there" in shown[0][1].text
    assert "Through INTERPOL" in shown[1][1].text
    assert "art. 18(13)" in shown[1][1].text
    assert "confirmed in writing at once" in shown[2][1].text


def test_the_call_of_an_urgent_answer_can_be_tapped(client: FlaskClient) -> None:
    _, call = essentials(client, "from=AM&to=GE&measure=telecom_data&offence=tip&urgent=1")[0]

    assert "/en/focal-points/ge-budapest-24-7" in call.links
    assert any(link.startswith("tel:+") for link in call.links)


def test_what_no_source_says_on_urgency_is_said_to_be_unknown(client: FlaskClient) -> None:
    shown = dict(essentials(client, "from=KG&to=UZ&measure=extradition&offence=tip&urgent=1"))

    assert "No source names a channel for urgent cases." in shown["Urgent channel"].text
    assert "No source says what must follow in writing" in shown["Then in writing"].text


def test_an_answer_that_is_not_urgent_begins_with_the_authority(client: FlaskClient) -> None:
    shown = essentials(client, "from=KZ&to=KG&measure=hearing_witness&offence=tip")

    assert [label for label, _ in shown[:2]] == ["Address it to", "Line to call"]


def test_the_api_says_the_same_of_an_urgent_request(client: FlaskClient) -> None:
    question = "/api/v1/atlas?from=KZ&to=KG&measure=hearing_witness&offence=tip"

    urgent, calm = client.get(f"{question}&urgent=1").json, client.get(question).json

    assert urgent is not None
    assert calm is not None
    assert urgent["urgent"]["channels"] == ["interpol"]
    assert urgent["urgent"]["in_writing"][0]["article"] == "18(14)"
    assert calm["urgent"] is None
