"""Which treaties carry a request between two States, in which order, and why others do not."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.atlas import queries
from directory.atlas.basis_ranking import list_bases, rank_bases
from directory.atlas.facts import AtlasFacts
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.question import Offence
from directory.atlas.reasons import Reason
from directory.cache.store import configure_cache
from directory.clock import frozen_at
from directory.seeding.load import FOLDER
from directory.treaties.standing import BINDING
from tests.api.conftest import counted_statements
from tests.atlas.cases import CASES, HEARING, MOMENT, SOM, TIP, Case, asked

CASC = ("AM", "AZ", "GE", "KZ", "KG", "TJ", "TM", "UZ")
OF_TREATIES_IN_FORCE = ("basis", "conditional", "supplements", "replaced", "not_covering", "not_declared")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with frozen_at(MOMENT):
        yield


def found(bases: list[LegalBasis], treaty: str) -> LegalBasis:
    return next(basis for basis in bases if basis.treaty == treaty)


def codes(basis: LegalBasis) -> list[str]:
    return [reason.code for reason in basis.reasons]


def conditions(basis: LegalBasis) -> set[tuple[str, str]]:
    return {(reason.code, reason.condition) for reason in basis.reasons}


@pytest.mark.parametrize("name", CASES)
def test_the_treaties_to_use_are_those_worked_out_by_hand(context: None, name: str) -> None:
    case: Case = CASES[name]

    bases = list_bases(case.question)

    assert tuple(f"{basis.treaty} {basis.use}" for basis in bases if basis.is_usable) == case.usable
    assert {basis.treaty: basis.use for basis in bases if basis.treaty in case.others} == case.others
    assert {basis.treaty for basis in bases}.isdisjoint(case.absent)


@pytest.fixture(scope="module")
def record(app: Flask) -> AtlasFacts:
    with app.app_context():
        return queries.load(ANONYMOUS, CASC)


def parties_in_the_files(treaty: str) -> set[str]:
    with (FOLDER / "bilateral_treaties.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["code"] == treaty:
                return set(row["parties"].split(";"))
    with (FOLDER / "treaty_status.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["treaty"] == treaty and row["date_kind"] != "national_law"]
    return {row["jurisdiction"] for row in rows if row["action"] in BINDING} & set(CASC)


@pytest.mark.long(each=2)
@pytest.mark.parametrize("removed", ["chisinau-2002", "minsk-1993", "kz-kg-mla-1996", "ets30", "som-protocol", "untoc"])
def test_without_one_treaty_exactly_the_pairs_of_its_parties_change(record: AtlasFacts, removed: str) -> None:
    without = replace(record, treaties={key: one for key, one in record.treaties.items() if key != removed})

    changed = {pair for pair in permutations(CASC, 2) if in_force(record, pair) != in_force(without, pair)}

    assert changed == set(permutations(parties_in_the_files(removed), 2))


def in_force(record: AtlasFacts, pair: tuple[str, str]) -> list[LegalBasis]:
    question = asked(">".join(pair), HEARING, TIP)
    return [basis for basis in rank_bases(question, record) if basis.use in OF_TREATIES_IN_FORCE]


def test_what_is_computed_from_a_deposit_says_so(context: None) -> None:
    bases = list_bases(asked("KG>AM", HEARING, TIP))

    basis = found(bases, "chisinau-2002")

    # The later deposit, of Armenia on 2005-01-21: its day counts as the first of thirty, as the depositary counts.
    assert (basis.in_force_from, basis.is_computed) == (date(2005, 2, 19), True)
    assert "computed" in codes(basis)


def test_a_date_of_entry_that_a_source_gives_is_not_computed(context: None) -> None:
    basis = found(list_bases(asked("AZ>GE", "data_preservation", TIP)), "budapest-185")

    assert (basis.in_force_from, basis.is_computed) == (date(2012, 10, 1), False)


def test_a_status_that_no_source_supports_says_so(context: None) -> None:
    basis = found(list_bases(asked("AZ>TJ", HEARING, TIP)), "chisinau-2002")

    assert not basis.is_supported
    assert Reason("not_supported", states=("TJ",)) in basis.reasons


def test_an_approval_by_law_is_told_where_no_source_says_that_the_treaty_binds(context: None) -> None:
    """Vienna Convention on the Law of Treaties, art. 16: a law of Azerbaijan, and no deposit known."""
    basis = found(list_bases(asked("AZ>TJ", HEARING, TIP)), "chisinau-2002")

    assert not basis.is_supported
    assert Reason("approved", states=("AZ",)) in basis.reasons


def test_another_assistance_treaty_goes_before_the_procedure_of_untoc(context: None) -> None:
    bound = found(list_bases(asked("KZ>KG", HEARING, TIP)), "untoc")
    alone = found(list_bases(asked("KZ>EG", HEARING, TIP)), "untoc")
    beside_a_protocol = found(list_bases(asked("AM>DE", "video_hearing", TIP)), "untoc")

    assert Reason("other_treaty_first", "18(7)", treaty="kz-kg-mla-1996") in bound.reasons
    assert Reason("own_procedure", "18(7)") in alone.reasons
    assert Reason("other_treaty_first", "18(7)", treaty="ets182") in beside_a_protocol.reasons


@pytest.mark.parametrize(
    ("pair", "measure", "treaty", "silent"),
    [
        # Under a treaty that is signed.
        ("AZ>UZ", "video_hearing", "untoc", ["minsk-1993"]),
        ("AM>UZ", "video_hearing", "untoc", ["minsk-1993"]),
        ("AZ>GE", "video_hearing", "untoc", ["ets30"]),
        ("GE>UZ", "confiscation", "untoc", ["minsk-1993"]),
        ("AM>UZ", "video_hearing", "uncac", ["minsk-1993"]),
        ("AZ>DE", "data_preservation", "budapest-185", ["ets30"]),
        # Under a treaty that carries the request on a condition.
        ("AM>AZ", "video_hearing", "untoc", ["ets30"]),
        ("KG>UZ", "confiscation", "untoc", ["kg-uz-mla-1996", "minsk-1993"]),
        # Beside no other treaty.
        ("AM>TM", "video_hearing", "untoc", ["minsk-1993"]),
    ],
)
def test_an_assistance_treaty_that_binds_both_and_is_silent_on_the_measure_is_named(
    context: None, pair: str, measure: str, treaty: str, silent: list[str]
) -> None:
    """UNTOC, art. 18(7), UNCAC, art. 46(7), and Convention on Cybercrime, art. 27(1), ask for a treaty that binds both,
    not for one on this measure: its procedure applies."""
    offence = Offence("corruption") if treaty == "uncac" else TIP

    bases = list_bases(asked(pair, measure, offence))

    assert [one.treaty for one in bases if "procedure" in codes(one)] == silent
    basis = found(bases, treaty)
    assert [why.treaty for why in basis.reasons if why.code == "other_treaty_first"] == silent[:1]
    assert {"own_procedure", "uncertain_treaty_first"}.isdisjoint(codes(basis))


def test_a_treaty_that_another_one_would_replace_lends_no_procedure(context: None) -> None:
    """ETS 30, art. 26(1)."""
    bases = list_bases(asked("AZ>GE", "video_hearing", TIP))

    assert (found(bases, "ets30").use, found(bases, "minsk-1993").use) == ("supplements", "not_covering")


def test_what_is_not_known_of_an_offence_is_a_condition_that_stays_open(context: None) -> None:
    basis = found(list_bases(asked("KG>UZ", HEARING, SOM)), "untoc")

    assert ("condition_open", "serious_crime") in conditions(basis)


def test_the_scope_of_a_protocol_is_presumed_until_it_is_denied(context: None) -> None:
    alone = Offence("tip", is_organized=False)

    presumed = found(list_bases(asked("KZ>KG", HEARING, TIP)), "untoc")
    denied = found(list_bases(asked("KZ>KG", HEARING, alone)), "untoc")

    assert ("condition_presumed", "protocol_scope") in conditions(presumed)
    assert denied.use == "not_covering"


def test_the_bases_of_a_pair_are_found_in_few_statements(app: Flask, context: None) -> None:
    configure_cache(app)

    with counted_statements() as run:
        list_bases(asked("KZ>KG", HEARING, TIP))

    assert len(run) <= 22
