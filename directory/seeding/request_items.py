"""The items of a checklist for which rules of States and treaties ask, by the exact English text of the rule."""

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
    """Return the items of stored rules, keyed by the English text of the rule. Rules without items are left out."""
    rows: list[Rule | TreatyRule] = [*db.session.scalars(select(Rule)), *db.session.scalars(select(TreatyRule))]
    return {row.text.text("en"): row.items for row in rows if row.items}


def count_outcomes(given: ItemsByText, before: ItemsByText) -> Counter[str]:
    """Return the number of rows in `given` for each outcome. `before` are the items that were stored before the load.

    If no stored rule has the text of a row, the row is UNCHANGED.
    """
    now = stored_request_items()
    return Counter(
        UNCHANGED if now.get(text) == before.get(text) else CHANGED if text in before else CREATED for text in given
    )
