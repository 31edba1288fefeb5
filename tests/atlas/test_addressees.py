"""The address of a request agrees with the channels and the declarations of the same answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from directory.atlas.answer import AtlasAnswer
from directory.atlas.channels import ChannelVerdict, closed_kinds
from directory.atlas.institutions import ADDRESS, COPY
from directory.atlas.question import Offence
from tests.atlas.cases import HEARING, OTHER, TIP, TODAY, asked
from tests.atlas.conftest import Answered

AM = ("am-prosecutor-general", "am-ministry-of-justice")
Found = Callable[..., AtlasAnswer]
DRUGS, LAUNDERING = Offence("drugs"), Offence("laundering")


@pytest.fixture
def found(answer_to: Answered) -> Found:
    """Return a function that answers on a pair of States, a measure, an offence and a stage."""

    def given(pair: str, measure: str, offence: Offence = OTHER, stage: str = "") -> AtlasAnswer:
        return answer_to(replace(asked(pair, measure, offence), stage=stage))

    return given


def first(given: AtlasAnswer) -> tuple[str, str, str]:
    one = given.addressees[0]
    return one.institution.link.key, one.part, one.under


@pytest.mark.parametrize("pair", ["AZ>GE", "RU>GE"])
def test_an_office_whose_channel_is_closed_is_not_addressed(found: Found, pair: str) -> None:
    """ETS 98, arts 5 and 9: Georgia excludes the way between ministries of justice and names its Prosecutor General."""
    given = found(pair, "extradition", DRUGS)

    assert first(given) == ("ge-prosecutor-general", ADDRESS, "ets98")
    assert "no_declared_authority" not in {warning.code for warning in given.warnings}


@pytest.mark.parametrize(
    ("pair", "channel", "lawful", "rests_on"),
    [
        ("DE>GE", "prosecutors", "conditional", ("ets24", "12(1)")),
        ("GR>GE", "central", "conditional", ("ets24", "12(1)")),
        ("RU>AM", "central", "conditional", ("ets24", "12(1)")),
        ("DE>AZ", "prosecutors", "conditional", ("ets98", "5")),
        ("DE>AZ", "central", "yes", ("ets98", "5")),
        # Minsk Convention, art. 80, opens it of itself.
        ("AM>GE", "prosecutors", "yes", ("minsk-1993", "80")),
    ],
)
def test_another_way_for_extradition_needs_an_arrangement_of_both_states(
    found: Found, pair: str, channel: str, lawful: str, rests_on: tuple[str, str]
) -> None:
    """ETS 24, art. 12(1), and between parties that accept its Chapter V, ETS 98, art. 5."""
    verdict = next(one for one in found(pair, "extradition").channels if one.channel == channel)

    assert verdict.lawful == lawful
    assert (verdict.reasons[0].treaty, verdict.reasons[0].article) == rests_on


@pytest.mark.parametrize("pair", ["UA>RU", "TR>RU"])
def test_an_office_that_a_reservation_names_is_named_under_the_treaty(found: Found, pair: str) -> None:
    given = found(pair, "extradition")

    assert first(given) == ("ru-prosecutor-general", ADDRESS, "ets98")
    assert "no_declared_authority" not in {warning.code for warning in given.warnings}


@pytest.mark.parametrize("pair", ["TM>AZ", "BY>AZ"])
def test_a_channel_between_prosecutors_general_leads_to_the_prosecutor_general(found: Found, pair: str) -> None:
    """Minsk Convention, art. 80."""
    given = found(pair, "extradition", LAUNDERING)

    assert first(given)[:2] == ("az-prosecutor-general", ADDRESS)
    assert [one.part for one in given.addressees if one.institution.link.key == "az-ministry-of-justice"] == ["also"]


def test_the_form_names_no_channel_that_the_state_excluded(found: Found) -> None:
    given = found("AZ>GE", "extradition", DRUGS)

    told = [one.text.text for said in given.sections.values() for one in said if one.text and one.treaty == "ets98"]
    assert not any("from ministry of justice to ministry of justice" in words for words in told)


def test_a_kind_of_office_that_any_open_channel_reaches_is_not_closed() -> None:
    def verdicts(central: str, prosecutors: str) -> list[ChannelVerdict]:
        pairs = (("central", central), ("prosecutors", prosecutors), ("diplomatic", "yes"))
        return [ChannelVerdict(channel, lawful, "evidence", ()) for channel, lawful in pairs]

    assert closed_kinds(verdicts("no", "not_known")) == {"ministry_of_justice"}
    assert closed_kinds(verdicts("yes", "no")) == set()


@pytest.mark.parametrize("pair", ["PL>RU", "GE>RU", "RU>TR", "GE>TR", "MD>GE", "GB>GE", "TR>GE"])
def test_the_direct_way_is_open_on_conditions_where_a_declaration_was_not_read(found: Found, pair: str) -> None:
    """ETS 182, art. 4(8)."""
    (direct,) = (verdict for verdict in found(pair, HEARING).channels if verdict.channel == "direct")

    assert direct.lawful == "conditional"
    assert [(why.treaty, why.article) for why in direct.reasons[:2]] == [("ets182", "4(1)"), ("ets182", "4(8)")]
    assert direct.reasons[1].text is not None
    assert "not read" in direct.reasons[1].text.text


def test_it_is_open_where_the_declaration_was_read(found: Found) -> None:
    """ETS 182, art. 4(1): Armenia asks for a copy alone, which takes nothing from it."""
    (direct,) = (verdict for verdict in found("RU>AM", HEARING).channels if verdict.channel == "direct")

    assert (direct.lawful, direct.reasons[0].treaty, direct.reasons[0].article) == ("yes", "ets182", "4(1)")


@pytest.mark.parametrize("state", ["ET", "EG", "HN", "TN", "TT"])
def test_the_return_of_a_victim_is_asked_of_who_takes_requests_and_not_of_a_hotline(found: Found, state: str) -> None:
    given = found(f"KG>{state}", "victim_repatriation", TIP)

    functions = [one.institution.functions for one in given.addressees]
    assert functions
    assert all("mutual_legal_assistance" in own or "victim_return" in own for own in functions)


@pytest.mark.parametrize("pair", ["AM>AZ", "AZ>AM", "AM>GE", "AZ>KZ", "AM>TM"])
def test_an_international_organization_helps_and_is_not_addressed(found: Found, pair: str) -> None:
    """Trafficking Protocol, art. 8(1): the State of nationality or residence accepts the person."""
    given = found(pair, "victim_repatriation", TIP)

    addressed = [one.institution.kind for one in given.addressees if one.part == ADDRESS]
    assert given.addressees
    assert "international_organization" not in addressed


# No divisor of a number of stages, measures or pairs, so that what runs has all of them.
@pytest.mark.long(each=5)
@pytest.mark.parametrize("stage", ["", "pre_trial"])
@pytest.mark.parametrize("measure", [HEARING, "records", "search_and_seizure"])
@pytest.mark.parametrize("pair", ["AM>GE", "TR>GE", "DE>GE", "AZ>GE"])
def test_a_court_that_is_a_judicial_authority_is_not_the_receiver_of_requests(
    found: Found, pair: str, measure: str, stage: str
) -> None:
    """ETS 30, arts 15(1) and 24; ETS 182, art. 4(1)."""
    assert first(found(pair, measure, stage=stage))[:2] == ("ge-ministry-of-justice", ADDRESS)


@pytest.mark.parametrize("pair", ["KZ>GE", "UZ>GE"])
def test_what_a_law_gave_to_another_office_is_asked_of_that_office(found: Found, pair: str) -> None:
    """Georgia's Law on International Cooperation, arts 5 and 11, as changed in 2018."""
    one = found(pair, HEARING, TIP).addressees[0]

    assert (one.institution.link.key, one.source.is_supported) == ("ge-prosecutor-general", True)


