"""Shares the outline of a draft with a desk, and stores the desk's comments on the items."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from directory.access.viewer import Viewer
from directory.consultations.encryption import cipher_of, place_of_comment, place_of_outline
from directory.consultations.outline import NO_COMMENT, ItemComment, OutlineContent, to_json
from directory.consultations.queries.outlines import (
    DecryptedOutline,
    get_outline,
    list_outlines,
)
from directory.consultations.service.answering import count_as_answered
from directory.consultations.service.entries import WrittenText, append_entry, is_duplicate, tell_others
from directory.consultations.service.sides import require_desk, require_open, require_side
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Consultation, Outline, OutlineComment
from directory.vocabulary import ConsultationAct, ConsultationSide

MEANWHILE = _l(
    "A colleague commented on an item while you wrote; their comment now stands beside yours."
    " If you send yours again, it takes the place of theirs."
)


def share(viewer: Viewer, consultation: Consultation, content: OutlineContent, words: WrittenText) -> Outline:
    """Share an outline as a message of the asking side, and tell the other people by letter. An outline sent twice is
    stored once.

    Raises InvalidInput if the consultation is closed, and NotFound unless the viewer is on the asking side.
    """
    require_side(viewer, consultation, ConsultationSide.ASKING)
    require_open(consultation)
    earlier = list_outlines(consultation)
    is_twice = bool(earlier) and is_duplicate(viewer, consultation, ConsultationAct.OUTLINED, words)
    if is_twice and earlier[-1].content == content:
        return earlier[-1].outline
    made = append_outline(viewer, consultation, content, words)
    tell_others(consultation, made.entry)
    return made


def append_outline(viewer: Viewer, consultation: Consultation, content: OutlineContent, words: WrittenText) -> Outline:
    """Append an outline to a thread without a letter. The caller checks that the viewer is on the asking side."""
    number = len(list_outlines(consultation)) + 1
    entry = append_entry(viewer, consultation, ConsultationAct.OUTLINED, ConsultationSide.ASKING, words)
    sealed = cipher_of(consultation).seal(place_of_outline(number), to_json(content))
    made = Outline(consultation_id=consultation.id, number=number, entry=entry, sealed_content=sealed)
    db.session.add(made)
    db.session.flush()
    return made


def comment(
    viewer: Viewer,
    consultation: Consultation,
    number: int,
    comments: Mapping[int, ItemComment],
    language: str,
    seen: int,
) -> None:
    """Store the desk's comments, mark the consultation as answered, and tell the other people by letter. Do nothing if
    no comment has changed.

    `comments` maps numbers of items to comments. `seen` is the number of comments when the form was opened. Raises:

    - NotFound unless the viewer is a member of the desk
    - InvalidInput if the consultation is closed, or if a colleague has meanwhile given a different comment on an item
      that the writer changed
    """
    side = require_desk(viewer, consultation)
    require_open(consultation)
    opened = get_outline(consultation, number)
    changed = _changed(opened, comments, seen)
    if not changed:
        return
    entry = append_entry(viewer, consultation, ConsultationAct.COMMENTED, side, WrittenText("", language))
    cipher = cipher_of(consultation)
    for item, one in sorted(changed.items()):
        sealed = cipher.seal(place_of_comment(entry, item), to_json(one))
        db.session.add(
            OutlineComment(outline_id=opened.outline.id, entry_id=entry.id, item=item, sealed_comment=sealed)
        )
    count_as_answered(consultation)
    tell_others(consultation, entry)


def _changed(opened: DecryptedOutline, comments: Mapping[int, ItemComment], seen: int) -> dict[int, ItemComment]:
    """Return the comments that the writer changed, keyed by item number. Raises InvalidInput if a colleague has
    meanwhile given a different comment on one of these items."""
    before, now = opened.latest(seen), opened.latest()
    items = range(1, len(opened.content.items) + 1)
    meant = {
        item: one
        for item, one in comments.items()
        if item in items and one != (before[item].comment if item in before else NO_COMMENT)
    }
    late = {one.item for one in opened.comments[seen:]}
    if any(item in late and now[item].comment != one for item, one in meant.items()):
        raise InvalidInput(MEANWHILE)
    return {item: one for item, one in meant.items() if item not in now or now[item].comment != one}
