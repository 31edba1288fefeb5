"""What the request must contain: the items of UNTOC, art. 18(15), as the floor, and those of the State's own sheets."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.access.facts import SourceNote, Text
from directory.atlas.question import Question
from directory.atlas.said import Said, applicable
from directory.vocabulary import ASSISTANCE, MEASURES, REQUEST_ITEMS

FLOOR = "UNTOC, art. 18(15)"
UNTOC = "untoc"
# UNTOC, art. 18(15)(c): no facts for the service of judicial documents; (e): where possible.
NOT_FOR_SERVICE = "summary_of_facts"
WHERE_POSSIBLE = "identity_and_place"
ITEM = "content_item"


@dataclass(frozen=True)
class ContentItem:
    """One item: `code` is one of REQUEST_ITEMS, empty for an item of a sheet; `basis` is the article or law behind it.

    It is mandatory where what it rests on binds the requesting State and does not say "where possible".
    """

    code: str
    text: Text
    is_mandatory: bool
    basis: str
    source: SourceNote | None


def content(question: Question, usable: Sequence[str], by_state: Sequence[Said], language: str) -> list[ContentItem]:
    """Return the items of a request, those of UNTOC first."""
    floor = [*_floor(question, is_binding=UNTOC in usable, language=language)] if _is_assistance(question) else []
    own = applicable(by_state, usable, question.measure, (ITEM,))
    return [*floor, *(_of_sheet(one) for one in own if one.text)]


def _is_assistance(question: Question) -> bool:
    return MEASURES[question.measure].family in ASSISTANCE


def _floor(question: Question, *, is_binding: bool, language: str) -> list[ContentItem]:
    return [
        ContentItem(code, Text(str(term.label), language), is_binding and code != WHERE_POSSIBLE, term.source, None)
        for code, term in REQUEST_ITEMS.items()
        if term.source.startswith(FLOOR)
        and not (code == NOT_FOR_SERVICE and question.measure == "service_of_documents")
    ]


def _of_sheet(said: Said) -> ContentItem:
    text = said.text or Text("")
    return ContentItem("", text, True, said.law.text.text if said.law else "", said.source)
