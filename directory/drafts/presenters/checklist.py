"""The checklist of a draft: the items of any request, with the items that the requested State and the draft's treaties
ask for. Missing items do not prevent a document."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from directory import i18n
from directory.access.facts import Text
from directory.access.viewer import Viewer
from directory.atlas.sheet_statements import phase_position
from directory.drafts.content import DraftContent
from directory.drafts.queries.desk_answers import DeskAnswer
from directory.drafts.queries.draft_items import AskedItem, AskedRule, list_asked
from directory.drafts.request_items import RequestItem
from directory.models.types import Texts
from directory.sentences import labelled
from directory.vocabulary import (
    CHECKLIST_ITEMS,
    DRAFT_PARTS,
    MEASURES,
    NECESSITIES,
    PHASES,
    QUESTIONS,
)


@dataclass(frozen=True)
class AskedWording:
    """The words in which a State or a treaty asks for an item."""

    cited: str
    text: Text


@dataclass(frozen=True)
class ChecklistItem:
    """One item of a draft's checklist: an item of CHECKLIST_ITEMS, or one rule that names no such item.

    - `code`: a code of CHECKLIST_ITEMS, or the key of the rule
    - `number`: the position in the list, from 1
    - `label`: the label of the item, or the words of the rule
    - `cited`: the sources that ask for the item
    - `wordings`: the words in which rules ask for an item of CHECKLIST_ITEMS
    - `part`: the page on which the item is written, or "" if a person ticks the item
    - `mark`: a digest of the item's content
    - `empty`: labels of the empty fields, if other fields of the item are filled in
    - `phase`: a code of PHASES, or "" if the request itself needs the item
    - `topic`, `wording`: topic and words of the rule; not set for an item of CHECKLIST_ITEMS
    """

    code: str
    number: int
    label: Text
    cited: tuple[str, ...]
    part: str
    is_mandatory: bool
    is_there: bool
    note: str = ""
    mark: str = ""
    wordings: tuple[AskedWording, ...] = ()
    empty: tuple[Text, ...] = ()
    phase: str = ""
    topic: str = ""
    wording: Texts | None = None

    @property
    def is_ticked(self) -> bool:
        """Whether a person has to tick the item, because no field of the draft shows whether the request has it."""
        return not self.part

    @property
    def still_to_write(self) -> tuple[Text, ...]:
        """The labels of the texts that are not filled yet (`empty`). If there are none, the label of the item."""
        return self.empty or (self.label,)


@dataclass(frozen=True)
class Checklist:
    """The items of a draft's checklist: first the items of the request itself, then the items for phases of the
    measure. `has_sheet` is true if the requested State's requirement sheet asks for any of the items."""

    items: tuple[ChecklistItem, ...]
    has_sheet: bool

    @property
    def request(self) -> list[ChecklistItem]:
        """The items of the request itself."""
        return [one for one in self.items if not one.phase]

    @property
    def missing(self) -> list[ChecklistItem]:
        """The items of the request itself that are to be written in fields of the draft and are not yet written,
        mandatory ones first."""
        return _lacking(one for one in self.request if not one.is_ticked)

    @property
    def missing_mandatory(self) -> list[ChecklistItem]:
        """The mandatory items among `missing`."""
        return [one for one in self.missing if one.is_mandatory]

    @property
    def ticked(self) -> list[ChecklistItem]:
        """The items that a person has to tick, including items for phases."""
        return [one for one in self.items if one.is_ticked]

    @property
    def unticked(self) -> list[ChecklistItem]:
        """The items of the request itself that a person has to tick and nobody has ticked, mandatory ones first. The
        draft may contain these items all the same."""
        return _lacking(one for one in self.request if one.is_ticked)

    @property
    def unticked_mandatory(self) -> list[ChecklistItem]:
        """The mandatory items among `unticked`."""
        return [one for one in self.unticked if one.is_mandatory]

    @property
    def count_words(self) -> str:
        """How many mandatory items are missing or not ticked, in one sentence."""
        missing, unticked = len(self.missing_mandatory), len(self.unticked_mandatory)
        words = _("No mandatory item is missing.")
        if missing and unticked:
            words = ngettext(
                "%(num)s mandatory item is missing or not ticked.",
                "%(num)s mandatory items are missing or not ticked.",
                missing + unticked,
            )
        elif missing:
            words = ngettext("%(num)s mandatory item is missing.", "%(num)s mandatory items are missing.", missing)
        elif unticked:
            words = ngettext(
                "%(num)s mandatory item is not ticked.", "%(num)s mandatory items are not ticked.", unticked
            )
        return str(words)

    @property
    def phases(self) -> list[tuple[str, list[ChecklistItem]]]:
        """The items that a phase of the measure needs, as pairs (phase's label, items) in the order of PHASES. Phases
        without items are left out."""
        by_phase = {code: [one for one in self.items if one.phase == code] for code in PHASES}
        return [(str(PHASES.label(code)), items) for code, items in by_phase.items() if items]


