"""Shares the outline of a draft: it is copied into the thread, and the draft keeps which outline that is."""

import json
from collections.abc import Mapping

from directory.access.viewer import Viewer
from directory.consultations.outline import OutlineContent
from directory.consultations.service import outlines
from directory.consultations.service.entries import WrittenText
from directory.drafts.encryption import SEALING
from directory.drafts.queries.outlines import place_of_marks
from directory.models import Consultation, Draft, DraftOutline


def share(
    viewer: Viewer,
    draft: Draft,
    consultation: Consultation,
    content: OutlineContent,
    marks: Mapping[str, str],
    words: WrittenText,
) -> None:
    """Share an outline of a draft in a consultation in which the viewer asks; what was sent twice is one.

    `marks` tell, by the codes of items, what the draft holds of each now. Raises InvalidInput where the consultation is
    closed.
    """
    outline = outlines.share(viewer, consultation, content, words)
    if any(one.outline_id == outline.id for one in draft.outlines):
        return
    kept = {item.code: marks[item.code] for item in content.items}
    sealed = SEALING.seal_of(draft).seal(place_of_marks(outline.id), json.dumps(kept))
    draft.outlines.append(DraftOutline(outline_id=outline.id, sealed_marks=sealed))
