"""The table of what each level of standing takes: each rule met, not met, in its last day and the day after."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from directory.focal_points.standings.rules import (
    QUARTER,
    RULES,
    YEAR,
    DeskStanding,
    StandingFacts,
    TestResult,
    VouchingDesk,
    standings_of,
)
from directory.vocabulary import StandingLevel

TODAY = date(2026, 12, 2)
DAY = timedelta(days=1)
LISTED, TESTED, ACCREDITED = StandingLevel
# A desk that meets every rule but that of the vouches, on any day of the year that follows.
NEW = (TODAY,)


def desk(key: str, state: str, **facts: Any) -> StandingFacts:
    complete = {
        "network": "casc",
        "is_named": True,
        "has_hours": True,
        "has_languages": True,
        "addresses": (None,),
        "lines": (None, None),
        "deputies": (None,),
        "tests": (TestResult(TODAY, is_passed=True),),
        "exercises": NEW,
        "confirmations": NEW,
    }
    return StandingFacts(key, state, **(complete | facts))


def vouch(key: str, *days: date) -> VouchingDesk:
    return VouchingDesk(key, days or NEW)


def standing(facts: StandingFacts, *others: StandingFacts, on: date = TODAY) -> DeskStanding:
    return standings_of({one.key: one for one in (facts, *others)}, on)[facts.key]


def passed(*days: date) -> tuple[TestResult, ...]:
    return tuple(TestResult(day, is_passed=True) for day in days)


def lacking(facts: StandingFacts, *others: StandingFacts) -> set[str]:
    return {one.rule.code for one in standing(facts, *others).results if one.period is None}


def test_the_table_says_what_each_level_takes() -> None:
    assert {level: {rule.code for rule in RULES if rule.level is level} for level in StandingLevel} == {
        LISTED: {"record"},
        TESTED: {"languages", "deputy", "lines", "confirmed", "tests", "exercise"},
        ACCREDITED: {"vouches"},
    }


FAILED = TestResult(TODAY, is_passed=False)
LACKS = (
    ("record", {"is_named": False}, None),
    ("record", {"state": ""}, None),
    ("record", {"network": ""}, None),
    ("record", {"has_hours": False}, None),
    ("record", {"addresses": ()}, None),
    ("record", {"addresses": (TODAY - DAY,)}, None),
    ("languages", {"has_languages": False}, LISTED),
    ("deputy", {"deputies": ()}, LISTED),
    ("deputy", {"deputies": (TODAY - DAY,)}, LISTED),
    ("lines", {"lines": (None,)}, LISTED),
    ("lines", {"lines": (None, TODAY - DAY)}, LISTED),
    ("confirmed", {"confirmations": ()}, LISTED),
    ("confirmed", {"confirmations": (TODAY - YEAR - DAY,)}, LISTED),
    ("confirmed", {"confirmations": (TODAY + DAY,)}, LISTED),
    ("tests", {"tests": ()}, LISTED),
    ("tests", {"tests": passed(TODAY - QUARTER - DAY)}, LISTED),
    ("tests", {"tests": (*passed(TODAY), FAILED)}, LISTED),
    ("exercise", {"exercises": ()}, LISTED),
    ("exercise", {"exercises": (TODAY - YEAR - DAY,)}, LISTED),
)


@pytest.mark.parametrize(("rule", "facts", "level"), LACKS)
def test_a_desk_that_does_not_meet_a_rule_has_the_level_below(
    rule: str, facts: dict[str, Any], level: StandingLevel | None
) -> None:
    one = replace(desk("kg", "KG"), **facts)

    assert lacking(one) == {rule, "vouches"}
    assert standing(one).level is level
    assert rule in [one.code for one in standing(one).missing]


# The facts of one rule, the last day on which it is met, and since when the level holds.
LAST_DAYS = (
    ({"addresses": (TODAY, TODAY - DAY)}, TODAY, TODAY),
    ({"deputies": (TODAY - DAY, TODAY)}, TODAY, TODAY),
    ({"deputies": (TODAY + DAY, None)}, TODAY + QUARTER, TODAY),
    ({"lines": (TODAY + DAY, None, TODAY)}, TODAY + DAY, TODAY),
    ({"confirmations": (TODAY - YEAR,)}, TODAY, TODAY),
    ({"tests": passed(TODAY - QUARTER)}, TODAY, TODAY),
    ({"tests": passed(TODAY - QUARTER + DAY)}, TODAY + DAY, TODAY),
    ({"tests": (FAILED, *passed(TODAY))}, TODAY + QUARTER, TODAY),
    ({"exercises": (TODAY - YEAR,)}, TODAY, TODAY),
)


@pytest.mark.parametrize(("facts", "last_day", "since"), LAST_DAYS)
def test_a_level_lapses_by_itself_when_the_first_of_its_rules_ends(
    facts: dict[str, Any], last_day: date, since: date
) -> None:
    one = desk("kg", "KG", **facts)

    now = standing(one)

    assert (now.level, now.period.since, now.period.lapses_on) == (TESTED, since, last_day + DAY)
    assert standing(one, on=last_day).level is TESTED
    assert standing(one, on=last_day + DAY).level is not TESTED


SERIES = (
    ((TODAY - 2 * QUARTER, TODAY - QUARTER, TODAY), TODAY - 2 * QUARTER),
    ((TODAY - 2 * QUARTER - DAY, TODAY - QUARTER, TODAY), TODAY - 2 * QUARTER - DAY),
    ((TODAY - 2 * QUARTER - 2 * DAY, TODAY - QUARTER, TODAY), TODAY - QUARTER),
)


@pytest.mark.parametrize(("days", "since"), SERIES)
def test_a_level_holds_since_the_first_proof_of_a_series_without_a_gap(days: Iterable[date], since: date) -> None:
    earlier = {"exercises": (TODAY - YEAR, TODAY), "confirmations": (TODAY - YEAR, TODAY)}

    assert standing(desk("kg", "KG", tests=passed(*days), **earlier)).period.since == since


def test_what_is_missing_is_needed_before_the_first_other_rule_lapses() -> None:
    one = standing(desk("kg", "KG", deputies=(), confirmations=(TODAY - YEAR + 5 * DAY,)))

    assert [rule.code for rule in one.missing] == ["deputy"]
    assert one.missing_by == TODAY + 6 * DAY


OTHERS = (desk("kz", "KZ"), desk("uz", "UZ"), desk("tj", "TJ"))
KZ, UZ = vouch("kz"), vouch("uz")
VOUCHES = (
    ("two desks of two other States", (KZ, UZ), OTHERS, True),
    ("nobody", (), OTHERS, False),
    ("one desk", (KZ,), OTHERS, False),
    ("one desk twice", (vouch("kz", TODAY - DAY, TODAY),), OTHERS, False),
    ("two desks of one State", (KZ, vouch("kz2")), (*OTHERS, desk("kz2", "KZ")), False),
    ("a desk of its own State", (KZ, vouch("kg2")), (*OTHERS, desk("kg2", "KG")), False),
    ("itself", (KZ, vouch("kg")), OTHERS, False),
    ("a desk that has ended", (KZ, UZ), OTHERS[:1], False),
    ("a desk that is not tested", (KZ, UZ), (OTHERS[0], desk("uz", "UZ", deputies=())), False),
    ("a desk of another network", (KZ, UZ), (OTHERS[0], desk("uz", "UZ", network="globe")), False),
    ("an invented desk", (KZ, UZ), (OTHERS[0], desk("uz", "UZ", is_invented=True)), False),
    ("a vouch of its last day", (KZ, vouch("uz", TODAY - YEAR)), OTHERS, True),
    ("a vouch of a year and a day", (KZ, vouch("uz", TODAY - YEAR - DAY)), OTHERS, False),
    ("one in return", (KZ, UZ), (desk("kz", "KZ", vouching=(vouch("kg"),)), OTHERS[1]), True),
    ("both in return", (KZ, UZ), tuple(desk(s.lower(), s, vouching=(vouch("kg"),)) for s in ("KZ", "UZ")), False),
)


@pytest.mark.parametrize(
    ("vouching", "others", "is_accredited"), [row[1:] for row in VOUCHES], ids=[v[0] for v in VOUCHES]
)
def test_a_tested_desk_is_accredited_by_two_tested_desks_of_other_states(
    vouching: tuple[VouchingDesk, ...], others: tuple[StandingFacts, ...], is_accredited: bool
) -> None:
    assert standing(desk("kg", "KG", vouching=vouching), *others).has(ACCREDITED) is is_accredited


def test_an_accreditation_lapses_with_the_test_of_a_desk_that_vouches() -> None:
    waning = desk("uz", "UZ", tests=passed(TODAY - QUARTER + 3 * DAY))
    one = desk("kg", "KG", vouching=(KZ, UZ))

    assert standing(one, OTHERS[0], waning).period.lapses_on == TODAY + 4 * DAY
    assert standing(one, OTHERS[0], waning, on=TODAY + 4 * DAY).level is TESTED


def test_of_three_vouches_the_two_that_last_longest_count() -> None:
    one = desk("kg", "KG", vouching=(vouch("kz", TODAY - YEAR), UZ, vouch("tj")))

    assert standing(one, *OTHERS).period.lapses_on == TODAY + QUARTER + DAY


def test_three_desks_that_vouch_for_each_other_accredit_none_of_them() -> None:
    ring = {key: tuple(vouch(other) for other in ("kg", "kz", "uz") if other != key) for key in ("kg", "kz", "uz")}
    found = standings_of({key: desk(key, key.upper(), vouching=own) for key, own in ring.items()}, TODAY)

    assert {one.level for one in found.values()} == {TESTED}


def test_a_desk_that_is_vouched_for_but_not_tested_is_not_accredited() -> None:
    assert standing(desk("kg", "KG", vouching=(KZ, UZ), deputies=()), *OTHERS).level is LISTED
