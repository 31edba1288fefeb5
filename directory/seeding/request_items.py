"""Finds the checklist items that a rule of a State or treaty asks for, by the exact English text of the rule."""

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
    """Return a mapping from text to codes of CHECKLIST_ITEMS, made from the rows of `request_items.csv`. Raises BadSeed
    if two rows have the same text."""
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
    """Return a mapping from outcome of the load to the number of rows of `given`. `before` are the items stored before
    the load. Call this after the load.

    A row is UNCHANGED if the items stored for its text are the same before and after the load. This is also so if no
    items are stored for the text at either time.
    """
    now = stored_request_items()
    return Counter(
        UNCHANGED if now.get(text) == before.get(text) else CHANGED if text in before else CREATED for text in given
    )
