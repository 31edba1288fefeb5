"""The checklist of a draft: items of every request (`request_items.py`), and items of the requested State's sheet.
Missing items do not prevent a document."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import Text, fact
from directory.access.viewer import Viewer
from directory.atlas.sheet_statements import phase_position
from directory.drafts.content import DraftContent
from directory.drafts.queries.sheets import CONTENT, list_rules
from directory.drafts.request_items import ITEMS
from directory.sentences import labelled
from directory.vocabulary import DRAFT_PARTS, MEASURES, NECESSITIES, PHASES, QUESTIONS, REQUEST_ITEMS, TOPICS


@dataclass(frozen=True)
class ChecklistItem:
    """One item of a request.

    - `code`: of REQUEST_ITEMS, or the key of a rule of the sheet
    - `source`: the treaty article, or the label of the sheet's field
    - `part`: the page on which the item is written or ticked
    - `mark`: a digest of the item's content
    - `empty`: labels of empty fields of an item that was begun
    - `phase`: a code of PHASES, or "" if needed in the request itself
    """

    code: str
    label: Text
    source: str
    part: str
    is_mandatory: bool
    is_there: bool
    note: str = ""
    mark: str = ""
    empty: tuple[Text, ...] = ()
    phase: str = ""

    @property
    def still_to_write(self) -> tuple[Text, ...]:
        """The labels in `empty`, or else the label of the item."""
        return self.empty or (self.label,)


@dataclass(frozen=True)
class Checklist:
    """The items of a draft's checklist.

    - `treaty`: those of REQUEST_ITEMS (UNTOC, art. 18); `is_there` if the draft contains the item
    - `sheet`: those of the requested State's sheet, items for the request itself first; `is_there` if a person has
      ticked the item
    """

    treaty: tuple[ChecklistItem, ...]
    sheet: tuple[ChecklistItem, ...]

    @property
    def missing(self) -> list[ChecklistItem]:
        """The items of `treaty` that the draft lacks, mandatory ones first."""
        return _lacking(self.treaty)

    @property
    def missing_mandatory(self) -> list[ChecklistItem]:
        """The mandatory items of `missing`."""
        return [one for one in self.missing if one.is_mandatory]

    @property
    def unticked(self) -> list[ChecklistItem]:
        """The unticked items of the sheet that are needed in the request itself, mandatory ones first. The draft may
        contain them nevertheless."""
        return _lacking(one for one in self.sheet if not one.phase)

    @property
    def phases(self) -> list[tuple[str, list[ChecklistItem]]]:
        """The items of the sheet that a phase of the measure needs, as pairs (phase's label, items) in the order of
        PHASES. Phases without items are left out."""
        by_phase = {code: [one for one in self.sheet if one.phase == code] for code in PHASES}
        return [(str(PHASES.label(code)), items) for code, items in by_phase.items() if items]

    @property
    def unticked_mandatory(self) -> list[ChecklistItem]:
        """The mandatory items of `unticked`."""
        return [one for one in self.unticked if one.is_mandatory]


def checklist(viewer: Viewer, content: DraftContent, language: str) -> Checklist:
    """Return the checklist of a draft in `language`, with the items of the sheet that the viewer may read."""
    sheet = sorted(_sheet_items(viewer, content, language), key=lambda one: phase_position(one.phase))
    return Checklist(tuple(_treaty_items(content, language)), tuple(sheet))


def _lacking(items: Iterable[ChecklistItem]) -> list[ChecklistItem]:
    return sorted((one for one in items if not one.is_there), key=lambda one: not one.is_mandatory)


def _treaty_items(content: DraftContent, language: str) -> Iterator[ChecklistItem]:
    chrome = i18n.label_language(language)
    for item in ITEMS:
        if item.applies(content):
            term, empty = REQUEST_ITEMS[item.code], item.empty_fields(content)
            yield ChecklistItem(
                item.code,
                Text(str(term.label), chrome),
                term.source,
                item.part,
                item.is_mandatory(content),
                not empty,
                _("where possible") if item.code == "identity_and_place" else "",
                _mark(item.content_of(content)),
                tuple(Text(_field_label(item.part, name), chrome) for name in empty if item.is_begun(content)),
            )


def _field_label(part: str, name: str) -> str:
    measure, _dot, question = name.partition(".")
    if question:
        return labelled(MEASURES.label(measure), QUESTIONS.label(question))
    return next(str(one.label) for one in DRAFT_PARTS[part].fields if one.code == name)


def _sheet_items(viewer: Viewer, content: DraftContent, language: str) -> Iterator[ChecklistItem]:
    for reading in list_rules(viewer, content, CONTENT):
        said = fact(reading, "text", language)
        if said is None:
            continue
        necessity = reading.value("necessity", "")
        yield ChecklistItem(
            reading.key,
            said.texts[0],
            str(TOPICS.label(reading.value("topic"))),
            "checklist",
            necessity == "mandatory",
            reading.key in content.done,
            str(
                NECESSITIES.label(necessity)
                if necessity
                else _("listed in the sheet, which does not say whether the item is mandatory")
            ),
            _mark((reading.key in content.done,)),
            phase=reading.value("phase", ""),
        )


def _mark(held: tuple[object, ...]) -> str:
    return hashlib.sha256(json.dumps(held, sort_keys=True, default=vars).encode()).hexdigest()
