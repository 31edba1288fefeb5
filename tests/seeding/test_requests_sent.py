"""Rules on requests that a State sends are none for those who ask it."""

from dataclasses import replace

import pytest

from directory.access.viewer import ANONYMOUS
from directory.drafts.content import DraftContent
from directory.drafts.presenters.checklist import checklist
from directory.extensions import db
from directory.models import Rule

ASKED = DraftContent(requesting="AM", requested="KZ", measures=("extradition",))


def test_a_rule_that_says_so_is_for_requests_that_the_state_sends(context: None) -> None:
    said = [rule for rule in db.session.query(Rule) if rule.text and "that this State sends" in rule.text.text("en")]

    assert said
    assert {rule.condition for rule in said} == {"sent"}


@pytest.mark.parametrize(
    ("requested", "words"),
    [("KZ", "For requests that this State sends"), ("KZ", "For questioning"), ("GE", "The transit request")],
)
def test_the_list_of_another_request_is_not_for_an_extradition(context: None, requested: str, words: str) -> None:
    found = checklist(ANONYMOUS, replace(ASKED, requested=requested), "en")

    assert [item.label.text for item in found.request if item.label.text.startswith(words)] == []


def test_what_questioning_needs_is_asked_for_a_hearing(context: None) -> None:
    found = checklist(ANONYMOUS, replace(ASKED, measures=("hearing_witness",)), "en")

    assert [item for item in found.request if item.label.text.startswith("For questioning")]
