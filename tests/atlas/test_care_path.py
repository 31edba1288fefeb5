"""The way home of a victim names who takes each step and how to reach them, or says that nobody is known."""

import pytest
from flask.testing import FlaskClient

from tests.html import parse

STEPS = (
    "Identify the victim",
    "Refer and assist the victim",
    "Assess the risk of a return",
    "Confirm nationality and issue travel documents",
    "Receive the person and go on helping",
)
ASK = "No office of this State is known to this directory for this step. Ask its central authority"


def step(client: FlaskClient, requesting: str, requested: str, title: str) -> str:
    """Return the text of one step."""
    address = f"/en/atlas?from={requesting}&to={requested}&measure=victim_repatriation&offence=tip"
    return next(one.text for one in parse(client.get(address)).all("ol.steps > li") if one.text.startswith(title))


@pytest.mark.parametrize(
    ("requesting", "requested", "receiver", "line"),
    [
        ("KZ", "UZ", "Ministry of Foreign Affairs of the Republic of Uzbekistan", "+998 71 233 28 28"),
        ("AM", "GE", "International Organization for Migration, Mission in Georgia", "+995 32 291 34 61"),
        ("KZ", "ET", "National anti-trafficking hotline of Ethiopia", "8797"),
        ("TJ", "TR", ASK, ""),
    ],
)
def test_the_receiving_body_is_named_with_a_line_or_said_to_be_unknown(
    client: FlaskClient, requesting: str, requested: str, receiver: str, line: str
) -> None:
    shown = step(client, requesting, requested, STEPS[-1])

    assert receiver in shown
    assert line.replace(" ", "") in shown.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")


@pytest.mark.parametrize(("title", "state"), list(zip(STEPS, ["Kazakhstan"] * 3 + ["Uzbekistan"] * 2, strict=True)))
def test_each_step_is_taken_by_the_state_where_the_person_is_or_that_receives(
    client: FlaskClient, title: str, state: str
) -> None:
    assert f"{title} {state} ·" in step(client, "KZ", "UZ", title)


@pytest.mark.parametrize(
    ("requesting", "requested", "first", "reason", "line"),
    [
        ("KZ", "UZ", "Consular Department", "takes this step: Confirm nationality", "+998712321730"),
        ("AM", "GE", "Prosecutor General", "No office for the return is known there", "+995322913461"),
        ("TJ", "TR", "Ministry of Justice", "No office for the return is known there", "No number known"),
    ],
)
def test_the_first_screen_names_one_office_to_ask_first_and_why(
    client: FlaskClient, requesting: str, requested: str, first: str, reason: str, line: str
) -> None:
    address = f"/en/atlas?from={requesting}&to={requested}&measure=victim_repatriation&offence=tip"

    told = parse(client.get(address)).one("dl.essentials").all("dd")

    assert first in told[0].text
    assert reason in told[0].text
    assert line.replace(" ", "") in told[1].text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    assert len([one for one in told[1].links if one.startswith("tel:")]) == line.startswith("+")


def test_another_measure_has_no_way_home(client: FlaskClient) -> None:
    page = client.get("/en/atlas?from=KZ&to=UZ&measure=bank_data&offence=tip").text

    assert "The way home" not in page
