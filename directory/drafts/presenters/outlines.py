"""Makes the outline of a draft, with only public rules of the requested State and no text that a person wrote."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from directory.access.viewer import ANONYMOUS
from directory.consultations.outline import OutlineContent, OutlineItem, to_json
from directory.consultations.presenters.links import links_to
from directory.consultations.presenters.outlines import OutlineLine, outline_line
from directory.drafts.content import DraftContent
from directory.drafts.presenters.checklist import ChecklistItem, checklist
from directory.models import Consultation


@dataclass(frozen=True)
class ShareableOutline:
    """An outline of a draft, in codes and in words. `marks` maps the code of each item to a digest of the item's
    content."""

    outline: OutlineContent
    line: OutlineLine
    marks: Mapping[str, str]

    @property
    def stamp(self) -> str:
        """A digest of the outline, which reveals whether the outline has changed since it was shown."""
        return hashlib.sha256(to_json(self.outline).encode()).hexdigest()

    def only(self, measures: list[str], treaties: list[str], items: list[str]) -> OutlineContent:
        """Return the outline reduced to these measures, treaties and item codes."""
        return OutlineContent(
            tuple(one for one in self.outline.measures if one in measures),
            tuple(one for one in self.outline.treaties if one in treaties),
            tuple(one for one in self.outline.items if one.code in items),
        )


def outline_of_draft(content: DraftContent, language: str) -> ShareableOutline:
    """Return the outline of a draft with this content."""
    items = checklist(ANONYMOUS, content, language).items
    outline = OutlineContent(content.measures, content.treaties, tuple(map(_item, items)))
    marks = {one.code: one.mark for one in items}
    return ShareableOutline(outline, outline_line(outline, language), marks)


def _item(item: ChecklistItem) -> OutlineItem:
    if item.wording is None:
        return OutlineItem(item.code, item.is_there, item.is_mandatory)
    said = item.wording
    return OutlineItem(item.code, item.is_there, item.is_mandatory, item.topic, said.original, dict(said.by_language))


def thread_labels(found: list[Consultation], language: str) -> list[tuple[str, str]]:
    """Return consultations as pairs of public id and label, in the given order."""
    return [(one.id, one.label) for one in links_to(found, language)]
