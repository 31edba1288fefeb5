"""Presents the feedback of desks on a draft for each item of the checklist: comments on outlines, and items that an
answer names as missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from directory import dates
from directory.access.viewer import Viewer
from directory.consultations.queries.outlines import RecordedComment
from directory.consultations.queries.people import desk_at
from directory.drafts.presenters.checklist import Checklist, ChecklistItem
from directory.drafts.queries.desk_answers import DeskAnswer, answers_shown
from directory.drafts.queries.outlines import SharedOutline, list_shared
from directory.models import Draft
from directory.proposals.labels import entry_label
from directory.vocabulary import ITEM_VERDICTS, ItemVerdict


@dataclass(frozen=True)
class DatedInstant:
    """A time, with its day in words."""

    at: datetime
    on: str


@dataclass(frozen=True)
class DeskComment:
    """A desk's comment on an item. `verdict` is a code of ITEM_VERDICTS. `consultation` is a public id.

    - `is_changed`: the item has changed since the outline was shared
    - `is_to_do`: the desk found the item missing, and since then the item was neither changed nor completed
    """

    verdict: str
    label: str
    text: str
    language: str
    desk: str
    when: DatedInstant
    consultation: str
    is_changed: bool
    is_to_do: bool


@dataclass(frozen=True)
class SharedOutlineLine:
    """An outline that was shared with a desk, with the number of comments. `is_gone` is true if the outline was
    shredded."""

    consultation: str
    desk: str
    when: DatedInstant
    comments: int
    is_gone: bool


@dataclass(frozen=True)
class DeskFeedback:
    """The shared outlines of a draft, newest first, the comments on them, and the items that answers named as missing.
    Only consultations in which the viewer has a seat are included.

    - `by_item`: maps the code of an item to the comments on the item
    - `shown`: maps the id of a consultation to the id of its newest act that is shown: a comment on an item of the
      checklist, the withdrawal of such a comment, or an answer that named a missing item
    """

    by_item: Mapping[str, tuple[DeskComment, ...]]
    outlines: tuple[SharedOutlineLine, ...]
    shown: Mapping[int, int]

    @property
    def to_do(self) -> list[str]:
        """The codes of the items that a desk still finds missing."""
        return [code for code, found in self.by_item.items() if any(one.is_to_do for one in found)]


def desk_comments(
    viewer: Viewer, draft: Draft, found: Checklist, answers: Sequence[DeskAnswer], language: str
) -> DeskFeedback:
    """Return the newest comment on each item from each consultation in which the viewer has a seat. An answer that
    names the item as missing counts as a comment. The caller logs that the comments are shown (`record_shown`)."""
    items = {one.code: one for one in found.items}
    by_item: dict[str, dict[int, DeskComment | None]] = {code: {} for code in items}
    shown = answers_shown(answers)
    answered = {(code, one.consultation.id): one.entry.id for one in answers for code in one.missing}
    commented: set[tuple[str, int]] = set()
    for answer in answers:
        for code in answer.missing:
            by_item[code][answer.consultation.id] = _of_answer(answer, items[code], language)
    outlines = list_shared(viewer, draft)
    for shared in outlines:
        thread = shared.consultation.id
        for code, said in _latest(shared).items():
            place = (code, thread)
            if code in items and place not in commented and said.entry.id > answered.get(place, 0):
                commented.add(place)
                by_item[code][thread] = _comment(shared, items[code], said, language)
                shown[thread] = max(shown.get(thread, 0), said.entry.id)
    return DeskFeedback(
        {code: tuple(filter(None, of.values())) for code, of in by_item.items()},
        tuple(_line(one, language) for one in outlines),
        shown,
    )


def _latest(shared: SharedOutline) -> dict[str, RecordedComment]:
    if shared.opened is None:
        return {}
    items = shared.opened.content.items
    return {items[number - 1].code: said for number, said in shared.opened.latest().items()}


def _comment(shared: SharedOutline, item: ChecklistItem, said: RecordedComment, language: str) -> DeskComment | None:
    verdict = said.comment.verdict
    if not verdict:
        return None
    is_changed = shared.marks.get(item.code) != item.mark
    return DeskComment(
        verdict=verdict,
        label=str(ITEM_VERDICTS.label(verdict)),
        text=said.comment.text,
        language=said.entry.language,
        desk=entry_label("focal_point", desk_at(shared.consultation, said.entry.at), language),
        when=_moment(said.entry.at, language),
        consultation=shared.consultation.public_id,
        is_changed=is_changed,
        is_to_do=verdict == ItemVerdict.MISSING and not is_changed,
    )


def _of_answer(answer: DeskAnswer, item: ChecklistItem, language: str) -> DeskComment:
    return DeskComment(
        verdict=ItemVerdict.MISSING,
        label=str(ITEM_VERDICTS.label(ItemVerdict.MISSING)),
        text="",
        language="",
        desk=answer.desk,
        when=_moment(answer.entry.at, language),
        consultation=answer.consultation.public_id,
        is_changed=False,
        is_to_do=not item.is_there,
    )


def _line(shared: SharedOutline, language: str) -> SharedOutlineLine:
    entry = shared.outline.entry
    return SharedOutlineLine(
        consultation=shared.consultation.public_id,
        desk=entry_label("focal_point", desk_at(shared.consultation, entry.at), language),
        when=_moment(entry.at, language),
        comments=len([one for one in _latest(shared).values() if one.comment.verdict]),
        is_gone=shared.opened is None,
    )


def _moment(at: datetime, language: str) -> DatedInstant:
    return DatedInstant(at, dates.long_day(at.date(), language))
