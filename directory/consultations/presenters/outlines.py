"""Presents an outline in words, for a thread and for the page that shares the outline."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from directory import i18n
from directory.access.facts import Link, Text
from directory.access.viewer import Viewer
from directory.consultations.outline import OutlineContent, OutlineItem
from directory.consultations.presenters.times import ConsultationZones, LocalTime, zones_of
from directory.consultations.queries import threads
from directory.consultations.queries.outlines import DecryptedOutline, RecordedComment
from directory.history.actors import Actor, Actors
from directory.models import Consultation
from directory.models.types import Texts
from directory.proposals.labels import entry_label
from directory.vocabulary import CHECKLIST_ITEMS, ITEM_VERDICTS, MEASURES, TOPICS


@dataclass(frozen=True)
class CommentLine:
    """A comment on an item of an outline. An empty `verdict` withdraws an earlier comment."""

    verdict: str
    label: str
    text: str
    language: str
    who: Actor
    at: LocalTime


@dataclass(frozen=True)
class OutlineItemLine:
    """One item of an outline: a request item (`code`) or a rule of the State that was asked (`topic`). `source` is the
    rule of law from which the request item comes (or ""), or the label of the topic."""

    number: int
    code: str
    topic: str
    label: Text
    source: str
    is_there: bool
    is_mandatory: bool
    comment: CommentLine | None = None


@dataclass(frozen=True)
class OutlineLine:
    """A whole outline; `number` is its number in the thread, or 0 before the outline is shared."""

    number: int
    codes: tuple[str, ...]
    measures: tuple[str, ...]
    treaties: tuple[Link, ...]
    items: tuple[OutlineItemLine, ...]


def outline_line(content: OutlineContent, language: str, number: int = 0) -> OutlineLine:
    """Return an outline in words, without comments."""
    return OutlineLine(
        number,
        content.measures,
        tuple(str(MEASURES.label(code)) for code in content.measures),
        tuple(Link("treaty", key, Text(entry_label("treaty", key, language))) for key in content.treaties),
        tuple(_item(place, one, language) for place, one in enumerate(content.items, start=1)),
    )


def outline_with_comments(
    opened: DecryptedOutline, actors: Actors, zones: ConsultationZones, language: str
) -> OutlineLine:
    """Return an outline in words, each item with its newest comment."""
    bare = outline_line(opened.content, language, opened.outline.number)
    return replace(bare, items=_with(bare, opened.latest(), actors, zones))


def read_outline(viewer: Viewer, consultation: Consultation, opened: DecryptedOutline, language: str) -> OutlineLine:
    """Return an outline in words for a participant. Each item has its newest comment, with the comment's author and
    time in the zone of the participant's side."""
    zones = zones_of(consultation, threads.sides_of(viewer, consultation), language)
    actors = Actors(viewer, [one.entry.author_id for one in opened.comments], language, is_owner=True)
    return outline_with_comments(opened, actors, zones, language)


def comments_of_entry(
    opened: DecryptedOutline, entry_id: int, actors: Actors, zones: ConsultationZones, language: str
) -> tuple[OutlineItemLine, ...]:
    """Return the items on which one act commented, with these comments."""
    own = {one.item: one for one in opened.comments if one.entry.id == entry_id}
    lines = _with(outline_line(opened.content, language), own, actors, zones) if own else ()
    return tuple(one for one in lines if one.number in own)


def _with(
    line: OutlineLine, said: Mapping[int, RecordedComment], actors: Actors, zones: ConsultationZones
) -> tuple[OutlineItemLine, ...]:
    return tuple(
        replace(one, comment=_comment(said[one.number], actors, zones) if one.number in said else None)
        for one in line.items
    )


def _comment(said: RecordedComment, actors: Actors, zones: ConsultationZones) -> CommentLine:
    verdict, entry = said.comment.verdict, said.entry
    return CommentLine(
        verdict=verdict,
        label=str(ITEM_VERDICTS.label(verdict)) if verdict else "",
        text=said.comment.text,
        language=entry.language,
        who=actors.of(entry.author_id),
        at=zones.own(entry.at),
    )


def _item(number: int, item: OutlineItem, language: str) -> OutlineItemLine:
    if item.topic:
        wording = Texts(item.original, item.wording)
        label, source = Text(wording.text(language), wording.choose(language)), str(TOPICS.label(item.topic))
    else:
        term = CHECKLIST_ITEMS[item.code]
        label, source = Text(str(term.label), i18n.label_language(language)), term.source
    return OutlineItemLine(
        number, "" if item.topic else item.code, item.topic, label, source, item.is_there, item.is_mandatory
    )
