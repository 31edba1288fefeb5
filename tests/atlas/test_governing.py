"""What governs a request: findings of a treaty lawyer, each with its article."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.atlas.answer import AtlasAnswer, compose
from directory.atlas.answer_data import load_answer_data
from directory.atlas.question import Offence
from directory.atlas.sheet_statements import SheetStatement
from tests.atlas.cases import HEARING, OTHER, TIP, TODAY, asked
from tests.html import parse

Ask = Callable[..., AtlasAnswer]
STATES = ("AE", "AM", "AZ", "BY", "CN", "DE", "GB", "GE", "KG", "KZ", "PK", "RU", "TJ", "TM", "UA", "US", "UZ")


@pytest.fixture(scope="module")
def ask(app: Flask) -> Ask:
    with app.test_request_context("/"):
        data = load_answer_data(ANONYMOUS, STATES, "en")

    def answer(pair: str, measure: str, offence: Offence = TIP, on: date = TODAY) -> AtlasAnswer:
        with app.test_request_context("/"):
            return compose(asked(pair, measure, offence, on), data, ANONYMOUS, "en")

    return answer


def lawful(found: AtlasAnswer, channel: str) -> str:
    return next(one.lawful for one in found.channels if one.channel == channel)


def statements(found: AtlasAnswer) -> list[SheetStatement]:
    return [one for said in found.sections.values() for one in said]


def reasons(found: AtlasAnswer) -> set[tuple[str, str]]:
    return {(why.code, why.treaty) for basis in found.bases for why in basis.reasons}


def test_a_treaty_on_a_condition_takes_no_channel_from_the_one_that_leads(ask: Ask) -> None:
    """UNCAC, art. 46(7): only a treaty that applies puts its procedure in the place of paragraphs 9 to 29."""
    found = ask("KZ>DE", "bank_data", Offence("corruption"))

    assert next(basis.treaty for basis in found.usable if basis.is_leading) == "uncac"
    assert lawful(found, "central") == "yes"


def test_a_convention_without_procedure_takes_none_from_another(ask: Ask) -> None:
    """Convention on the financing of terrorism, art. 12(5)."""
    found = ask("TJ>PK", HEARING, Offence("terrorism", is_organized=True, max_penalty_years=10))

    assert ("other_treaty_first", "icsft-1999") not in reasons(found)
    assert lawful(found, "central") != "not_known"


def test_what_stands_beside_the_paragraphs_that_give_way_binds_of_itself(ask: Ask) -> None:
    """UNTOC, art. 18(7) and (8): bank secrecy is no ground, whichever treaty leads."""
    found = ask("KZ>KG", "bank_data")

    assert [one.if_agreed for one in statements(found) if (one.treaty, one.article) == ("untoc", "18(8)")] == [False]


def test_a_convention_that_is_nowhere_in_force_goes_before_none(ask: Ask) -> None:
    found = ask("GE>US", "telecom_data", Offence("computer"))

    assert not any(treaty == "cets224" for _, treaty in reasons(found))


def test_a_treaty_is_not_signed_before_it_was_concluded(ask: Ask) -> None:
    found = ask("KZ>US", HEARING, TIP, date(2010, 1, 1))

    assert {basis.use for basis in found.bases if basis.treaty == "kz-us-mla-2015"} <= {"not_yet"}


def test_languages_of_assistance_are_none_of_extradition(ask: Ask) -> None:
    """UNTOC, art. 18(14) is on requests for assistance; the treaty on extradition has its own rule."""
    found = ask("AM>UA", "extradition")

    assert not any(one.said.treaty == "untoc" for one in found.languages)


def test_an_authority_for_requests_without_a_treaty_is_not_addressed_under_one(ask: Ask) -> None:
    found = ask("AM>DE", "records")

    assert found.addressees
    assert not any(list(one.institution.functions) == ["mla_no_treaty"] for one in found.addressees)
    assert "Foreign Office" not in found.addressees[0].institution.link.text.text


def test_an_agreement_on_migration_opens_no_channel_in_a_drug_case(ask: Ask) -> None:
    found = ask("KZ>UZ", HEARING, Offence("drugs"))

    assert not any(one.treaty == "kz-uz-migr-2019" for verdict in found.channels for one in verdict.reasons)


def test_a_rule_that_an_amending_protocol_made_anew_is_told_once(ask: Ask) -> None:
    """Protocol of 1997 to the Minsk Convention: forty days in art. 62 take the place of one month."""
    bound, unbound = ask("TJ>RU", "extradition", TIP, date(2004, 1, 1)), ask("TM>UZ", "extradition")

    def days(found: AtlasAnswer) -> set[str]:
        told = (one for one in statements(found) if one.topic == "provisional_arrest" and one.text)
        return {word for one in told for word in ("forty days", "one month") if word in one.text.text.lower()}

    assert days(unbound) == {"one month"}
    assert "one month" not in days(bound) or "forty days" not in days(bound)


def test_the_contents_of_a_convention_that_asks_nothing_are_no_gap(ask: Ask) -> None:
    found = ask("KG>AE", HEARING)

    assert not any(warning.code == "contents_not_read" for warning in found.warnings)


def test_the_authority_that_conducts_the_proceedings_is_among_the_contents(ask: Ask) -> None:
    """UNTOC, art. 18(15)(b)."""
    found = ask("KG>AE", HEARING)

    assert any("authority that conducts" in item.text.text for item in found.content)


def test_that_another_treaty_binds_is_not_denied(ask: Ask) -> None:
    """UNCAC, art. 46(7) asks whether a treaty on assistance binds both States, not whether it names the measure."""
    found = ask("TM>KG", "video_hearing", Offence("corruption"))

    assert ("other_treaty_first", "minsk-1993") in reasons(found)
    assert {item.treaty for item in found.content if item.treaty} == {"minsk-1993"}
    assert not any(code == "own_procedure" for code, _ in reasons(found))


def test_a_convention_without_procedure_leaves_it_to_national_law(ask: Ask) -> None:
    """Convention on the financing of terrorism, art. 12(5)."""
    found = ask("TJ>PK", HEARING, Offence("terrorism"))

    told = {why.code for basis in found.bases if basis.treaty == "icsft-1999" for why in basis.reasons}
    assert told & {"own_procedure", "national_procedure"} == {"national_procedure"}


def test_a_treaty_whose_text_was_not_read_says_so_beside_one_that_gives_the_contents(ask: Ask) -> None:
    """Chisinau Convention, arts 7 and 119."""
    found = ask("RU>KG", HEARING)

    assert {item.treaty for item in found.content} == {"chisinau-2002"}
    assert {("contents_not_read", "ru-kg-mla-1992"), ("channels_not_read", "ru-kg-mla-1992")} <= {
        (one.code, one.treaty) for one in found.warnings
    }


def test_where_no_treaty_on_assistance_binds_both_this_is_said(ask: Ask) -> None:
    found = ask("KG>AE", HEARING)

    assert {code for code, _ in reasons(found)} & {"own_procedure", "other_treaty_first"} == {"own_procedure"}


def test_an_authority_named_for_assistance_is_not_named_for_extradition(ask: Ask) -> None:
    """UNTOC, art. 18(13)."""
    assert {one.under for one in ask("KZ>UA", "extradition").addressees} == {""}
    assert "untoc" in {one.under for one in ask("AE>UA", HEARING).addressees}


def test_a_treaty_that_may_have_taken_the_place_of_another_is_not_arguable(ask: Ask) -> None:
    """Chisinau, art. 120(3): if it bound both in 2005 it alone applies, if not the Minsk Convention does."""
    found = ask("TJ>KZ", HEARING, Offence("other"), date(2005, 1, 1))

    first, second, *_ = (basis for basis in found.usable if not basis.follows)
    assert (first.treaty, second.treaty) == ("minsk-1993", "chisinau-2002")
    assert first.order is not None
    assert (first.order.code, first.order.article) == ("order_superseded_if_bound", "120(3)")
    assert first.is_leading
    assert second.is_leading


@pytest.mark.parametrize(
    ("pair", "measure", "kind"), [("GE>US", "telecom_data", "computer"), ("GE>DE", "travel_documents", "tip")]
)
def test_a_convention_that_was_read_and_asks_nothing_leaves_no_gap(
    ask: Ask, pair: str, measure: str, kind: str
) -> None:
    """Convention on Cybercrime, art. 31, and CETS 197 list no contents."""
    found = ask(pair, measure, Offence(kind))

    assert not any(warning.code == "contents_not_read" for warning in found.warnings)


def test_a_special_convention_is_none_that_may_only_add(ask: Ask) -> None:
    """ETS 30, art. 26(2) and (3): Budapest goes before it for data, so it adds to nothing."""
    found = ask("GE>AM", "interception", Offence("computer"))

    assert {one.order.code for one in found.usable if one.order} & {"order_later_supplements"} == set()


@pytest.mark.parametrize("measure", ["measures_at_sea", "travel_documents", "return_of_migrants"])
def test_an_authority_for_assistance_is_none_for_migrants_and_vessels(ask: Ask, measure: str) -> None:
    """Smuggling Protocol, arts 8(6), 13 and 18: other authorities, which a State names."""
    assert ask("KZ>RU", measure, Offence("som")).addressees == []


def test_a_treaty_whose_channel_was_not_read_says_so(ask: Ask) -> None:
    warned = {(one.code, one.treaty) for one in ask("KZ>CN", HEARING).warnings}

    assert ("channels_not_read", "kz-cn-mla-1993") in warned


@pytest.mark.parametrize(
    ("pair", "measure", "treaty", "articles"),
    [
        ("AZ>GB", "transfer_of_proceedings", "ets30", "21"),
        ("BY>KZ", "extradition", "chisinau-2002", "66; 89; 91"),
        ("KZ>CN", HEARING, "kz-cn-mla-1993", ""),
    ],
)
def test_contents_that_are_not_known_are_told_with_the_articles_that_were_read(
    ask: Ask, pair: str, measure: str, treaty: str, articles: str
) -> None:
    """ETS 30, art. 21, was read and lists no contents; art. 67 of the Chisinau Convention was not read."""
    warned = [one for one in ask(pair, measure, OTHER).warnings if one.code.startswith("contents_not_")]

    code = "contents_not_told" if articles else "contents_not_read"
    assert [(one.code, one.treaty, one.articles) for one in warned] == [(code, treaty, articles)]


@pytest.mark.parametrize(
    ("pair", "measure", "article"),
    [
        ("BY>KZ", "telecom_data", ("chisinau-2002", "5(1)")),
        ("BY>KZ", "undercover", ("chisinau-2002", "5(1)")),
        ("TM>UZ", "data_preservation", ("minsk-1993", "5")),
        ("RU>TJ", "transfer_detained_person", ("minsk-1993-protocol-1997", "2")),
    ],
)
def test_the_article_on_channels_for_all_assistance_is_told_for_each_measure(
    ask: Ask, pair: str, measure: str, article: tuple[str, str]
) -> None:
    """Minsk Convention, art. 5, in the texts of 1993 and 1997; Chisinau Convention, art. 5(1)."""
    found = ask(pair, measure, OTHER)

    told = {(why.treaty, why.article) for verdict in found.channels for why in verdict.reasons}
    assert article in told
    assert not any(warning.code == "channels_not_read" for warning in found.warnings)


def test_the_sentence_names_the_articles_that_were_read(app: Flask) -> None:
    page = parse(app.test_client().get("/en/atlas?from=AZ&to=GB&measure=transfer_of_proceedings&offence=other&all=1"))

    assert "What was read of ETS 30, art. 21, on this measure does not say" in page.text


def test_consultation_on_jurisdiction_is_none_on_a_request_for_evidence(ask: Ask) -> None:
    """Convention on Cybercrime, art. 22(5), is on which State prosecutes."""
    found = ask("AM>DE", "records", Offence("computer"))

    assert any(one.treaty == "budapest-185" for one in found.usable)
    assert ("budapest-185", "22(5)") not in {(one.treaty, one.article) for one in statements(found)}


def test_a_ministry_named_for_requests_without_a_treaty_is_not_addressed_for_data(ask: Ask) -> None:
    """Convention on Cybercrime, art. 27(1): its authorities only where no other treaty binds both."""
    found = ask("GE>DE", "telecom_data", Offence("computer"))

    assert found.addressees[0].institution.link.key == "de-federal-office-of-justice"


def test_an_addressee_under_a_treaty_is_not_named_as_one_for_requests_without_a_treaty(ask: Ask) -> None:
    """Treaty of 1996: the Ministry of Foreign Affairs receives requests for extradition with and without a treaty."""
    found = ask("KZ>CN", "extradition", Offence("corruption", max_penalty_years=10))

    assert found.addressees[0].institution.link.key == "cn-ministry-of-foreign-affairs"
    assert "treaty" not in found.addressees[0].institution.link.text.text


@pytest.mark.parametrize("state", ["AM", "KZ", "UZ"])
def test_no_request_must_contain_what_a_state_lists_for_its_own_requests(ask: Ask, state: str) -> None:
    found = ask(f"DE>{state}", "records", OTHER)

    assert [item.text.text for item in found.content if not item.treaty and not item.code] == []
