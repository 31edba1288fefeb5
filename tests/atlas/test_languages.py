"""What an answer says on languages beside the accepted ones: what the laws of both States say, and where a source is
missing."""

from collections.abc import Callable
from itertools import permutations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.access.viewer import ANONYMOUS
from directory.atlas.answer import AtlasAnswer, compose
from directory.atlas.answer_data import AnswerData, load_answer_data
from directory.atlas.languages import is_confirmed
from directory.atlas.question import Offence
from directory.atlas.table import rows
from tests.api.conftest import read_with
from tests.atlas.cases import HEARING, TIP, asked
from tests.html import Element, parse

Ask = Callable[[str], AtlasAnswer]
CASC = ("AM", "AZ", "GE", "KG", "KZ", "TJ", "TM", "UZ")
UNREAD = "No source shows what a treaty between these States says on languages."


@pytest.fixture(scope="module")
def data(app: Flask) -> AnswerData:
    with app.test_request_context("/"):
        return load_answer_data(ANONYMOUS, (*CASC, "DE"), "en")


@pytest.fixture
def ask(app: Flask, data: AnswerData) -> Ask:
    def given(pair: str) -> AtlasAnswer:
        with app.test_request_context("/"):
            return compose(asked(pair, HEARING, TIP), data, ANONYMOUS, "en")

    return given


def confirmed(found: AtlasAnswer) -> bool:
    return is_confirmed(found.languages, found.language_rules)


@pytest.mark.parametrize(
    ("pair", "laws"),
    [
        ("KG>UZ", ["KG languages_sent", "UZ languages"]),
        ("UZ>KG", ["UZ languages_sent", "KG languages"]),
        # The texts of Tajik law and of Azerbaijan's law on assistance were not read.
        ("KZ>TJ", ["KZ languages_sent"]),
        ("TJ>KZ", ["KZ languages"]),
        ("AZ>TJ", []),
    ],
)
def test_the_requesting_states_law_on_its_own_requests_comes_before_the_law_of_the_requested_state(
    ask: Ask, pair: str, laws: list[str]
) -> None:
    assert [f"{one.state} {one.topic}" for one in ask(pair).language_laws] == laws


def test_the_requested_states_law_on_its_own_requests_is_not_shown(ask: Ask) -> None:
    found = ask("KZ>KG")

    shown = [*found.language_laws, *(one for said in found.sections.values() for one in said)]
    assert {one.state for one in shown if one.topic == "languages_sent"} == {"KZ"}


@pytest.mark.parametrize(
    ("pair", "is_sure"),
    [
        # Declarations under ETS 30, art. 16(2).
        ("AZ>AM", True),
        ("AM>GE", True),
        # ETS 30, art. 16(1), names no language.
        ("AM>DE", True),
        # The Minsk and the Chisinau Convention, art. 17, were not read.
        ("KZ>TJ", False),
        ("KZ>KG", False),
    ],
)
def test_languages_are_confirmed_by_a_declaration_or_a_treaty_that_was_read(ask: Ask, pair: str, is_sure: bool) -> None:
    assert confirmed(ask(pair)) is is_sure


def test_nearly_every_pair_of_the_network_has_a_confirmed_language_or_a_law(ask: Ask) -> None:
    found = {f"{one}>{other}": ask(f"{one}>{other}") for one, other in permutations(CASC, 2)}

    silent = {pair for pair, answer in found.items() if not (confirmed(answer) or answer.language_laws)}
    assert silent == {"AZ>TJ", "TJ>AM"}
    assert all(one.is_supported for answer in found.values() for one in answer.language_laws)


def essential(page: Element, pair: str) -> str:
    """Return what the essentials say on languages."""
    return page.one(f'dl.essentials > dt > a[href="#{pair}-language"]').parent.next.text


def test_the_page_says_that_the_treaty_was_not_read_and_what_the_laws_say(client: FlaskClient) -> None:
    page = parse(client.get("/en/atlas?from=KG&to=UZ&measure=hearing_witness&offence=tip"))

    part = page.one("#kg-uz-language").text
    assert part.index(UNREAD) < part.index("art. 510")
    assert "What the laws of both States say" in essential(page, "kg-uz")


def test_the_page_says_what_the_laws_add_to_confirmed_languages(client: FlaskClient) -> None:
    page = parse(client.get("/en/atlas?from=AZ&to=GE&measure=hearing_witness&offence=tip"))

    part = page.one("#az-ge-language").text
    assert UNREAD not in part
    assert part.index("English") < part.index("What the laws of these States add:")
    assert "What the laws of both States say" not in essential(page, "az-ge")


def test_programs_get_the_laws_too(client: FlaskClient) -> None:
    body = read_with(client, "atlas?from=KG&to=UZ&measure=hearing_witness&offence=tip")

    assert [(one["state"], one["topic"]) for one in body["language_laws"]] == [
        ("KG", "languages_sent"),
        ("UZ", "languages"),
    ]


def test_the_table_tells_the_laws_where_no_source_confirms_a_language(app: Flask) -> None:
    with app.app_context():
        unsure, sure = rows([("KZ", "UZ"), ("AZ", "GE")], HEARING, Offence("tip"), "en")

    assert "art. 560" in unsure.languages
    assert sure.languages == "English, Russian"


def test_programs_get_the_rule_of_the_leading_treaty_beside_languages_under_another(client: FlaskClient) -> None:
    """ETS 73, art. 18; the languages that Ukraine named under UNTOC, art. 18(14), apply if both States agree."""
    body = read_with(client, "atlas?from=AM&to=UA&measure=transfer_of_proceedings&offence=other")

    assert [one["treaty"] for one in body["language_rules"]] == ["ets73"]
    assert {one["under"] for one in body["languages"]} == {"untoc"}


def test_the_table_tells_that_rule_in_place_of_languages_under_another_treaty(app: Flask) -> None:
    with app.app_context():
        [row] = rows([("AM", "UA")], "transfer_of_proceedings", Offence("other"), "en")

    assert "ETS 73, arts 18(1) and 18(2)" in row.languages
    assert "French" not in row.languages
