"""What a joint investigation of several States can rest on, worked out by hand from `seed_data/`, and whom to ask."""

from dataclasses import dataclass, field, replace
from itertools import permutations

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.atlas.answer_data import load_answer_data
from directory.atlas.joint_answer import JointAnswer, joint_answer
from directory.atlas.joint_question import MEASURE
from directory.atlas.question import AtlasQuestion
from directory.models import Competence
from directory.vocabulary import JOINT_POINTS
from tests import factories
from tests.atlas.cases import OTHER, SERIOUS, SOM, TIP, TODAY, WEAK, Offence


def asked(states: str, offence: Offence = TIP) -> AtlasQuestion:
    first, second, *others = states.split()
    return AtlasQuestion(first, second, MEASURE, offence, on=TODAY, others=tuple(others))


def answered(question: AtlasQuestion) -> JointAnswer:
    return joint_answer(question, load_answer_data(ANONYMOUS, set(question.states), "en"), ANONYMOUS, "en")


@dataclass(frozen=True)
class Case:
    """`usable` among all, in order; of `others` how they stand; by pair what binds these two besides."""

    question: AtlasQuestion
    outcome: str
    usable: tuple[str, ...]
    others: dict[str, str] = field(default_factory=dict)
    pairs: dict[str, tuple[str, ...]] = field(default_factory=dict)


CASES = {
    "KZ, KG, UZ: UNTOC case by case; of Uzbekistan no deposit for Chisinau is known": Case(
        asked("KZ KG UZ"),
        "case_by_case",
        ("untoc conditional", "tip-protocol supplements"),
        {"chisinau-2002": "approved", "minsk-1993": "not_covering"},
        {"KZ KG": ("chisinau-2002 basis",)},
    ),
    "KZ, GE: Georgia has only signed Chisinau, Kazakhstan is no party to ETS 182": Case(
        asked("KZ GE"),
        "case_by_case",
        ("untoc conditional", "tip-protocol supplements"),
        {"chisinau-2002": "signed", "ets182": "not_party"},
    ),
    "AM, AZ, GE: UNTOC case by case; Azerbaijan has only signed ETS 182 (20(1)), which binds the two others": Case(
        asked("AM AZ GE"),
        "case_by_case",
        ("untoc conditional", "tip-protocol supplements"),
        {"chisinau-2002": "signed", "ets182": "signed", "cets197": "not_covering"},
        {"AM AZ": ("chisinau-2002 conditional",), "AM GE": ("ets182 basis", "ets30 supplements")},
    ),
    "KZ, KG, TJ: Chisinau if it binds Tajikistan, which no source says; Minsk, in force if it does not, has none": Case(
        asked("KZ KG TJ"),
        "case_by_case",
        ("untoc conditional", "tip-protocol supplements", "chisinau-2002 conditional"),
        {"minsk-1993": "not_covering"},
    ),
    "KZ, KG alone: their own treaty does not name teams as far as it was read; no pairs": Case(
        asked("KZ KG"),
        "basis",
        ("chisinau-2002 basis", "untoc conditional", "tip-protocol supplements"),
    ),
    "KG, UZ, smuggling punished with three years: nothing known, since their treaty of 1996 was not read": Case(
        asked("KG UZ", WEAK),
        "none",
        (),
        {"untoc": "not_covering", "som-protocol": "signed", "kg-uz-mla-1996": "not_assessed"},
    ),
    "KG, AE, smuggling punished with three years: nothing": Case(
        asked("KG AE", WEAK), "none", (), {"untoc": "not_covering"}
    ),
    "KG, UZ, a serious crime: UNTOC too, still by agreement": Case(
        asked("KG UZ", SERIOUS), "case_by_case", ("untoc conditional",)
    ),
    "KZ, KG, AE, smuggling: the Emirates are no party to the Smuggling Protocol": Case(
        asked("KZ KG AE", SOM),
        "case_by_case",
        ("untoc conditional",),
        {"chisinau-2002": "not_party"},
        {"KZ KG": ("chisinau-2002 basis", "som-protocol supplements")},
    ),
}


