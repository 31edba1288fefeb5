"""Each kind of gap: it is found where something is missing, and is gone once that is filled."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.gaps.rules import RULES
from directory.models import (
    Account,
    Authority,
    Competence,
    ContactDetail,
    FocalPoint,
    NetworkMember,
    Provenance,
    RequirementSheet,
    Rule,
    SourceChange,
)
from directory.sources.service import settle
from directory.transaction import committing
from directory.verification.service.entries import confirm
from directory.vocabulary import FREQUENT_MEASURES, FUNCTIONS, GAPS, MEASURES, Role
from tests import factories
from tests.gaps.conftest import Find

OFFICE = ("authority", "test-authority")
SOURCE = "https://office.example.org/contacts"


def add_office(*functions: str) -> None:
    """Store an authority of Kyrgyzstan with these functions."""
    factories.add(factories.authority())
    factories.add(
        *(Competence(key=f"test-authority:{one}", authority_key="test-authority", function=one) for one in functions)
    )


def without_functions(*functions: str) -> None:
    """Take functions from all authorities of Kyrgyzstan, and those within them."""
    gone = {code for code, term in FUNCTIONS.items() if code in functions or term.within in functions}
    own = select(Authority.key).where(Authority.jurisdiction_key == "KG")
    with committing():
        for row in db.session.scalars(select(Competence).where(Competence.authority_key.in_(own))):
            if row.function in gone:
                db.session.delete(row)


def without_sheet(key: str) -> None:
    with committing():
        for rule in db.session.scalars(select(Rule).where(Rule.sheet_key == key)):
            db.session.delete(rule)
        db.session.flush()
        db.session.delete(db.session.get_one(RequirementSheet, key))


def cover(code: str, desk: str = "kg-casc") -> None:
    """Let a desk, of Kyrgyzstan in the home network unless another is named, publish this cover."""
    with committing():
        db.session.get_one(FocalPoint, desk).cover = code


def add_change(what: str) -> None:
    add_office()
    change = SourceChange(
        address=SOURCE, what=what, kind=OFFICE[0], key=OFFICE[1], detail="name", jurisdiction_key="KG"
    )
    factories.add(change)


def settle_change(coordinator: Account) -> None:
    with committing():
        settle(viewer_of(coordinator), db.session.scalars(select(SourceChange)).one())


def add_verified(days_ago: int, *, is_dead: bool = False) -> None:
    """Store an authority with a name that was verified so long ago, and was due again after ten days."""
    add_office()
    verified_on = clock.today() - timedelta(days=days_ago)
    said = {"verified_on": verified_on, "due_on": verified_on + timedelta(days=10), "is_dead": is_dead, "sources": ()}
    factories.add(Provenance(kind=OFFICE[0], key=OFFICE[1], detail="name", **said))


def verify(coordinator: Account) -> None:
    with committing():
        confirm(viewer_of(coordinator), db.session.get_one(Authority, OFFICE[1]), "en")


def say_languages(_coordinator: Account) -> None:
    factories.add(
        Rule(
            key="kg-victim-repatriation:tests", sheet_key="kg-victim-repatriation", topic="languages", languages=("ru",)
        )
    )


def add_sheet(key: str, measure: str = "") -> None:
    factories.add(RequirementSheet(key=key, jurisdiction_key="KG", measure=measure))


# The kind of gap, what is missing, the fields by which the gap is known, and how it is filled.
KINDS: list[tuple[str, Callable[[], Any], dict[str, Any], Callable[[Account], Any]]] = [
    (
        "no_authority",
        lambda: without_functions("extradition"),
        {"measure": "extradition"},
        lambda _: add_office("extradition"),
    ),
    (
        "no_line",
        lambda: add_office("extradition"),
        {"entry": OFFICE, "authority": OFFICE[1]},
        lambda _: factories.add(factories.contact("+996 312 54 22 32", means="phone")),
    ),
    (
        "no_desk",
        lambda: cover("working_hours"),
        {"network": "casc", "entry": ("focal_point", "kg-casc"), "authority": "kg-prosecutor-general"},
        lambda _: cover("round_the_clock"),
    ),
    (
        "no_languages",
        lambda: None,
        {"measure": "victim_repatriation", "states": ("KZ", "UZ")},
        say_languages,
    ),
    ("no_general_sheet", lambda: without_sheet("kg"), {"measure": ""}, lambda _: add_sheet("kg")),
    (
        "no_sheet",
        lambda: None,
        {"measure": "bank_data", "authority": "kg-prosecutor-general"},
        lambda _: add_sheet("kg-bank-data", "bank_data"),
    ),
    ("no_hotline", lambda: without_functions("hotline"), {"code": "no_hotline"}, lambda _: add_office("hotline")),
    (
        "no_referral",
        lambda: without_functions("victim_referral", "victim_assistance"),
        {"code": "no_referral"},
        lambda _: add_office("victim_assistance"),
    ),
    ("source_gone", lambda: add_change("gone"), {"entry": OFFICE, "authority": OFFICE[1]}, settle_change),
    ("source_changed", lambda: add_change("changed"), {"entry": OFFICE, "authority": OFFICE[1]}, settle_change),
    ("overdue", lambda: add_verified(15), {"entry": OFFICE, "details": 1, "authority": OFFICE[1]}, verify),
    ("overdue", lambda: add_verified(1, is_dead=True), {"entry": OFFICE, "details": 1}, verify),
    ("unverified", add_office, {"entry": OFFICE, "authority": OFFICE[1]}, verify),
]


@pytest.mark.parametrize(("code", "make", "fields", "fill"), KINDS, ids=[row[0] for row in KINDS])
def test_a_gap_is_found_and_is_gone_once_it_is_filled(
    find: Find,
    coordinator: Account,
    code: str,
    make: Callable[[], Any],
    fields: dict[str, Any],
    fill: Callable[[Account], Any],
) -> None:
    def own() -> list[Any]:
        return [gap for gap in find(code) if all(getattr(gap, name) == value for name, value in fields.items())]

    make()
    before = len(own())
    fill(coordinator)

    assert (before, len(own())) == (1, 0)


def test_every_kind_of_gap_has_a_rule_and_a_row_of_this_table() -> None:
    assert list(RULES) == list(GAPS)
    assert {row[0] for row in KINDS} == set(GAPS)


def test_frequent_measures_are_measures() -> None:
    assert set(FREQUENT_MEASURES) < set(MEASURES)
    assert len(set(FREQUENT_MEASURES)) == len(FREQUENT_MEASURES)


def test_gaps_of_a_kind_stand_in_the_order_in_which_measures_are_asked_for(find: Find) -> None:
    without_functions("mutual_legal_assistance", "joint_investigation", "extradition")

    found = [gap.measure for gap in find("no_authority")]

    assert found[:2] == ["extradition", "hearing_witness"]
    assert found == sorted(found, key=FREQUENT_MEASURES.index)


def test_offices_that_more_is_asked_of_come_first(find: Find) -> None:
    add_office("travel_documents")

    offices = [gap.authority for gap in find("unverified") if gap.entry[0] == "authority"]

    assert offices[0] == "kg-prosecutor-general"
    assert offices.index("kg-ministry-of-justice") > 0
    assert offices.index(OFFICE[1]) < offices.index("kg-iom")


def test_a_line_that_nobody_answers_is_none(find: Find) -> None:
    add_office("extradition")
    contact = factories.contact("+996 312 54 22 32", means="phone")
    factories.add(contact)
    none = find("no_line")
    factories.add(Provenance(kind=ContactDetail.KIND, key=contact.key, detail="value", sources=(), is_dead=True))

    assert none == []
    assert [gap.entry for gap in find("no_line")] == [OFFICE]


@pytest.mark.parametrize("means", ["website", "fax"])
def test_a_website_or_a_fax_alone_is_no_line(find: Find, means: str) -> None:
    add_office("extradition")
    factories.add(factories.contact("www.example.org", means=means))

    assert [gap.entry for gap in find("no_line")] == [OFFICE]


@pytest.mark.parametrize("functions", [(), ("mla_transmission",), ("victim_assistance",)])
def test_an_office_that_receives_no_requests_needs_no_line(find: Find, functions: tuple[str, ...]) -> None:
    add_office(*functions)

    assert find("no_line") == []


def test_an_office_that_was_closed_is_no_gap(find: Find, small_app: Flask) -> None:
    factories.add(factories.authority(status="closed"))
    factories.add(Competence(key="test-authority:one", authority_key="test-authority", function="extradition"))

    assert [gap for gap in find() if gap.authority == OFFICE[1]] == []


def test_a_network_asks_for_a_desk_once_the_directory_knows_one_of_it(find: Find) -> None:
    factories.add(NetworkMember(key="globe:KG", network_key="globe", jurisdiction_key="KG"))
    before = [gap.network for gap in find("no_desk")]
    factories.add(factories.authority("kz-office", jurisdiction_key="KZ"))
    factories.add(factories.focal_point("kz-globe", "kz-office", network_key="globe"))

    assert before == ["casc"]
    assert [gap.network for gap in find("no_desk")] == ["casc", "globe"]


def test_a_desk_of_a_network_out_of_scope_is_not_missed(find: Find) -> None:
    keeper = factories.account(Role.COORDINATOR, ["ejn"], jurisdiction_key="FR")
    factories.add(NetworkMember(key="casc:FR", network_key="casc", jurisdiction_key="FR"))

    assert [gap.network for gap in find("no_desk", "FR", viewer_of(keeper))] == []
    assert [gap.network for gap in find("no_desk", "FR", viewer_of(factories.account(Role.ADMINISTRATOR)))] == ["casc"]


@pytest.mark.parametrize(("networks", "is_gap"), [(["casc"], False), (["casc", "globe"], True), ([], True)])
@pytest.mark.parametrize("code", ["unverified", "overdue"])
def test_what_is_to_be_verified_at_a_desk_is_a_gap_for_who_looks_after_its_network(
    find: Find, code: str, networks: list[str], is_gap: bool
) -> None:
    desk = (FocalPoint.KIND, "kg-globe")
    factories.add(factories.authority())
    factories.add(factories.focal_point("kg-globe", OFFICE[1], network_key="globe"))
    if code == "overdue":
        long_ago = clock.today() - timedelta(days=15)
        said = {"verified_on": long_ago, "due_on": long_ago + timedelta(days=10), "sources": ()}
        factories.add(Provenance(kind=desk[0], key=desk[1], detail="cover", **said))
    keeper = viewer_of(factories.account(Role.COORDINATOR, networks, jurisdiction_key="KG"))

    assert (desk in [gap.entry for gap in find(code, viewer=keeper)]) is is_gap


def test_a_party_to_the_treaty_of_a_network_is_a_member_of_it(find: Find) -> None:
    cover("working_hours", "fr-budapest-24-7")

    found = find("no_desk", "FR", viewer_of(factories.account(Role.ADMINISTRATOR)))

    assert [gap.network for gap in found] == ["budapest-24-7"]
