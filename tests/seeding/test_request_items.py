"""Items of a checklist for which rules of States and treaties ask, by the text of the rule."""

from collections.abc import Iterator

import pytest

from directory.errors import BadSeed
from directory.extensions import db
from directory.models import Rule, TreatyRule
from directory.seeding.load import FOLDER, REQUEST_ITEMS
from directory.seeding.request_items import read_request_items
from directory.seeding.rows import SeedRow, read_rows


def test_each_text_is_that_of_a_rule_and_each_rule_has_the_items_of_its_text(context: None) -> None:
    given = read_request_items(read_rows(FOLDER / REQUEST_ITEMS))

    rules = [*db.session.query(Rule), *db.session.query(TreatyRule)]
    held = {rule.text.text("en"): rule.items for rule in rules if rule.items}
    assert held == given


def rows(*texts: str, items: str = "purpose") -> Iterator[SeedRow]:
    yield from (SeedRow(REQUEST_ITEMS, line, {"text_en": text, "items": items}) for line, text in enumerate(texts, 2))


@pytest.mark.parametrize(
    ("given", "reason"),
    [(rows("why", "why"), "the text is given twice"), (rows("why", items="forged"), "forged"), (rows(""), "missing")],
)
def test_a_row_that_says_nothing_or_twice_is_refused(given: Iterator[SeedRow], reason: str) -> None:
    with pytest.raises(BadSeed, match=reason):
        read_request_items(given)