@pytest.mark.long(each=3)
@pytest.mark.parametrize("name", CASES)
def test_what_binds_all_and_what_binds_two_is_worked_out_by_hand(context: None, name: str) -> None:
    case = CASES[name]

    found = answered(case.question)

    assert tuple(f"{one.treaty} {one.use}" for one in found.usable) == case.usable
    assert found.outcome == case.outcome
    assert {one.treaty: one.use for one in found.bases if one.treaty in case.others} == case.others
    pairs = {" ".join(one.states): tuple(f"{b.treaty} {b.use}" for b in one.bases) for one in found.pairs}
    assert {pair: bases for pair, bases in pairs.items() if pair in case.pairs} == case.pairs
    assert bool(pairs) == bool(case.pairs)


def test_the_states_that_are_not_bound_are_named_together(context: None) -> None:
    found = answered(asked("KZ KG UZ TM GE"))

    chisinau = next(one for one in found.bases if one.treaty == "chisinau-2002")
    assert {why.code: why.states for why in chisinau.reasons} == {
        "approved": ("UZ",),
        "not_known": ("TM",),
        "signed": ("GE",),
    }


def test_the_order_of_the_states_decides_nothing(context: None) -> None:
    answers = [answered(asked(" ".join(one))) for one in permutations(("KZ", "KG", "UZ"))]

    assert {tuple((one.treaty, one.use, one.in_force_from) for one in found.usable) for found in answers} == {
        tuple((one.treaty, one.use, one.in_force_from) for one in answers[0].usable)
    }


def test_a_day_before_gives_the_law_of_then(context: None) -> None:
    found = answered(replace(asked("KZ KG TJ"), on=TODAY.replace(year=2003)))

    assert found.outcome == "none"


def test_without_a_basis_there_is_a_way_all_the_same(context: None) -> None:
    assert answered(asked("KG AE", WEAK)).ways == ["ask", "reciprocity", "parallel"]
    assert answered(asked("KZ KG UZ")).ways == ["ask", "some", "parallel"]


def test_every_state_has_whom_to_ask_or_the_next_best_way(context: None) -> None:
    found = answered(asked("KZ KG UZ SY"))

    parts = {one.state: one for one in found.parts}
    assert list(parts) == ["KZ", "KG", "UZ", "SY"]
    assert parts["KZ"].signing[0].institution.link.key == "kz-prosecutor-general"
    assert not parts["KZ"].is_named
    assert parts["KZ"].desk
    assert parts["KZ"].desk.desk.link.key == "kz-casc"
    assert parts["SY"].signing == ()
    assert all(one.next_ways for one in found.parts)


@pytest.mark.parametrize(
    ("states", "answer", "words"),
    [
        ("KZ KG UZ", "yes", "Prosecutor General's Office decides"),
        ("KG KZ UZ", "yes", "Prosecutor General's Office decides"),
        ("GE KZ KG", "yes", "Prosecutor's Office of Georgia may set up"),
        ("AM KZ KG", "not_known", "ask the Prosecutor General's Office"),
        ("AZ KZ KG", "not_known", "ask the Prosecutor General's Office"),
        ("TJ KZ KG", "not_known", "ask the Prosecutor General's Office"),
        ("TM KZ KG", "not_known", "ask the General Prosecutor's Office"),
        ("UZ KZ KG", "not_known", "ask the Prosecutor General's Office"),
    ],
)
def test_each_state_of_the_network_tells_who_decides_on_a_team_or_whom_to_ask(
    context: None, states: str, answer: str, words: str
) -> None:
    [said] = [one for one in answered(asked(states)).parts[0].approvals if one.topic == "possible" and one.state]

    assert (said.answer, said.is_supported) == (answer, True)
    assert said.text is not None
    assert words in said.text.text


def test_an_authority_that_is_named_for_joint_investigations_signs_first(small_app: Flask) -> None:
    own = factories.authority("uz-team-office", jurisdiction_key="UZ")
    factories.add(own)
    factories.add(Competence(key="uz-team", authority_key="uz-team-office", function="joint_investigation"))

    part = answered(asked("KZ UZ")).parts[1]

    assert part.is_named
    assert part.signing[0].institution.link.key == "uz-team-office"


def test_points_on_victims_and_migrants_are_those_of_the_offence(context: None) -> None:
    def points(offence: Offence) -> set[str]:
        return {one.code for one in answered(asked("KZ KG", offence)).points}

    always = {code for code, one in JOINT_POINTS.items() if not one.offences}
    assert points(TIP) - always == {"non_punishment"}
    assert points(SOM) - always == {"migrants"}
    assert points(OTHER) == always
