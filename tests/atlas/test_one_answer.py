"""One answer says one thing: on contact points and channels, on what needs agreement, on treaties and protocols."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.atlas.answer import AtlasAnswer, answer, compose
from directory.atlas.answer_data import AnswerData, load_answer_data
from directory.atlas.channels import ChannelVerdict
from directory.atlas.presenters.lines import language_lines
from directory.atlas.question import Offence
from directory.atlas.sentences import channel_sentences
from directory.atlas.sheet_statements import SheetStatement
from tests.atlas.cases import HEARING, OTHER, TIP, TODAY, asked
from tests.html import parse

Ask = Callable[..., AtlasAnswer]
STATES = ("AE", "AM", "BY", "CZ", "DE", "FJ", "GB", "GE", "KG", "KZ", "RU", "SO", "UA", "US")
DRUGS = Offence("drugs")


@pytest.fixture(scope="module")
def data(app: Flask) -> AnswerData:
    with app.test_request_context("/"):
        return load_answer_data(ANONYMOUS, STATES, "en")


@pytest.fixture
def ask(app: Flask, data: AnswerData) -> Ask:
    def given(pair: str, measure: str, offence: Offence = TIP, on: date = TODAY) -> AtlasAnswer:
        with app.test_request_context("/"):
            return compose(asked(pair, measure, offence, on), data, ANONYMOUS, "en")

    return given


def channel(found: AtlasAnswer, code: str) -> ChannelVerdict:
    return next(one for one in found.channels if one.channel == code)


def rules(found: AtlasAnswer, treaty: str) -> list[SheetStatement]:
    return [one for said in found.sections.values() for one in said if one.treaty == treaty and not one.state]


@pytest.mark.parametrize("pair", ["GE>DE", "AM>UA"])
def test_preservation_of_data_goes_by_the_channels_of_the_assistance_treaty(ask: Ask, pair: str) -> None:
    """Convention on Cybercrime, arts 27(1) and 29: its article names no channel; ETS 182, art. 4 does, of right.

    Art. 4(8): the State may have declared against the direct way, and its declaration was not read.
    """
    found = ask(pair, "data_preservation", OTHER)

    assert [basis.treaty for basis in found.usable if basis.is_leading][:2] == ["budapest-185", "ets182"]
    for code, lawful in (("direct", "conditional"), ("central", "yes")):
        verdict = channel(found, code)
        assert (verdict.lawful, verdict.reasons[0].treaty, verdict.reasons[0].if_agreed) == (lawful, "ets182", False)


def test_without_another_assistance_treaty_preservation_goes_between_its_central_authorities(ask: Ask) -> None:
    """Convention on Cybercrime, art. 27(2)."""
    verdict = channel(ask("GE>US", "data_preservation", OTHER), "central")

    assert (verdict.lawful, verdict.reasons[0].treaty) == ("yes", "budapest-185")


def test_a_contact_point_for_other_measures_is_told_and_not_denied(app: Flask, ask: Ask, data: AnswerData) -> None:
    """Convention on Cybercrime, art. 35(1)."""
    verdict = channel(ask("AM>GB", "records", OTHER), "round_the_clock")

    assert (verdict.lawful, verdict.reasons[0].treaty, verdict.reasons[0].article) == ("no", "budapest-185", "35(1)")
    with app.test_request_context("/"):
        assert channel_sentences(verdict, data.titles).startswith("The treaty opens this channel for these measures")


def test_an_open_contact_point_is_not_said_to_be_closed(ask: Ask) -> None:
    verdict = channel(ask("GE>DE", "data_preservation", OTHER), "round_the_clock")

    assert verdict.lawful == "yes"
    assert {why.answer for why in verdict.reasons} == {"yes"}


def test_a_contact_point_for_electronic_evidence_is_no_channel_of_extradition(ask: Ask) -> None:
    assert "round_the_clock" not in {one.channel for one in ask("RU>AM", "extradition").channels}


@pytest.mark.parametrize(
    ("measure", "yields"),
    [("extradition", "decision"), (HEARING, "evidence"), ("spontaneous_information", "information")],
)
def test_a_channel_yields_what_the_measure_is_about(ask: Ask, measure: str, yields: str) -> None:
    assert channel(ask("RU>AM", measure, OTHER), "central").yields == yields


def test_a_way_between_bodies_that_both_named_is_not_known_to_be_open(ask: Ask) -> None:
    """Chisinau Convention, art. 5(1)."""
    verdict = channel(ask("KZ>KG", HEARING), "direct")

    assert verdict.lawful == "not_known"
    assert [(why.treaty, why.article, why.if_agreed) for why in verdict.reasons] == [("chisinau-2002", "5(1)", False)]


def test_rules_that_give_way_to_no_treaty_need_no_agreement(ask: Ask) -> None:
    """UNTOC, art. 18(7): paragraphs 9 to 29 of article 18 alone give way, and nothing of the Trafficking Protocol."""
    found = ask("KZ>BY", HEARING)

    assert {one.article for one in rules(found, "tip-protocol")} >= {"3(d)", "5(1-2)"}
    assert not any(one.if_agreed for one in rules(found, "tip-protocol"))
    assert {one.if_agreed for one in rules(found, "untoc") if one.article == "25(1)"} == {False}
    assert {one.if_agreed for one in rules(found, "untoc") if one.article == "18(21)(a)"} == {True}


def test_they_need_none_beside_a_convention_of_the_same_kind(ask: Ask) -> None:
    told = {one.article: one.if_agreed for one in rules(ask("KG>AE", "bank_data", DRUGS), "untoc")}

    assert (told["2(a)"], told["4(1-2)"], told["25(1)"]) == (False, False, False)
    assert told["18(24)"]


def test_duties_beside_an_extradition_treaty_need_none(ask: Ask) -> None:
    """UNTOC, art. 16(15) and (16)."""
    told = {one.article: one.if_agreed for one in rules(ask("RU>AM", "extradition"), "untoc")}

    assert (told["16(15)"], told["16(16)"]) == (False, False)


def test_of_two_conventions_that_give_way_one_alone_has_its_own_procedure(ask: Ask) -> None:
    found = ask("KG>AE", "bank_data", DRUGS)

    told = [basis.treaty for basis in found.usable if any(why.code == "own_procedure" for why in basis.reasons)]
    assert told == ["vienna-1988"]


def test_a_party_to_a_protocol_is_a_party_to_its_treaty(ask: Ask) -> None:
    """ETS 86, art. 3(4): no source was found for Czechia and ETS 24, and a source has it in both Protocols."""
    (convention,) = (basis for basis in ask("AM>CZ", "extradition", OTHER).usable if basis.treaty == "ets24")

    assert convention.is_supported
    assert ("through_protocol", ("CZ",)) in {(why.code, why.states) for why in convention.reasons}


def test_it_is_one_too_where_no_act_under_the_treaty_is_known_but_not_before_the_protocol_bound(ask: Ask) -> None:
    """UNTOC, art. 37(2); Somalia is bound by the Smuggling Protocol from 2025-04-24."""
    uses = {
        on: {basis.treaty: basis.use for basis in ask("KZ>SO", HEARING, Offence("som"), on).bases}.get("untoc")
        for on in (TODAY, date(2025, 4, 23))
    }

    assert uses[TODAY] == "basis"
    assert uses[date(2025, 4, 23)] not in ("basis", "conditional")


def test_an_article_that_a_protocol_replaces_is_not_shown(ask: Ask) -> None:
    """ETS 182, arts 3 to 6: ETS 30, arts 11, 15, 20 and 24. ETS 98, arts 2 and 5: ETS 24, arts 5 and 12(1)."""
    assistance = {one.article.partition("(")[0] for one in rules(ask("AM>GB", "records", OTHER), "ets30")}
    extradition = {one.article for one in rules(ask("AM>UA", "extradition", OTHER), "ets24")}

    assert {"11", "15", "20", "24"} & assistance == set()
    assert {"5", "12(1)"} & extradition == set()
    assert any(item.basis == "ETS 24, art. 12(2)(a)" for item in ask("AM>UA", "extradition", OTHER).content)


def test_the_rule_of_the_leading_treaty_on_languages_comes_before_what_a_state_names_in_general(
    app: Flask, ask: Ask, data: AnswerData
) -> None:
    """ETS 30, art. 16(1): no translation, unless the State has reserved it."""
    found = ask("AM>GB", "records", OTHER)

    assert [(one.treaty, one.article) for one in found.language_rules] == [("ets30", "16(1)")]
    with app.test_request_context("/"):
        first, second, *_ = language_lines(found, data.titles, "en")
    assert first.text is not None
    assert first.text.text.startswith("No translation of the request")
    assert (second.languages[0].text, second.scope) == ("English", ("Named in general, not under this treaty",))


def test_a_declaration_on_languages_takes_the_place_of_that_rule(ask: Ask) -> None:
    """Armenia under ETS 24, art. 23."""
    found = ask("RU>AM", "extradition", OTHER)

    assert found.language_rules == []
    assert [one.code for one in found.languages][:3] == ["hy", "en", "fr"]


@pytest.mark.parametrize("pair", ["KZ>KG", "BY>KZ", "RU>AM"])
def test_what_one_party_named_under_a_treaty_is_not_told_of_other_states(ask: Ask, pair: str) -> None:
    """Chisinau Convention, art. 5(1): the bodies that Uzbekistan named deal with each other for Uzbekistan."""
    given = ask(pair, HEARING)

    told = [one.text.text for said in given.sections.values() for one in said if one.text and not one.state]
    assert told
    assert not any("Uzbekistan" in words for words in told)


def test_the_summary_has_that_rule_and_tells_it_once(app: Flask) -> None:
    page = parse(app.test_client().get("/en/atlas?from=AM&to=GB&measure=records&offence=other"))

    told = page.one('dl.essentials a[href="#am-gb-language"]').parent.next.text
    assert told.index("No translation of the request") < told.index("English")
    assert "No translation of requests and annexes is required." not in page.one("#am-gb-language").text


@pytest.mark.parametrize(
    ("pair", "measure", "first"),
    [
        ("AM>UA", "transfer_of_proceedings", "ua-ministry-of-justice"),
        # ETS 182, art. 4(1) opens the direct way too, unless Ukraine declared otherwise: its declaration was not read.
        ("AM>UA", HEARING, "ua-ministry-of-justice"),
    ],
)
def test_a_channel_between_ministries_of_justice_leads_to_the_ministry(
    ask: Ask, pair: str, measure: str, first: str
) -> None:
    """ETS 73, art. 13(1)."""
    assert ask(pair, measure, OTHER).addressees[0].institution.link.key == first


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_how_sure_an_addressee_is_does_not_depend_on_the_language(app: Flask, language: str) -> None:
    """The doubt is on the office's function: Kyrgyzstan's has a source, Turkmenistan's for extradition has none."""
    with app.test_request_context("/"):
        sure, unsure = (
            answer(question, ANONYMOUS, language)[0].addressees[0].source.is_supported
            for question in (asked("KZ>KG", HEARING, TIP), asked("RU>TM", "extradition", OTHER))
        )

    assert (sure, unsure) == (True, False)


def test_an_item_for_some_requests_only_is_no_item_of_every_request(ask: Ask) -> None:
    """ETS 30, art. 3(3): originals, if they are wanted."""
    needed = {item.basis: item.is_mandatory for item in ask("AM>GB", "records", OTHER).content}

    assert (needed["ETS 30, art. 3(3)"], needed["ETS 30, art. 14(1)(b)"]) == (False, True)
