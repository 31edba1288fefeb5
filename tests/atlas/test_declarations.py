"""Declarations and reservations by article, measure, pair and day."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.atlas.answer import AtlasAnswer, answer
from directory.atlas.facts import overlap
from directory.atlas.question import AtlasQuestion, Offence
from directory.models import RequirementSheet, Rule
from tests import factories
from tests.api.conftest import read_with
from tests.atlas.cases import HEARING, OTHER, TIP, TODAY, asked
from tests.atlas.conftest import Answered

SEARCH, WORDS = "search_and_seizure", "Not without a court order"
SINCE, UNTIL = date(2010, 3, 1), date(2020, 3, 1)


def found(question: AtlasQuestion) -> AtlasAnswer:
    return answer(question, ANONYMOUS, "en")[0]


def declared(pair: str, measure: str, on: date = TODAY, treaty: str = "untoc") -> set[str]:
    """Return what the requested State says under a treaty, in words."""
    said = found(asked(pair, measure, TIP, on)).declarations.get(treaty, ())
    return {one.text.text for one in said if one.text}


def told(pair: str, measure: str) -> str:
    """Return the words of all sections of an answer."""
    sections = found(asked(pair, measure, OTHER)).sections.values()
    return " ".join(one.text.text for said in sections for one in said if one.text)


def declare(**values: Any) -> None:
    """Have Uzbekistan make a reservation to UNTOC, art. 18(8)."""
    made: dict[str, Any] = {
        "topic": "refusal_ground",
        "treaty_key": "untoc",
        "article": "18(8)",
        "statement": "reservation",
    }
    factories.add(
        RequirementSheet(key="uz-tests", jurisdiction_key="UZ", measure=""),
        Rule(key="uz-tests:1", sheet_key="uz-tests", text=factories.english(WORDS), **{**made, **values}),
    )


def channel(pair: str, measure: str, code: str) -> str:
    """Return the verdict on a channel of a request that is not urgent."""
    return next(one.lawful for one in found(asked(pair, measure, OTHER)).channels if one.channel == code)


@pytest.mark.parametrize(
    ("pair", "measure", "lawful"),
    [
        ("AZ>PL", HEARING, "no"),
        ("AZ>AL", SEARCH, "no"),
        ("AZ>RS", "bank_data", "no"),
        ("AZ>EE", HEARING, "no"),
        ("AZ>ME", HEARING, "no"),
        ("DE>AM", "transfer_detained_person", "no"),
        ("AM>PL", "transfer_detained_person", "no"),
        ("AZ>PL", "transfer_of_proceedings", "no"),
        ("AZ>PL", "service_of_documents", "yes"),
        ("DE>AM", HEARING, "yes"),
        ("GE>AM", "surveillance", "conditional"),
    ],
)
def test_a_duty_to_send_a_copy_opens_no_direct_way(context: None, pair: str, measure: str, lawful: str) -> None:
    """ETS 30, arts 15(1), (2), (4) and (6), 21(1); ETS 182, arts 4(1), (2) and (8), 17(1)."""
    assert channel(pair, measure, "direct") == lawful


def test_japan_receives_requests_on_sentenced_persons_as_it_declared(context: None) -> None:
    given = found(asked("AM>JP", "transfer_of_sentenced_persons", OTHER))

    lawful = {one.channel: one.lawful for one in given.channels}
    assert (lawful["diplomatic"], lawful["central"]) == ("yes", "conditional")
    assert {
        "Japan uses the diplomatic channel, except in an emergency or other extraordinary circumstances."
    } <= declared("AM>JP", "transfer_of_sentenced_persons", treaty="ets112")


def test_a_reservation_is_shown_from_its_day_until_it_was_withdrawn(small_app: Flask) -> None:
    declare(since=SINCE, until=UNTIL)

    days = (date(2010, 2, 28), SINCE, date(2020, 2, 29), UNTIL)
    assert [WORDS in declared("KG>UZ", HEARING, on) for on in days] == [False, True, True, False]


def test_a_reservation_towards_one_state_is_not_shown_to_another(small_app: Flask) -> None:
    declare(towards_key="KG")

    assert [WORDS in declared(pair, HEARING) for pair in ("KG>UZ", "KZ>UZ", "UZ>KG")] == [True, False, False]


def test_a_reservation_on_some_measures_is_not_shown_for_others(small_app: Flask) -> None:
    declare(measures=(SEARCH, "property"))

    assert [WORDS in declared("KG>UZ", one) for one in (SEARCH, "freezing", HEARING)] == [True, True, False]


def test_it_stands_behind_the_paragraph_that_it_changes(answer_to: Answered) -> None:
    """ETS 24, art. 6(1)(a) lets a State refuse its nationals; Armenia declared that it does."""
    said = answer_to(asked("DE>AM", "extradition", OTHER)).sections["grounds"]

    places = [(one.state, one.article) for one in said if one.topic == "own_nationals" and one.treaty]
    assert places[:2] == [("", "6(1)(a)"), ("AM", "6(1)")]


def test_one_without_an_answer_moves_to_the_field_of_its_article(small_app: Flask) -> None:
    declare(topic="note", article="18(21)")

    told = [one for said in found(asked("FR>UZ", HEARING, TIP)).sections.values() for one in said]
    assert [one.topic for one in told if one.text and one.text.text == WORDS] == ["refusal_ground"]


@pytest.mark.parametrize(
    ("cited", "article", "is_in"),
    [
        ("6(1)", "6(1)(a)", True),
        ("6", "6(2)", True),
        ("21(5)", "21(1-6)", True),
        ("6(1)", "6(2)", False),
        ("6(1)", "16(1)", False),
        ("", "6(1)", False),
        ("2(a)", "2(b)", False),
        ("5(1)(a)-(c)", "5(1)(b)", True),
    ],
)
def test_an_article_is_found_by_its_number_and_paragraph(cited: str, article: str, is_in: bool) -> None:
    assert overlap(cited, article) is is_in


def test_a_treaty_that_a_state_does_not_apply_to_the_other_is_no_basis(answer_to: Answered) -> None:
    """UNCAC: Azerbaijan declared that it applies no right or duty of it towards Armenia."""
    corruption = Offence("corruption", max_penalty_years=5)

    def uses(pair: str) -> dict[str, str]:
        return {one.treaty: one.use for one in answer_to(asked(pair, "bank_data", corruption)).bases}

    assert [uses(pair)["uncac"] for pair in ("AM>AZ", "AZ>AM", "GE>AZ")] == ["not_declared", "not_declared", "basis"]


def test_the_declaration_behind_it_is_shown(answer_to: Answered) -> None:
    given = answer_to(asked("AM>AZ", "bank_data", Offence("corruption")))

    assert [(one.towards, one.since) for one in given.declarations["uncac"]] == [("AM", date(2005, 12, 14))]


def test_it_was_not_so_before_the_declaration(answer_to: Answered) -> None:
    question = asked("AM>AZ", "bank_data", Offence("corruption"), date(2005, 12, 13))

    assert "uncac" not in {one.treaty for one in answer_to(question).bases if one.use == "not_declared"}


def test_a_state_that_takes_a_convention_as_basis_does_so_from_its_day(small_app: Flask) -> None:
    """UNTOC, art. 16(5)."""
    declare(topic="untoc_as_basis", article="16(5)", answer="yes", since=SINCE, until=UNTIL)

    def is_accepted(on: date) -> bool:
        given = found(replace(asked("FR>UZ", "extradition", TIP, on)))
        return any(why.code == "accepted" for one in given.bases for why in one.reasons)

    assert [is_accepted(on) for on in (date(2010, 2, 28), SINCE, UNTIL)] == [False, True, False]


def test_the_page_and_the_answer_for_programs_say_that_it_is_a_reservation(small_app: Flask) -> None:
    declare(since=SINCE, towards_key="KG")
    client, address = small_app.test_client(), f"atlas?from=KG&to=UZ&measure={HEARING}&offence=tip"

    page = client.get(f"/en/{address}").text
    body = read_with(client, address)

    assert "Reservation" in page
    assert "since 1 March 2010" in page
    told = [one for treaty in body["treaties"] for one in treaty["declarations"] if WORDS in one["text"]]
    assert [
        (one["treaty"], one["article"], one["statement"], one["towards"], one["since"], one["until"]) for one in told
    ] == [("untoc", "18(8)", "reservation", "KG", "2010-03-01", None)]


@pytest.mark.parametrize(
    ("measure", "article", "words"),
    [
        ("search_and_seizure", "5(1)", "article 5(1)(a), (b) and (c)"),
        ("service_of_documents", "7(3)", "at least fifty days before"),
        ("transfer_detained_person", "11", "full name of the person"),
        ("transfer_detained_person", "11", "summary of the offence"),
        ("transfer_detained_person", "11", "circumstances to be clarified"),
        ("transfer_detained_person", "11", "period for which the person must be"),
        ("transfer_detained_person", "11(2)", "transit"),
        (HEARING, "15(6)", "Ministry of Justice or the Prosecutor General's Office"),
        (HEARING, "24", "the courts and the bodies of the prosecutor's office"),
        (HEARING, "2", "a third State"),
        (HEARING, "3", "right not to testify"),
    ],
)
def test_what_russia_declared_under_the_convention_on_mutual_assistance_is_told(
    answer_to: Answered, measure: str, article: str, words: str
) -> None:
    given = answer_to(asked("FR>RU", measure, OTHER))
    told = [*given.declarations.get("ets30", ()), *(one for said in given.sections.values() for one in said)]

    assert any(one.article == article and one.text and words in one.text.text for one in told)


def test_russia_takes_requests_under_the_convention_on_mutual_assistance_at_the_office_that_it_named(
    answer_to: Answered,
) -> None:
    given = answer_to(asked("FR>RU", HEARING, OTHER))

    assert (given.addressees[0].institution.link.key, given.addressees[0].under) == ("ru-prosecutor-general", "ets30")
    assert "no_declared_authority" not in {warning.code for warning in given.warnings}


@pytest.mark.parametrize(
    "words", ["coordinated the 2009 agreement", "general prosecutor's offices of Russia and Turkmenistan, Moscow"]
)
def test_an_agreement_of_two_offices_is_told_to_the_state_of_the_other_office_alone(context: None, words: str) -> None:
    assert [words in told(pair, HEARING) for pair in ("RU>TM", "KZ>TM")] == [True, False]


def test_the_address_for_civil_matters_is_no_answer_on_a_criminal_case(context: None) -> None:
    assert "Molodaya Gvardiya" not in told("KZ>KG", HEARING)


def test_belarus_opens_the_direct_way_for_the_measures_of_the_article_alone(answer_to: Answered) -> None:
    """Chisinau Convention, art. 5(1)."""
    measures = (HEARING, "freezing", "restitution", "extradition", "transfer_of_proceedings")
    lawful = {
        measure: verdict.lawful
        for measure in measures
        for verdict in answer_to(asked("KZ>BY", measure, OTHER)).channels
        if verdict.channel == "direct"
    }

    assert [lawful[measure] == "conditional" for measure in measures] == [True, True, True, False, False]


def test_a_language_that_the_list_of_declarations_prints_is_confirmed(answer_to: Answered) -> None:
    """ETS 30, art. 16: Georgia takes requests in English or Russian."""
    given = answer_to(asked("AM>GE", HEARING, OTHER))

    assert "unsupported_languages" not in {warning.code for warning in given.warnings}
