"""What treaties ask of every party where a sheet is silent."""

import pytest
from flask.testing import FlaskClient

from directory.access.viewer import ANONYMOUS
from directory.requirements.floor import Floor, FloorRule, binding_treaties
from directory.vocabulary import MEASURES
from tests.html import parse

ALL = ("untoc", "tip-protocol", "som-protocol")


def paragraphs(rules: list[FloorRule], topic: str) -> list[str]:
    return [f"{rule.treaty.key} {rule.article}({rule.paragraph})" for rule in rules if topic in rule.topics]


UN = {"untoc", "tip-protocol", "uncac", "vienna-1988", "icsft-1999", "bombings-1997", "sco-shanghai-2001"}
CONTENTS = [f"untoc 18(15({letter}))" for letter in "abbcdef"]
GROUNDS = [*(f"untoc 18(21({letter}))" for letter in "abcd"), "untoc 18(22)", "untoc 18(8)"]
# Read off the paragraphs themselves: sheet, field, what the treaties say on it.
SAID = [
    ("", "languages", ["untoc 18(14)"]),
    ("", "content_item", CONTENTS),
    ("", "spontaneous_information", ["som-protocol 10(1)", "tip-protocol 10(1)", "untoc 18(4)"]),
    ("hearing_witness", "safe_conduct", ["untoc 18(27)"]),
    (
        "hearing_witness",
        "child_victims",
        ["som-protocol 16(4)", "tip-protocol 3(c)", "tip-protocol 3(d)", "tip-protocol 6(4)"],
    ),
    ("transfer_detained_person", "consent", ["tip-protocol 3(b)", "untoc 18(10(a))"]),
    # Bank secrecy is no ground (12(6), 18(8)); that reasons are given (18(23)) is none either.
    ("bank_data", "refusal_ground", ["untoc 12(6)", *GROUNDS]),
    ("records", "refusal_ground", GROUNDS),
    (
        "confiscation",
        "content_item",
        [*["untoc 13(3(a))"] * 2, *["untoc 13(3(b))"] * 3, *CONTENTS],
    ),
    ("joint_investigation", "possible", ["untoc 18(1)", "untoc 19(1)"]),
    ("transfer_of_proceedings", "possible", ["untoc 18(1)", "untoc 21(1)"]),
    # Each Protocol makes its offences punishable in both States.
    (
        "extradition",
        "double_criminality",
        ["som-protocol 6(1)", "som-protocol 6(2)", "tip-protocol 5(1-2)", "untoc 16(1)"],
    ),
    ("extradition", "content_item", []),
    ("transfer_of_sentenced_persons", "content_item", []),
    ("measures_at_sea", "competent_authority", ["som-protocol 8(6)"]),
    ("return_of_migrants", "content_item", []),
    (
        "victim_repatriation",
        "repatriation",
        [f"tip-protocol {one}" for one in ("7(1)", "7(2)", "8(1)", "8(2)", "8(3)", "8(4)")],
    ),
]


@pytest.mark.long(each=6)
@pytest.mark.parametrize(("measure", "topic", "expected"), SAID)
def test_each_field_has_the_paragraphs_that_speak_of_it(
    context: None, measure: str, topic: str, expected: list[str]
) -> None:
    assert sorted(paragraphs(Floor(ANONYMOUS, ALL, "en").rules(measure), topic)) == sorted(expected)


def test_a_treaty_that_does_not_bind_says_nothing(context: None) -> None:
    rules = Floor(ANONYMOUS, ("untoc",), "en").rules("")

    assert {rule.treaty.key for rule in rules} == {"untoc"}
    assert Floor(ANONYMOUS, (), "en").rules("") == []


def test_every_measure_of_the_treaties_has_a_floor_with_its_source(context: None) -> None:
    floor = Floor(ANONYMOUS, ALL, "en")

    without = [code for code in MEASURES if not floor.rules(code)]

    assert without == []
    assert all(rule.source.sources for code in MEASURES for rule in floor.rules(code))


def test_the_fields_asked_for_alone_are_given_in_the_order_of_the_form(context: None) -> None:
    rules = Floor(ANONYMOUS, ALL, "en").rules("", ("costs", "languages", "urgent"))

    assert [rule.topics for rule in rules] == [("languages",), ("urgent",), ("costs",)]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("KG", UN | {"som-protocol", "chisinau-2002", "minsk-1993", "moscow-tsp-1998", "ets112"}),
        ("UZ", UN | {"minsk-1993"}),
        ("ZZ", set()),
    ],
)
def test_a_state_is_bound_by_the_treaties_that_it_is_party_to(context: None, state: str, expected: set[str]) -> None:
    assert set(binding_treaties(ANONYMOUS, state, "en")) == expected


def test_the_page_of_a_state_keeps_the_floor_apart_and_leaves_out_what_its_sheet_says(client: FlaskClient) -> None:
    page = client.get("/en/jurisdictions/AM/requirements").text
    general = parse(page).one("#general").within("section")

    assert "what treaties ask of every party" in general.text
    assert "article-18-28" in page
    assert "article-18-15" not in general.one("details", "Where this sheet is silent").markup


def test_the_sheet_of_a_measure_has_what_treaties_say_on_that_measure_alone(client: FlaskClient) -> None:
    page = client.get("/en/jurisdictions/KG/requirements").text
    of_measure = page.partition('id="extradition"')[2].partition('id="earlier"')[0]

    assert "article-16-14" in of_measure
    assert "article-18-14" not in of_measure


def test_a_state_without_a_sheet_shows_the_floor_of_its_treaties(client: FlaskClient) -> None:
    page = client.get("/en/jurisdictions/SY/requirements").text

    assert "No requirement is known to this directory yet" in page
    assert 'id="floor"' in page
    assert "article-18-14" in page
