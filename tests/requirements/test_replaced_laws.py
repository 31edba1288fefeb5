"""A rule on a law that is not in force today says so wherever it stands, and comes after the rules of today."""

from datetime import timedelta

import pytest
from flask import Flask

from directory import clock
from directory.access.viewer import ANONYMOUS
from directory.models import Competence, Legislation, RequirementSheet, Rule
from directory.requirements.comparison import ONE, compare
from directory.requirements.presenters import Sheet, sheets
from directory.requirements.queries import list_sheets
from tests import factories

OLD, NEW = "kg-old-code", "kg-new-code"
OLD_RULE, NEW_RULE = "By the old way.", "By the new way."
TOPIC, MEASURE = "central_channel", "bank_data"
GENERAL, OF_MEASURE = "kg", f"kg-{MEASURE}"
REPLACED = "Replaced by a later law"
PAGES = (
    "jurisdictions/KG",
    "jurisdictions/KG/requirements",
    "jurisdictions/KG/card",
    "jurisdictions/compare?codes=KG&codes=UZ",
    f"measures/{MEASURE}",
    "authorities/test-authority",
)


def law(key: str, **values: object) -> Legislation:
    return Legislation(key=key, jurisdiction_key="KG", title=factories.english(key), **values)


def rule(law: str, words: str, position: int, sheet: str = GENERAL) -> Rule:
    key, text = f"{sheet}:test-{position}", factories.english(words)
    return Rule(key=key, sheet_key=sheet, position=position, topic=TOPIC, legislation_key=law, text=text)


@pytest.fixture
def site(small_app: Flask) -> Flask:
    """The rules on the law that was replaced come first in the sheets."""
    key = "test-authority"
    factories.add(factories.authority(key))
    # Pages of offices without a function do not say how to send a request to them.
    factories.add(Competence(key=f"{key}:mla", authority_key=key, function="mutual_legal_assistance"))
    factories.add(law(OLD, status="replaced"), law(NEW, status="in_force"))
    factories.add(RequirementSheet(key=OF_MEASURE, jurisdiction_key="KG", measure=MEASURE))
    for sheet in (GENERAL, OF_MEASURE):
        factories.add(rule(OLD, OLD_RULE, 900, sheet), rule(NEW, NEW_RULE, 901, sheet))
    return small_app


@pytest.mark.parametrize("page", PAGES)
def test_a_page_marks_the_rule_and_shows_it_after_the_rule_of_today(site: Flask, page: str) -> None:
    text = site.test_client().get(f"/en/{page}").text
    before, after = text.split(OLD_RULE)[0], text.split(OLD_RULE)[1]

    assert NEW_RULE in before
    assert REPLACED not in before
    assert REPLACED in after


def test_the_api_states_whether_the_law_of_a_rule_is_in_force(site: Flask) -> None:
    body = site.test_client().get(f"/api/v1/requirements/{OF_MEASURE}").json or {}

    laws = [one["details"]["legislation_key"] for one in body["rules"]]
    assert {one["value"]: one["law_status"] for one in laws} == {OLD: "replaced", NEW: "in_force"}


def made(viewed: str = GENERAL) -> Sheet:
    [sheet] = [one for one in sheets(ANONYMOUS, list_sheets(("KG",)), "en") if one.key == viewed]
    return sheet


TO_COME, PAST = timedelta(days=400), timedelta(days=-400)
LAWS = [
    ("in force", {"status": "in_force"}, True),
    ("status not known", {}, True),
    ("replaced on an unknown day", {"status": "replaced"}, False),
    ("repealed", {"status": "repealed"}, False),
    ("replaced from a day to come", {"status": "replaced", "in_force_until": TO_COME}, True),
    ("in force until a past day", {"in_force_until": PAST}, False),
    ("not yet in force", {"not_before": TO_COME}, False),
    ("in force since a past day", {"not_before": PAST}, True),
]


@pytest.mark.parametrize(("values", "is_current"), [row[1:] for row in LAWS], ids=[row[0] for row in LAWS])
def test_a_rule_is_of_today_while_its_law_is_in_force(
    small_app: Flask, values: dict[str, object], *, is_current: bool
) -> None:
    days = {name: clock.today() + one for name, one in values.items() if isinstance(one, timedelta)}
    factories.add(law(OLD, **values | days), rule(OLD, OLD_RULE, 900))

    [line] = [one for group in made().groups for one in group.rules if one.text and one.text.text == OLD_RULE]

    assert (line.is_current, bool(line.law_status), line.tells) == (is_current, not is_current, is_current)


def test_a_comparison_looks_at_the_rules_of_today_alone(small_app: Flask) -> None:
    factories.add(law(OLD, status="replaced"))
    factories.add(RequirementSheet(key=OF_MEASURE, jurisdiction_key="KG", measure=MEASURE))
    factories.add(rule(OLD, OLD_RULE, 900, OF_MEASURE))

    [row] = compare([made(OF_MEASURE)], ["KG"])

    assert (row.outcome, row.is_whole, len(row.cells[0])) == (ONE, False, 1)


def test_a_field_is_open_if_only_a_replaced_law_answers_it(small_app: Flask) -> None:
    factories.add(law(OLD, status="replaced"))
    factories.add(RequirementSheet(key=OF_MEASURE, jurisdiction_key="KG", measure=MEASURE))
    factories.add(rule(OLD, OLD_RULE, 900, OF_MEASURE))

    assert TOPIC in made(OF_MEASURE).unanswered_topics
