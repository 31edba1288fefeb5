"""Finds the checklist items that a rule of a State or treaty asks for. The exact English text of the rule is the
key."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from directory.extensions import db
from directory.models import Rule, TreatyRule
from directory.seeding.rows import SeedRow
from directory.seeding.store import CHANGED, CREATED, UNCHANGED
from directory.vocabulary import CHECKLIST_ITEMS

ItemsByText = Mapping[str, tuple[str, ...]]


def read_request_items(rows: Iterable[SeedRow]) -> ItemsByText:
    """Return the rows of `request_items.csv`: codes of CHECKLIST_ITEMS by text. Raises BadSeed for a text given
    twice."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        text = row.text("text_en", required=True)
        if text in found:
            row.refuse("the text is given twice")
        found[text] = row.codes("items", CHECKLIST_ITEMS)
    return found


def stored_request_items() -> ItemsByText:
    """Return the checklist items of each stored rule, keyed by the rule's English text. Rules without items are left
    out."""
    rows: list[Rule | TreatyRule] = [*db.session.scalars(select(Rule)), *db.session.scalars(select(TreatyRule))]
    return {row.text.text("en"): row.items for row in rows if row.items}


def count_outcomes(given: ItemsByText, before: ItemsByText) -> Counter[str]:
    """Return how many rows of `given` have each outcome of the load. `before` are the items stored before the load.

    A row is UNCHANGED if the items stored for its text are the same as before, or if no rule had or has its text.
    """
    now = stored_request_items()
    return Counter(
        UNCHANGED if now.get(text) == before.get(text) else CHANGED if text in before else CREATED for text in given
    )
