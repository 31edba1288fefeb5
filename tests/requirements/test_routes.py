"""The way of a request within a State: what a step rests on, which steps are for a request, where the way is told."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.extensions import db
from directory.models import Authority, Jurisdiction, Legislation, Provenance, RequirementSheet, Rule
from directory.requirements.routes import RoutedRequest, steps_for, way_along
from directory.seeding.requirements import put_requirements
from directory.seeding.rows import SeedRow
from directory.seeding.store import SeedStore
from directory.transaction import committing
from tests import factories
from tests.html import parse

SHEET, NOTHING, PRACTICE = "tj", "No law is given for this step.", "Usual practice"
QUESTION = "/en/atlas?from=KG&to=TJ&measure=hearing_witness&offence=tip&urgent=0"


@pytest.fixture(autouse=True)
def sheets(small_app: Flask) -> Iterator[None]:
    """Have a general sheet and one for hearing a witness, both of Tajikistan and without steps."""
    for measure, key in (("", SHEET), ("hearing_witness", f"{SHEET}-hearing-witness")):
        if db.session.get(RequirementSheet, key) is None:
            factories.add(RequirementSheet(key=key, jurisdiction_key="TJ", measure=measure))
    with small_app.test_request_context("/en/"):
        yield


def add_step(key: str, confidence: str = "", **values: Any) -> Rule:
    """Add a step with an office of a kind. With a `confidence`, a source states all its details with it."""
    step = Rule(
        **{"key": key, "sheet_key": SHEET, "topic": "route", "office_kind": "judicial_body", "position": 900, **values}
    )
    factories.add(step)
    if confidence:
        for detail in ("office_kind", "days", "basis"):
            found = {"kind": "rule", "key": key, "detail": detail, "confidence": confidence}
            factories.add(Provenance(**found, sources=("https://court.example",), source_date="2026"))
    return step


def section(app: Flask) -> str:
    return parse(app.test_client().get("/en/jurisdictions/TJ")).one("section[aria-labelledby=route]").text


def keys(treaties: tuple[str, ...] = (), requesting: str = "KG", measure: str = "hearing_witness") -> list[str]:
    asked = RoutedRequest(requesting, "TJ", measure, treaties)
    return [one.key for one in steps_for(ANONYMOUS, asked, "en")]


@pytest.mark.parametrize(
    ("basis", "confidence", "shown", "is_doubted"),
    [
        ("", "", NOTHING, True),
        ("", "sourced", NOTHING, False),
        ("practice", "", NOTHING, True),
        ("practice", "unverified", NOTHING, True),
        ("practice", "sourced", PRACTICE, False),
    ],
)
def test_a_step_is_usual_practice_only_where_a_source_says_so(
    small_app: Flask, basis: str, confidence: str, shown: str, is_doubted: bool
) -> None:
    add_step("tj:practice", confidence, basis=basis)

    told = section(small_app)

    assert [words in told for words in (NOTHING, PRACTICE)] == [words == shown for words in (NOTHING, PRACTICE)]
    assert ("unverified" in told) is is_doubted


def test_days_without_a_source_are_unverified_beside_a_step_that_has_one(small_app: Flask) -> None:
    step = add_step("tj:days", "sourced", days=5)
    days = db.session.get_one(Provenance, ("rule", step.key, "days"))
    days.confidence, days.sources = "unverified", ()
    db.session.commit()

    assert "about 5 days unverified" in " ".join(section(small_app).split())


def test_a_step_by_law_or_treaty_names_it(small_app: Flask) -> None:
    law = Legislation(key="tj-law", jurisdiction_key="TJ", title=factories.english("Law on Courts"))
    factories.add(law)
    add_step("tj:law", legislation_key=law.key)
    add_step("tj:treaty", treaty_key="untoc", article="18(13)")

    told = section(small_app)

    assert "Law on Courts" in told
    assert "Under the treaty:" in told
    assert NOTHING not in told


def test_a_state_without_steps_says_that_none_are_known(small_app: Flask) -> None:
    assert "No source tells this directory yet" in section(small_app)


def test_steps_come_in_the_order_of_the_sheet() -> None:
    for place, key in enumerate(("tj:zz", "tj:mm", "tj:aa"), start=900):
        add_step(key, position=place)

    assert keys() == ["tj:zz", "tj:mm", "tj:aa"]


def test_the_steps_on_the_sheet_of_the_measure_replace_the_general_ones() -> None:
    add_step("tj:general")
    add_step("tj:witness", sheet_key=f"{SHEET}-hearing-witness")

    assert (keys(), keys(measure="freezing")) == (["tj:witness"], ["tj:general"])


@pytest.mark.parametrize(
    ("limit", "asked", "is_for_it"),
    [
        ({"treaty_key": "untoc"}, {"treaties": ("untoc",)}, True),
        ({"treaty_key": "untoc"}, {"treaties": ()}, False),
        ({"condition": "no_treaty"}, {"treaties": ()}, True),
        ({"condition": "no_treaty"}, {"treaties": ("untoc",)}, False),
        ({"condition": "sent"}, {}, False),
        ({"towards_key": "KZ"}, {"requesting": "KZ"}, True),
        ({"towards_key": "KZ"}, {"requesting": "KG"}, False),
        ({"measures": ("freezing",)}, {"measure": "freezing"}, True),
        ({"measures": ("freezing",)}, {"measure": "hearing_witness"}, False),
        ({"matters": "civil"}, {}, False),
        ({"phase": "transit"}, {}, False),
    ],
)
def test_a_step_is_for_the_requests_that_it_names(
    limit: dict[str, Any], asked: dict[str, Any], is_for_it: bool
) -> None:
    add_step("tj:limited", **limit)

    assert bool(keys(**asked)) is is_for_it


@pytest.mark.parametrize(("days", "in_all"), [((3, 14), 17), ((3, None), None)])
def test_a_way_takes_the_days_of_its_steps_if_all_are_known(days: tuple[int | None, ...], in_all: int | None) -> None:
    for place, one in enumerate(days):
        add_step(f"tj:{place}", "sourced", position=place, days=one)

    way = way_along(steps_for(ANONYMOUS, RoutedRequest("KG", "TJ", "hearing_witness"), "en"))

    assert way is not None
    assert (way.words.replace("\u2068", "").replace("\u2069", ""), way.days) == (
        "Court or judicial body, then Court or judicial body",
        in_all,
    )
    assert not way.doubt


def test_the_atlas_tells_the_way_in_one_line_and_not_among_the_rules(small_app: Flask) -> None:
    add_step("tj:one", position=900, days=3, office_kind="prosecutor_general")
    add_step("tj:two", position=901, days=14)

    page = parse(small_app.test_client().get(QUESTION))

    lines = page.one("dl.essentials").text
    assert "After it arrives" in lines
    assert "about 17 days" in lines
    assert "unverified" in lines
    assert "Way within the State" not in page.text


def test_the_atlas_says_nothing_of_a_way_that_is_not_known(small_app: Flask) -> None:
    assert "After it arrives" not in parse(small_app.test_client().get(QUESTION)).text


def test_a_row_of_the_seed_files_tells_an_office_its_days_and_practice() -> None:
    factories.add(factories.authority("tj-court", jurisdiction_key="TJ"))
    step = {"topic": "route", "office": "tj-court", "office_kind": "judicial_body", "days": "5", "basis": "practice"}
    row = {"jurisdiction": "TJ", "source": "https://court.example", "confidence": "sourced", "rules": [step]}
    with committing():
        put_requirements(SeedStore.with_existing(Jurisdiction, Authority), SeedRow("requirements.jsonl", 1, row))

    [told] = steps_for(ANONYMOUS, RoutedRequest("KG", "TJ", "hearing_witness"), "en")

    assert (told.office and told.office.key, told.days, told.is_practice) == ("tj-court", 5, True)