@pytest.mark.parametrize("pair", ["FR>AM", "DE>AM"])
@pytest.mark.parametrize(
    ("stage", "office"),
    [
        ("pre_trial", "am-prosecutor-general"),
        ("trial", "am-ministry-of-justice"),
        ("enforcement", "am-ministry-of-justice"),
    ],
)
def test_armenia_takes_extradition_requests_by_the_stage_of_the_case(
    found: Found, pair: str, stage: str, office: str
) -> None:
    """ETS 24, art. 12(1)."""
    assert first(found(pair, "extradition", stage=stage)) == (office, ADDRESS, "ets24")


@pytest.mark.parametrize(
    ("pair", "offices"), [("PL>UA", ("ua-prosecutor-general", "ua-ministry-of-justice")), ("DE>AM", AM)]
)
def test_an_office_of_another_stage_is_not_addressed_though_the_treaty_names_its_kind(
    found: Found, pair: str, offices: tuple[str, str]
) -> None:
    """ETS 30, art. 15(1), names ministries of justice; what the State itself says of its offices goes before it."""
    stages = ("pre_trial", "trial")
    assert tuple(first(found(pair, "transfer_detained_person", stage=stage))[0] for stage in stages) == offices


@pytest.mark.parametrize(
    ("pair", "stage", "office"),
    [
        ("AM>RU", "", "ru-prosecutor-general"),
        ("UA>AM", "pre_trial", "am-prosecutor-general"),
        ("UA>AM", "trial", "am-ministry-of-justice"),
        ("AM>LV", "pre_trial", "lv-prosecutor-general"),
        ("AM>LV", "trial", "lv-ministry-of-justice"),
        ("AM>RO", "", "ro-prosecution-high-court"),
        ("AM>RO", "trial", "ro-ministry-of-justice"),
    ],
)
def test_a_declaration_on_the_way_of_requests_takes_the_place_of_the_ministries(
    found: Found, pair: str, stage: str, office: str
) -> None:
    """ETS 73, art. 13(3)."""
    given = found(pair, "transfer_of_proceedings", stage=stage)
    (central,) = (verdict for verdict in given.channels if verdict.channel == "central")

    assert first(given) == (office, ADDRESS, "ets73")
    assert (central.lawful, central.reasons[0].state, central.reasons[0].article) == ("yes", pair[-2:], "13(3)")