def checklist(viewer: Viewer, content: DraftContent, language: str, answers: Sequence[DeskAnswer] = ()) -> Checklist:
    """Return the checklist of a draft in `language`, from the rules that the viewer may read and from what desks found
    missing."""
    asked, rules = list_asked(viewer, content, language, answers)
    found = [
        *(_item(number, one, content, language) for number, one in enumerate(asked, start=1)),
        *(
            _of_rule(number, rule, content)
            for number, rule in enumerate(sorted(rules, key=lambda one: phase_position(one.phase)), len(asked) + 1)
        ),
    ]
    named = (rule for one in asked for rule in one.rules)
    return Checklist(tuple(found), any(rule.is_of_sheet for rule in (*named, *rules)))


def _lacking(items: Iterable[ChecklistItem]) -> list[ChecklistItem]:
    return sorted((one for one in items if not one.is_there), key=lambda one: not one.is_mandatory)


def _item(number: int, asked: AskedItem, content: DraftContent, language: str) -> ChecklistItem:
    label = Text(str(CHECKLIST_ITEMS.label(asked.code)), i18n.label_language(language))
    wordings = tuple(AskedWording(rule.cited, rule.text) for rule in asked.rules)
    item = asked.item if asked.fields(content) else None
    is_there = not item.empty_fields(content) if item else asked.code in content.done
    mark = _mark(item.content_of(content) if item else (is_there,))
    empty = tuple(_empty(item, content, language)) if item else ()
    part = item.part if item else ""
    note = _("where possible") if asked.code == "identity_and_place" and not asked.is_mandatory else ""
    return ChecklistItem(
        asked.code, number, label, asked.cited, part, asked.is_mandatory, is_there, note, mark, wordings, empty
    )


def _empty(item: RequestItem, content: DraftContent, language: str) -> Iterator[Text]:
    """Yield the labels of an item's empty fields, if other fields of the item are filled in."""
    if item.is_begun(content):
        for name in item.empty_fields(content):
            yield Text(_field_label(item.part, name, content), i18n.label_language(language))


def _field_label(part: str, name: str, content: DraftContent) -> str:
    measure, _dot, question = name.partition(".")
    if question:
        label = str(QUESTIONS.label(question))
        return labelled(MEASURES.label(measure), label) if len(content.measures) > 1 else label
    return next(str(one.label) for one in DRAFT_PARTS[part].fields if one.code == name)


def _of_rule(number: int, rule: AskedRule, content: DraftContent) -> ChecklistItem:
    unsaid = _("listed in the sheet, which does not say whether the item is mandatory")
    return ChecklistItem(
        rule.key,
        number,
        rule.text,
        (rule.cited,),
        "",
        rule.necessity == "mandatory",
        rule.key in content.done,
        str(NECESSITIES.label(rule.necessity) if rule.necessity else unsaid),
        _mark((rule.key in content.done,)),
        phase=rule.phase,
        topic=rule.topic,
        wording=rule.wording,
    )


def _mark(held: tuple[object, ...]) -> str:
    return hashlib.sha256(json.dumps(held, sort_keys=True, default=vars).encode()).hexdigest()
