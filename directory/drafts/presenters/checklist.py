"""What a draft lacks in words: the items of UNTOC, art. 18(15), and those of the requested State's own sheet.

It tells, and never keeps anybody from making the document.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import Text, fact
from directory.access.viewer import Viewer
from directory.drafts.content import DraftContent
from directory.drafts.items import ITEMS
from directory.drafts.queries.sheets import CONTENT, list_rules
from directory.sentences import labelled
from directory.vocabulary import DRAFT_PARTS, MEASURES, NECESSITIES, QUESTIONS, REQUEST_ITEMS, TOPICS


@dataclass(frozen=True)
class ChecklistItem:
    """One thing that a request holds; `part` is the page where it is written, of an item of a sheet the checklist.

    `note` says what narrows it; `mark` is another once what the draft holds of it is. `empty` are the fields that it
    still needs, where others of it are written.
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

    @property
    def still_to_write(self) -> tuple[Text, ...]:
        """What of it is not written: its empty fields, or the whole."""
        return self.empty or (self.label,)


@dataclass(frozen=True)
class Checklist:
    """Items of the treaty, of which the draft tells whether they are there, and those of the State's sheet, of which a
    person does."""

    treaty: tuple[ChecklistItem, ...]
    sheet: tuple[ChecklistItem, ...]

    @property
    def missing(self) -> list[ChecklistItem]:
        """What the draft lacks of the treaty's items, the mandatory ones first."""
        return _lacking(self.treaty)

    @property
    def missing_mandatory(self) -> list[ChecklistItem]:
        """What of these must be there."""
        return [one for one in self.missing if one.is_mandatory]

    @property
    def unticked(self) -> list[ChecklistItem]:
        """What of the sheet nobody has ticked, the mandatory items first: it may be written all the same."""
        return _lacking(self.sheet)

    @property
    def unticked_mandatory(self) -> list[ChecklistItem]:
        """What of these must be there."""
        return [one for one in self.unticked if one.is_mandatory]


def checklist(viewer: Viewer, content: DraftContent, language: str) -> Checklist:
    """Return the checklist of a draft in words."""
    return Checklist(tuple(_treaty_items(content, language)), tuple(_sheet_items(viewer, content, language)))


def _lacking(items: tuple[ChecklistItem, ...]) -> list[ChecklistItem]:
    return sorted((one for one in items if not one.is_there), key=lambda one: not one.is_mandatory)


def _treaty_items(content: DraftContent, language: str) -> Iterator[ChecklistItem]:
    chrome = i18n.chrome_language(language)
    for item in ITEMS:
        if item.is_asked(content):
            term, empty = REQUEST_ITEMS[item.code], item.empty_fields(content)
            yield ChecklistItem(
                item.code,
                Text(str(term.label), chrome),
                term.source,
                item.part,
                item.is_mandatory(content),
                not empty,
                _("where possible") if item.code == "identity_and_place" else "",
                _mark(item.held(content)),
                tuple(Text(_field_label(item.part, name), chrome) for name in empty if item.is_begun(content)),
            )


def _field_label(part: str, name: str) -> str:
    """Return what the page of a part calls one of its texts, or the question of a measure."""
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
            str(NECESSITIES.label(necessity) if necessity else _("listed without a word on whether it must be there")),
            _mark((reading.key in content.done,)),
        )


def _mark(held: tuple[object, ...]) -> str:
    """Return a digest, in which the order of languages does not count."""
    return hashlib.sha256(json.dumps(held, sort_keys=True, default=vars).encode()).hexdigest()