@pytest.mark.parametrize(
    ("pair", "measure", "on", "offices"),
    [
        ("TR>AM", HEARING, TODAY, {"am-police", "am-judicial-department", "am-national-security-service"}),
        # ETS 182, art. 4(2): always between ministries of justice.
        ("DE>AM", "transfer_detained_person", TODAY, set()),
        # ETS 30, art. 15(2): directly in urgency alone; Georgia was not yet bound by ETS 182.
        ("GE>AM", HEARING, date(2012, 6, 1), set()),
        # ETS 73, art. 13(1): it names judicial authorities of its own.
        ("UA>AM", "transfer_of_proceedings", TODAY, set()),
        ("KZ>AM", HEARING, TODAY, set()),
    ],
)
def test_a_judicial_authority_is_named_only_where_its_treaty_opens_the_direct_way(
    answer_to: Answered, pair: str, measure: str, on: date, offices: set[str]
) -> None:
    """ETS 30, art. 24; ETS 182, arts 4(1) and 6."""
    given = answer_to(asked(pair, measure, OTHER, on))

    named = {one.institution.link.key for one in given.addressees}
    assert named & {"am-police", "am-judicial-department", "am-national-security-service"} == offices


def test_an_office_that_receives_copies_receives_them_at_each_stage(found: Found) -> None:
    """ETS 182, art. 4(8): Armenia asks for a copy to its Ministry of Justice."""
    parts = {one.institution.link.key: one.part for one in found("DE>AM", HEARING, stage="pre_trial").addressees}

    assert (parts["am-prosecutor-general"], parts["am-ministry-of-justice"]) == (ADDRESS, COPY)
