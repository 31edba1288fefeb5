"""Shares the outline of a draft: copies the outline into a consultation, and links the draft to the copy."""

import json
from collections.abc import Mapping

from directory.access.viewer import Viewer
from directory.consultations.outline import OutlineContent
from directory.consultations.service import outlines
from directory.consultations.service.entries import WrittenText
from directory.drafts.encryption import DRAFT_ENCRYPTION, place_of_marks
from directory.models import Consultation, Draft, DraftOutline, Outline


def share(
    viewer: Viewer,
    draft: Draft,
    consultation: Consultation,
    content: OutlineContent,
    marks: Mapping[str, str],
    words: WrittenText,
) -> None:
    """Share an outline of a draft with the message `words`. `marks` maps the code of each item to a digest of the
    item's content. A form sent twice shares one outline.

    Raises NotFound if the viewer is not on the asking side, and InvalidInput if the consultation is closed.
    """
    outline = outlines.share(viewer, consultation, content, words)
    link(draft, outline, {item.code: marks[item.code] for item in content.items})


def link(draft: Draft, outline: Outline, marks: Mapping[str, str]) -> None:
    """Link a draft to an outline of it that was shared. `marks` maps the code of each item of the outline to a digest
    of the item's content in the draft. Does nothing if they are linked already."""
    if any(one.outline_id == outline.id for one in draft.outlines):
        return
    sealed = DRAFT_ENCRYPTION.cipher_of(draft).seal(place_of_marks(outline.id), json.dumps(marks))
    draft.outlines.append(DraftOutline(outline_id=outline.id, sealed_marks=sealed))
