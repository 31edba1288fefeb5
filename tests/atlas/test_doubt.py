"""What was not read, is not known or was not yet law is never told as certain."""

from collections.abc import Iterator
from datetime import date

import pytest

from directory.access.viewer import ANONYMOUS
from directory.atlas.answer import AtlasAnswer, answer
from directory.atlas.basis_ranking import list_bases, rank_bases
from directory.atlas.coverage import judge
from directory.atlas.facts import WITHOUT_TREATY, AtlasFacts, CoverageFacts, RelationFacts, TreatyActFacts, TreatyFacts
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.queries import load
from directory.atlas.question import AtlasQuestion, Offence
from directory.clock import frozen_at
from directory.extensions import db
from directory.models import Legislation
from directory.vocabulary import SUBJECTS
from tests.atlas.cases import HEARING, MOMENT, OTHER, TIP, TODAY, asked

LAUNDERING = Offence("laundering")
ASSISTANCE = tuple(code for code in SUBJECTS if code.startswith("mla_") and code != "mla_civil")
LONG_AGO = date(2015, 6, 1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with frozen_at(MOMENT):
        yield


def by_treaty(bases: list[LegalBasis]) -> dict[str, LegalBasis]:
    return {one.treaty: one for one in bases}


def codes(basis: LegalBasis) -> set[str]:
    return {why.code for why in basis.reasons}


def answered(question: AtlasQuestion) -> AtlasAnswer:
    return answer(question, ANONYMOUS, "en")[0]


@pytest.mark.parametrize("measure", ["extradition", "transfer_of_sentenced_persons", "video_hearing", "freezing"])
@pytest.mark.parametrize("subject", ASSISTANCE)
def test_what_a_treaty_may_cover_that_was_not_read_is_not_assessed(subject: str, measure: str) -> None:
    treaty = TreatyFacts("own", "bilateral", subject=subject)
    record = AtlasFacts({"own": treaty}, {}, {})

    verdict = judge(treaty, asked("KZ>GE", measure, OTHER), {"own": True}, record)

    assert verdict.use == ("basis" if measure in SUBJECTS[subject].covers else "not_assessed")


def test_a_treaty_on_assistance_in_civil_matters_covers_no_extradition() -> None:
    treaty = TreatyFacts("own", "bilateral", subject="mla_civil")

    verdict = judge(treaty, asked("KZ>GE", "extradition", OTHER), {"own": True}, AtlasFacts({"own": treaty}, {}, {}))

    assert verdict.use == "not_covering"


@pytest.mark.parametrize(("on", "use"), [(LONG_AGO, "conditional"), (TODAY, "basis")])
def test_an_offence_covered_through_a_treaty_of_unknown_days_is_a_condition(on: date, use: str) -> None:
    whole = TreatyFacts(
        "whole", "universal", in_force_from=date(2003, 9, 29), coverage=(CoverageFacts((HEARING,), ("tip",), "part"),)
    )
    part = TreatyFacts("part", "universal", relations=(RelationFacts("supplements", "whole"),))
    bound = (TreatyActFacts("party", "entry_into_force", date(2004, 1, 1), True),)
    acts = {
        ("whole", "KZ"): bound,
        ("whole", "KG"): bound,
        ("part", "KZ"): bound,
        ("part", "KG"): (TreatyActFacts("party", "", None, True),),
    }

    bases = by_treaty(
        rank_bases(asked("KZ>KG", HEARING, TIP, on), AtlasFacts({"whole": whole, "part": part}, acts, {}))
    )

    assert bases["whole"].use == use
    assert ("through_if_bound" in codes(bases["whole"])) == (use == "conditional")
    assert ("uncertain_on_day" in codes(bases["part"])) == (use == "conditional")


def test_a_protocol_is_a_condition_in_the_year_in_which_a_state_joined(context: None) -> None:
    before, in_it, after = (
        by_treaty(list_bases(asked("PK>UZ", "video_hearing", TIP, date(year, 6, 1)))) for year in (2021, 2022, 2023)
    )

    assert before["tip-protocol"].use == "not_yet"
    assert in_it["untoc"].use == "conditional"
    assert after["untoc"].use == "basis"


def test_a_day_of_force_that_is_not_known_makes_channels_conditional(context: None) -> None:
    told = answered(asked("UZ>TM", HEARING, OTHER, date(1996, 6, 1)))

    bases = by_treaty(told.bases)
    assert [basis.treaty for basis in told.usable] == ["minsk-1993"]
    assert "uncertain_on_day" in codes(bases["minsk-1993"])
    open_by_it = [one for one in told.channels if one.reasons and one.reasons[0].treaty == "minsk-1993"]
    assert {one.lawful for one in open_by_it} <= {"conditional", "no", "not_known"}
    assert open_by_it


@pytest.mark.parametrize(("on", "use"), [(date(2006, 1, 20), "conditional"), (date(2006, 1, 21), "basis")])
def test_a_state_that_a_list_names_as_a_party_was_bound_by_then(context: None, on: date, use: str) -> None:
    assert by_treaty(list_bases(asked("UZ>TM", HEARING, OTHER, on)))["minsk-1993"].use == use


def test_silence_of_a_list_is_not_told_as_not_being_a_party(context: None) -> None:
    found = by_treaty(list_bases(asked("AM>GR", "confiscation", LAUNDERING)))
    silent = by_treaty(list_bases(asked("AM>BY", "confiscation", LAUNDERING)))["cets198"]

    assert found["cets198"].use == "signed"
    assert silent.use == "not_known"
    assert [(why.code, why.year, why.states) for why in silent.reasons] == [("not_known_since", 2008, ("BY",))]


def test_a_state_that_a_source_names_as_no_party_is_none(context: None) -> None:
    assert by_treaty(list_bases(asked("AM>KZ", HEARING, OTHER)))["ets30"].use == "not_party"


@pytest.mark.parametrize(("pair", "on"), [("BY>AM", date(2004, 5, 1)), ("PK>AM", date(2024, 3, 1))])
def test_no_answer_rests_on_a_law_that_was_not_yet_made(context: None, pair: str, on: date) -> None:
    past, today = (answered(asked(pair, HEARING, OTHER, day)) for day in (on, TODAY))

    assert "am-mla-law-2024" in laws_of(today)
    assert "am-mla-law-2024" not in laws_of(past)


def test_no_answer_rests_on_a_law_that_was_replaced(context: None) -> None:
    past, today = (answered(asked("GB>KZ", HEARING, OTHER, day)) for day in (date(2013, 6, 1), TODAY))

    assert "kz-cpc-1997" in laws_of(past)
    assert "kz-cpc" not in laws_of(past)
    assert "kz-cpc-1997" not in laws_of(today)
    assert [(one.topic, one.answer, one.law and one.law.key) for one in today.routes if one.answer] == [
        ("reciprocity", "conditional", "kz-cpc")
    ]


def test_a_law_replaced_on_an_unknown_day_is_not_told_today(context: None) -> None:
    today = answered(asked("BY>AM", "extradition", OTHER))
    past = answered(asked("BY>AM", "extradition", OTHER, LONG_AGO))

    assert db.session.get(Legislation, "am-cpc-1998").in_force_until is None
    assert "am-cpc-1998" in laws_of(past)
    assert "am-cpc-1998" not in laws_of(today)


def test_a_statement_on_extradition_without_a_treaty_begins_with_its_law(context: None) -> None:
    told = load(ANONYMOUS, ["GE", "KZ"]).declared[WITHOUT_TREATY, "GE"]

    assert [one.since for one in told] == [db.session.get(Legislation, "ge-law-iccm-2010").not_before]


def laws_of(told: AtlasAnswer) -> set[str]:
    said = [*told.routes, *(one for found in told.declarations.values() for one in found)]
    said += [*told.language_rules, *(one for found in told.sections.values() for one in found)]
    return {one.law.key for one in said if one.law}
