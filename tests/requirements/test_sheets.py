"""The fields of sheets: what is known, what is open."""

import pytest
from flask.testing import FlaskClient

from directory.access.facts import Text, source_note
from directory.requirements.presenters import missing_topics_of
from directory.requirements.rules import RuleLine
from directory.vocabulary import MEASURES, TOPIC_GROUPS, TOPICS
from tests.api.conftest import counted_statements
from tests.html import parse

# What every measure asks on victims, trafficking and smuggling. Source: Trafficking Protocol, arts 3, 6 and 8.
ON_EVERY_MEASURE = {
    "eligible_tip",
    "eligible_som",
    "victim_protection",
    "non_punishment",
    "child_victims",
    "consent",
    "repatriation",
}


def rule(topic: str, answer: str = "", *, is_civil: bool = False) -> RuleLine:
    return RuleLine(topic, "", answer, "", "", "", (), Text("words"), None, None, is_civil, source_note(None))


def test_every_field_stands_under_a_heading_and_names_where_it_comes_from() -> None:
    assert {topic.group for topic in TOPICS.values()} == set(TOPIC_GROUPS)
    assert [topic.code for topic in TOPICS.values() if not topic.source] == ["note"]
    assert {measure for topic in TOPICS.values() for measure in topic.measures} <= set(MEASURES)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_sheet_of_each_measure_asks_for_what_concerns_victims(context: None, measure: str) -> None:
    assert set(missing_topics_of(measure, ()).topics) >= ON_EVERY_MEASURE


ASKED = [
    ("delivery_of_persons", "controlled_delivery", True),
    ("delivery_of_persons", "service_of_documents", False),
    ("safe_conduct", "hearing_witness", True),
    ("safe_conduct", "bank_data", False),
    ("own_nationals", "extradition", True),
    ("own_nationals", "", False),
    ("reciprocity", "", True),
    ("reciprocity", "freezing", False),
    ("languages", "", True),
    ("languages", "freezing", True),
    ("note", "", False),
]


@pytest.mark.parametrize(("topic", "measure", "is_asked"), ASKED)
def test_a_field_is_asked_of_the_sheets_that_it_belongs_to(topic: str, measure: str, *, is_asked: bool) -> None:
    assert TOPICS[topic].is_asked(measure) is is_asked


KNOWN = [
    ("a plain answer", rule("urgent", "yes"), True),
    ("words alone", rule("means"), True),
    ("an answer that nothing is known", rule("urgent", "not_known"), False),
    ("a rule for civil matters", rule("languages", is_civil=True), False),
]


@pytest.mark.parametrize(("line", "is_known"), [row[1:] for row in KNOWN], ids=[row[0] for row in KNOWN])
def test_a_field_is_known_when_a_rule_answers_it_for_a_criminal_case(
    context: None, line: RuleLine, *, is_known: bool
) -> None:
    holes, empty = missing_topics_of("", [line]), missing_topics_of("", ())

    assert (line.topic not in holes.topics) is is_known
    assert holes.known == empty.known + is_known


def test_the_page_counts_what_is_known_and_names_what_is_not(client: FlaskClient) -> None:
    page = client.get("/en/jurisdictions/KG/requirements").text

    assert " fields known" in page
    assert "Not known to this directory" in page
    assert "Languages for informal contact" in page


def test_an_item_says_how_far_a_request_needs_it(client: FlaskClient) -> None:
    page = client.get("/en/jurisdictions/AZ/requirements").text

    assert "(must be there)" in page
    assert "(where it applies)" in page


@pytest.mark.long(each=2)
@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("jurisdictions/AM/requirements", 24),
        ("jurisdictions/PH/requirements", 18),
        ("jurisdictions/compare?codes=AM,AZ,KZ,KG", 41),
        ("measures/extradition", 18),
    ],
)
def test_a_page_takes_few_statements(client: FlaskClient, address: str, most: int) -> None:
    with counted_statements() as statements:
        answer = client.get(f"/en/{address}")

    assert answer.status_code == 200
    assert len(statements) <= most


WITHDRAWN = "Judicial authorities: the courts, prosecutors and named investigating bodies"


def test_a_sheet_says_until_when_a_declaration_held(client: FlaskClient) -> None:
    """The United Kingdom put another one in the place of its declaration of 2010 under ETS 182, art. 6."""
    page = parse(client.get("/en/jurisdictions/GB/requirements"))

    (told,) = (line.text for line in page.all(".rule") if WITHDRAWN in line.text)
    assert told.startswith("Declaration · since 1 October 2010 · until 7 February 2013 ")


def test_what_was_withdrawn_is_on_no_card(client: FlaskClient) -> None:
    answer = client.get("/en/jurisdictions/GB/card")

    assert answer.status_code == 200
    assert WITHDRAWN not in answer.text


def test_what_limits_a_rule_is_on_the_card(client: FlaskClient) -> None:
    assert "Declaration" in client.get("/en/jurisdictions/AM/card").text
