"""Where a treaty reaches and where not, as States and depositaries say it."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.models import TreatyTerritory
from directory.treaties.territories import TerritoryLine, territory_lines
from tests import factories
from tests.api.conftest import read_with
from tests.html import parse

QUESTION = "atlas?from=GE&to=DK&measure=telecom_data&offence=computer"
SINCE, UNTIL = date(2010, 3, 1), date(2020, 3, 1)


def told(body: Any, treaty: str) -> list[dict[str, Any]]:
    return [one for found in body["treaties"] if found["code"] == treaty for one in found["territories"]]


def say(**values: Any) -> None:
    """Have Uzbekistan say something of UNTOC for a part of its territory."""
    made: dict[str, Any] = {"treaty_key": "untoc", "jurisdiction_key": "UZ", "effect": "excluded", "speaker": "state"}
    words = values.pop("words", "the test district")
    factories.add(TreatyTerritory(key="tests:1", territory=factories.english(words), **{**made, **values}))


def sentences(app: Flask, **asked: Any) -> list[str]:
    with app.test_request_context("/"):
        return [one.sentence for one in territory_lines(ANONYMOUS, "en", **asked)]


def lines(app: Flask) -> list[TerritoryLine]:
    with app.test_request_context("/"):
        return territory_lines(ANONYMOUS, "en", states=("UZ",))


def test_an_answer_says_where_its_treaty_does_not_apply(app: Flask) -> None:
    """Convention on Cybercrime, art. 38: Denmark left out the Faroe Islands and Greenland."""
    (found,) = told(read_with(app.test_client(), QUESTION), "budapest-185")

    assert found["text"] == ("Denmark declares for Faroe Islands and Greenland: the treaty does not apply there.")
    assert (found["state"], found["effect"], found["article"], found["since"]) == ("DK", "excluded", "38", "2005-10-01")
    assert found["territories"] == ["FO", "GL"]


def test_the_page_of_the_answer_says_so_with_the_source(app: Flask) -> None:
    page = parse(app.test_client().get(f"/en/{QUESTION}"))

    assert any("does not apply there" in line.text and "wipo.int" in line.text for line in page.all("li"))


def test_what_is_said_counts_from_its_day_until_it_was_taken_back(small_app: Flask) -> None:
    say(since=SINCE, until=UNTIL)
    (line,) = lines(small_app)

    days = (date(2010, 2, 28), SINCE, date(2020, 2, 29), UNTIL)
    assert [line.holds(on) for on in days] == [False, True, True, False]


def test_an_answer_on_another_day_does_not_say_it(small_app: Flask) -> None:
    say(since=SINCE, until=UNTIL)
    client, asked = small_app.test_client(), "atlas?from=KG&to=UZ&measure=bank_data&offence=tip&on="

    assert [len(told(read_with(client, f"{asked}{on}"), "untoc")) for on in ("2015-01-01", "2021-01-01")] == [1, 0]


def test_the_words_are_always_those_of_whoever_says_them(small_app: Flask) -> None:
    say(effect="not_ensured", words="the other district")

    (told,) = sentences(small_app, states=("UZ",))
    assert told == (
        "Uzbekistan declares for the other district: the State cannot ensure that the treaty is applied there."
    )


def test_what_the_depositary_or_the_treaty_says_is_not_put_into_the_mouth_of_the_state(app: Flask) -> None:
    assert "The depositary's list has for Netherlands, Aruba: the treaty applies there too." in sentences(
        app, treaty="untoc"
    )
    assert any(
        one.startswith("The treaty itself says for United Kingdom, Guernsey, Isle of Man and Jersey:")
        for one in sentences(app, treaty="ets24")
    )


def test_the_page_of_a_treaty_and_that_of_a_state_show_it(app: Flask) -> None:
    client = app.test_client()

    assert "Faroe Islands and Greenland" in parse(client.get("/en/treaties/budapest-185")).text
    assert "Faroe Islands and Greenland" in parse(client.get("/en/jurisdictions/DK")).text


def test_programs_read_it_with_the_treaty_and_with_the_state(app: Flask) -> None:
    client = app.test_client()
    found = [
        one["details"]["territory_key"]["value"]
        for address in ("treaties/budapest-185", "jurisdictions/DK")
        for one in read_with(client, address)["territories"]
        if one["details"]["jurisdiction_key"]["value"] == "DK"
        and one["details"]["treaty_key"]["value"] == "budapest-185"
    ]

    assert found == ["FO", "GL"] * 2


def test_day_and_note_stand_apart_and_foreign_words_are_isolated_in_a_right_to_left_sentence(app: Flask) -> None:
    client = app.test_client()

    assert "since 26 September 2002 · The declaration is meant" in parse(client.get("/en/treaties/ets24")).text
    assert "\u2068the territories that the declaration calls" in client.get("/ar/treaties/ets24").text


def test_a_treaty_that_was_extended_to_a_territory_counts_for_it_from_that_day(app: Flask) -> None:
    """UNCAC and Hong Kong, by what China declared."""
    client, asked = app.test_client(), "atlas?from=KZ&to=HK&measure=hearing_witness&offence=corruption"

    now, before = read_with(client, asked), read_with(client, f"{asked}&on=2005-06-01")

    (used,) = (one for one in now["treaties"] if one["use"] == "basis")
    assert (used["code"], [one["state"] for one in used["territories"]]) == ("uncac", ["CN"])
    assert "basis" not in {one["use"] for one in before["treaties"]}


def test_a_treaty_that_leaves_a_territory_out_does_not_count_for_it(app: Flask) -> None:
    """Convention on Cybercrime and the Faroe Islands."""
    body = read_with(app.test_client(), "atlas?from=AM&to=FO&measure=telecom_data&offence=computer")

    assert {one["code"]: one["use"] for one in body["treaties"]}["budapest-185"] == "not_party"


@pytest.mark.parametrize("effect", ["extended", "excluded"])
@pytest.mark.parametrize(("pair", "treaty"), [("from=UZ&to=KG", "minsk-1993"), ("from=KG&to=UZ", "ets30")])
def test_no_state_speaks_for_another_that_has_acts_of_its_own(
    small_app: Flask, effect: str, pair: str, treaty: str
) -> None:
    """Vienna Convention on the Law of Treaties, art. 29: a treaty binds a party in respect of its own territory."""
    asked = f"atlas?{pair}&measure=hearing_witness&offence=tip"
    before = read_with(small_app.test_client(), asked)

    say(treaty_key=treaty, jurisdiction_key="AM", effect=effect, territory_key="KG", since=date(2001, 1, 1))

    assert read_with(small_app.test_client(), asked) == before


def test_an_answer_for_a_territory_says_what_counts_and_what_to_ask(app: Flask) -> None:
    client = app.test_client()
    warned = {
        code: read_with(client, f"atlas?from=KZ&to={code}&measure=hearing_witness&offence=tip")["warnings"]
        for code in ("HK", "CN")
    }

    assert any("One side is a territory" in sentence for sentence in warned["HK"])
    assert not any("One side is a territory" in sentence for sentence in warned["CN"])
