"""The items that a request contains. The leading treaties, whose rules govern the request, and the requirement sheets
of the requested State name these items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directory.access.facts import SourceNote, Text
from directory.atlas.legal_basis import TreatyRoles
from directory.atlas.question import AtlasQuestion
from directory.atlas.sections import ITEM, of_floor
from directory.atlas.sheet_statements import SheetStatement, applicable, phase_position
from directory.requirements.floor import FloorRule
from directory.treaties.citations import Titles, citation, joined_article, with_article
from directory.vocabulary import ASSISTANCE, MEASURES, REQUEST_ITEMS

FLOOR = "UNTOC, art. 18(15)"
UNTOC = "untoc"
# UNTOC, art. 18(15)(c): a request to serve judicial documents needs no summary of facts. (e): persons are identified
# where possible.
NOT_FOR_SERVICE = "summary_of_facts"
WHERE_POSSIBLE = "identity_and_place"
SERVICE = "service_of_documents"
INFORMATION = "information"
# The article and paragraph whose items REQUEST_ITEMS lists.
MINIMUM, MINIMUM_PARAGRAPH = (UNTOC, "18"), "15"
MINIMUM_ARTICLE = "18(15)"


@dataclass(frozen=True)
class ContentItem:
    """One item of a request. `code` is one of REQUEST_ITEMS, or empty."""

    code: str
    text: Text
    # False if only some requests need the item, if its basis is only a guide, or if the basis is not certain to bind
    # the requesting State. None if a sheet lists the item without stating this.
    is_mandatory: bool | None
    # The article or law behind the item.
    basis: str
    source: SourceNote | None
    # The key of the treaty that asks for the item. Empty for an item of a State's sheet.
    treaty: str = ""
    # The phase of the measure that needs the item. Empty for an item of the request itself.
    phase: str = ""
    # Whether the item is needed only if its treaty binds all States, which is not known.
    if_bound: bool = False


def content(
    question: AtlasQuestion,
    roles: TreatyRoles,
    by_state: Sequence[SheetStatement],
    floor: Iterable[FloorRule],
    titles: Titles,
) -> list[ContentItem]:
    """Return the items of a request, then the items for other phases of the measure.

    In each phase, the items of the leading treaties come before the items of the State's requirement sheets, and items
    that are needed only if their treaty binds all States come last.

    If the procedure of another treaty applies (UNTOC, art. 18(7)), the items of UNTOC, art. 18(15), are left out.
    """
    is_least = _is_assistance(question) and roles.leads(UNTOC, MINIMUM_ARTICLE)
    least = _minimum(question, titles, is_binding=UNTOC not in roles.open_procedure) if is_least else []
    added = [rule for rule in floor if ITEM in rule.topics and _is_of(rule, roles)]
    said = applicable(by_state, roles.usable, question.measure, (ITEM,))
    own = [one for one in said if one.measures or MEASURES[question.measure].family != INFORMATION]
    ruled = (_of_article(rule, titles, if_bound=rule.treaty.key in roles.if_bound) for rule in added)
    found = [*least, *ruled, *(_of_sheet(one) for one in own if one.text)]
    return sorted(found, key=lambda item: (phase_position(item.phase), item.if_bound))


def _is_of(rule: FloorRule, roles: TreatyRoles) -> bool:
    is_minimum = (rule.treaty.key, rule.article) == MINIMUM and rule.paragraph.startswith(MINIMUM_PARAGRAPH)
    return roles.leads(rule.treaty.key, joined_article(rule.article, rule.paragraph)) and not is_minimum


def _is_assistance(question: AtlasQuestion) -> bool:
    return MEASURES[question.measure].family in ASSISTANCE


def _minimum(question: AtlasQuestion, titles: Titles, *, is_binding: bool) -> list[ContentItem]:
    return [
        ContentItem(
            code,
            Text(str(term.label)),
            is_binding and code != WHERE_POSSIBLE,
            citation(term.source, titles),
            None,
            UNTOC,
        )
        for code, term in REQUEST_ITEMS.items()
        if term.source.startswith(FLOOR) and not (code == NOT_FOR_SERVICE and question.measure == SERVICE)
    ]


def _of_article(rule: FloorRule, titles: Titles, *, if_bound: bool) -> ContentItem:
    basis = with_article(rule.treaty.text.text, citation(of_floor(rule, ITEM).article, titles))
    is_mandatory = rule.is_mandatory and not if_bound
    return ContentItem("", rule.text, is_mandatory, basis, rule.source, rule.treaty.key, rule.phase, if_bound)


def _of_sheet(said: SheetStatement) -> ContentItem:
    is_mandatory = {"mandatory": True, "where_applicable": False}.get(said.necessity)
    basis = said.law.text.text if said.law else ""
    return ContentItem("", said.text or Text(""), is_mandatory, basis, said.source, phase=said.phase)
