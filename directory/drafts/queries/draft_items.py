"""Reads which items a draft should have. These are the items of any request, and the items for which the requested
State's requirement sheets and the draft's treaties ask. Rules that ask for the same item are put together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from directory import i18n
from directory.access.facts import Text, fact
from directory.access.gate import Reading
from directory.access.viewer import Viewer
from directory.drafts.content import DraftContent
from directory.drafts.queries.desk_answers import DeskAnswer
from directory.drafts.queries.findings import find
from directory.drafts.queries.sheets import CONTENT, list_rules
from directory.drafts.request_items import ITEMS, SERVICE, RequestItem, is_governed, item_of
from directory.models.types import Texts
from directory.requirements.floor import FloorRule
from directory.treaties.citations import citation, cited_titles, joined_article, with_article
from directory.vocabulary import CHECKLIST_ITEMS

MANDATORY, WHERE_APPLICABLE = "mandatory", "where_applicable"
# All rules on these topics ask for something. Most rules on form and language do not: they dispense with formalities,
# or describe what the State itself does. Such a rule asks for something only if it names an item or a necessity.
ITEM = "content_item"
ASKING = frozenset({ITEM, "attachments"})
FACTS = "summary_of_facts"


@dataclass(frozen=True)
class AskedRule:
    """One rule of a State or treaty that asks for something.

    - `key`: the key of the rule, or of the treaty's paragraph
    - `cited`: the source of the rule, such as "UNTOC, art. 18(15)(a)"
    - `necessity`: a code of NECESSITIES, or "" if the source only lists the item
    - `items`: codes of CHECKLIST_ITEMS. Empty if only a person can judge whether the draft meets the rule, or if the
      rule is for a phase of the measure.
    """

    key: str
    topic: str
    text: Text
    wording: Texts
    cited: str
    necessity: str
    phase: str
    items: tuple[str, ...]
    is_of_sheet: bool


@dataclass(frozen=True)
class AskedItem:
    """An item of CHECKLIST_ITEMS that a draft should contain. `cited` names the sources that ask for the item. `item`
    says in which fields the item is written, and is None if no field shows the item."""

    code: str
    item: RequestItem | None
    rules: tuple[AskedRule, ...]
    cited: tuple[str, ...]
    is_mandatory: bool

    def fields(self, content: DraftContent) -> tuple[str, ...]:
        """Return the names of the fields in which the item is written, or an empty tuple if only a person can judge the
        item."""
        return self.item.fields(content) if self.item else ()


def list_asked(
    viewer: Viewer, content: DraftContent, language: str, answers: Sequence[DeskAnswer] = ()
) -> tuple[list[AskedItem], list[AskedRule]]:
    """Return the items that a draft should have, in the order of CHECKLIST_ITEMS, and the rules that name no item. What
    a desk found missing (`answers`) is mandatory."""
    rules = [*_of_sheets(viewer, content, language), *_of_treaties(viewer, content, language)]
    titles = cited_titles(viewer, language)
    found = []
    for code, term in CHECKLIST_ITEMS.items():
        item, own = item_of(code), tuple(rule for rule in rules if code in rule.items)
        missed = tuple(one.cited for one in answers if code in one.missing)
        if own or missed or (item in ITEMS and item.is_usual and item.applies(content)):
            usual = citation(term.source, titles) if item in ITEMS and item.is_usual and is_governed(content) else ""
            cited = dict.fromkeys(filter(None, (usual, *(rule.cited for rule in own), *missed)))
            is_mandatory = bool(missed) or _is_mandatory(item, own, content)
            found.append(AskedItem(code, item, own, tuple(cited), is_mandatory))
    return found, [rule for rule in rules if not rule.items]


def needed_fields(asked: Iterable[AskedItem], content: DraftContent) -> dict[str, tuple[str, ...]]:
    """Return a mapping from the name of each field of a mandatory item to the sources that ask for the item. Items that
    are already written elsewhere in the draft (`is_written_elsewhere`) are left out."""
    return {
        name: one.cited
        for one in asked
        if one.is_mandatory and one.item and not one.item.is_written_elsewhere(content)
        for name in one.fields(content)
    }


def _is_mandatory(item: RequestItem | None, rules: Iterable[AskedRule], content: DraftContent) -> bool:
    # UNTOC, art. 18(15)(c): a request for service alone needs no facts. Other treaties say the same in other words.
    if item and item.code == FACTS and set(content.measures) == SERVICE:
        return False
    return bool(item and item.is_mandatory(content)) or any(rule.necessity == MANDATORY for rule in rules)


def _of_sheets(viewer: Viewer, content: DraftContent, language: str) -> Iterator[AskedRule]:
    for reading in list_rules(viewer, content, CONTENT):
        said = fact(reading, "text", language)
        asks = reading.value("topic") in ASKING or reading.value("items", ()) or reading.value("necessity", "")
        if said is not None and asks:
            yield _of_sheet(reading, said.texts[0], content, language)


def _of_sheet(reading: Reading, text: Text, content: DraftContent, language: str) -> AskedRule:
    phase = reading.value("phase", "")
    return AskedRule(
        reading.key,
        reading.value("topic"),
        text,
        reading.value("text"),
        i18n.territory_name(content.requested, language),
        reading.value("necessity", ""),
        phase,
        () if phase else reading.value("items", ()),
        is_of_sheet=True,
    )


def _of_treaties(viewer: Viewer, content: DraftContent, language: str) -> Iterator[AskedRule]:
    titles = cited_titles(viewer, language)
    for rule in find(viewer, content, language).floor:
        if rule.treaty.key in content.treaties and (rule.items or ASKING & set(rule.topics)):
            article = citation(joined_article(rule.article, rule.paragraph), titles)
            yield _of_paragraph(rule, with_article(rule.treaty.text.text, article))


def _of_paragraph(rule: FloorRule, cited: str) -> AskedRule:
    return AskedRule(
        rule.key,
        rule.topics[0],
        rule.text,
        rule.wording,
        cited,
        MANDATORY if rule.is_mandatory else WHERE_APPLICABLE,
        rule.phase,
        () if rule.phase else rule.items,
        is_of_sheet=False,
    )
