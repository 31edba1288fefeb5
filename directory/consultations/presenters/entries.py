"""Presents the acts of a thread (questions, messages, answers and others) to a participant. If an act shares an outline
or comments on one, the outline is presented with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from directory.access.viewer import Viewer
from directory.consultations.encryption import place_of_phrases
from directory.consultations.presenters.outlines import (
    OutlineItemLine,
    OutlineLine,
    comments_of_entry,
    outline_with_comments,
)
from directory.consultations.presenters.seats import name_with_office
from directory.consultations.presenters.times import ConsultationZones, LocalTime
from directory.consultations.queries.outlines import DecryptedOutline
from directory.consultations.queries.unopened import ALARM
from directory.envelope_encryption import RowCipher
from directory.history.actors import Actor, Actors
from directory.i18n import language_name
from directory.models import ConsultationEntry
from directory.phrasebook.spoken import SpokenPhrase, from_json, rendered
from directory.proposals.labels import entry_label
from directory.vocabulary import CHAIN_STEPS, CONSULTATION_ACTS, CONSULTATION_OUTCOMES

REACHED = _l("was reached and is looking at the question")


@dataclass(frozen=True)
class SaidPhrase:
    """A sentence of the phrasebook with its slots, and its text in the reader's language."""

    spoken: SpokenPhrase
    text: str


@dataclass(frozen=True)
class ConsultationEntryLine:
    """One act of a thread.

    - `at`: the time in the zone of the reader's side
    - `text`: empty if the act has no text or the thread was shredded
    - `language`, `language_name`: the language of the text, as a code and in words
    - `phrases`: the sentences of the phrasebook beside the text, in the reader's language
    - `outcome`, `outcome_label`: the outcome of an answer, as a code and in words
    - `subject`: the name of the person, desk, authority or step that the act concerns. For an answer, the authority to
      which the request was passed on.
    - `outline`: the outline that the act shared
    - `comments`: the items on which the act commented
    """

    act: str
    label: str
    who: Actor
    subject: str
    at: LocalTime
    outcome: str
    outcome_label: str
    text: str
    language: str
    language_name: str
    phrases: tuple[SaidPhrase, ...]
    is_note: bool
    is_own: bool
    outline: OutlineLine | None
    comments: tuple[OutlineItemLine, ...]


@dataclass(frozen=True)
class ReadingContext:
    """The data that the presenter of a thread's acts needs, for one participant. `cipher` is None if the thread's key
    was shredded."""

    viewer: Viewer
    actors: Actors
    zones: ConsultationZones
    cipher: RowCipher | None
    language: str


def lines_of(
    entries: Sequence[ConsultationEntry], outlines: Sequence[DecryptedOutline], reader: ReadingContext
) -> list[ConsultationEntryLine]:
    """Return one line for each act, in the order of `entries`. `outlines` are all outlines of the thread."""
    shared = {one.outline.entry_id: one for one in outlines}
    of_comments = {said.entry.id: one for one in outlines for said in one.comments}
    return [_line(one, shared.get(one.id), of_comments.get(one.id), reader) for one in entries]


def accounts_in(entries: Sequence[ConsultationEntry], outlines: Sequence[DecryptedOutline]) -> set[int | None]:
    """Return the ids of the accounts that wrote acts or comments, and of the accounts that are the subject of an act.
    If the directory itself wrote one of the acts, the set contains None."""
    of_comments = {said.entry.author_id for one in outlines for said in one.comments}
    about = {int(one.subject_key) for one in entries if one.subject_kind == "account"}
    return {one.author_id for one in entries} | about | of_comments


def _line(
    entry: ConsultationEntry,
    shared: DecryptedOutline | None,
    of_comments: DecryptedOutline | None,
    reader: ReadingContext,
) -> ConsultationEntryLine:
    words = (reader.actors, reader.zones, reader.language)
    return ConsultationEntryLine(
        act=entry.act,
        label=str(REACHED if entry.subject_kind == ALARM else CONSULTATION_ACTS.label(entry.act)),
        who=reader.actors.of(entry.author_id),
        subject=_subject(entry, reader),
        at=reader.zones.own(entry.at),
        outcome=entry.outcome,
        outcome_label=str(CONSULTATION_OUTCOMES.label(entry.outcome)) if entry.outcome else "",
        text=reader.cipher.open(entry.public_id, entry.sealed_text) if reader.cipher else "",
        language=entry.language,
        language_name=language_name(entry.language, reader.language) if entry.language else "",
        phrases=_phrases(entry, reader.cipher),
        is_note=bool(entry.only_side),
        is_own=entry.author_id == reader.viewer.account_id,
        outline=outline_with_comments(shared, *words) if shared else None,
        comments=comments_of_entry(of_comments, entry.id, *words) if of_comments else (),
    )


def _phrases(entry: ConsultationEntry, cipher: RowCipher | None) -> tuple[SaidPhrase, ...]:
    stored = cipher.open(place_of_phrases(entry.public_id), entry.sealed_phrases) if cipher else ""
    return tuple(SaidPhrase(one, rendered(one)) for one in from_json(stored))


def _subject(entry: ConsultationEntry, reader: ReadingContext) -> str:
    # Only the desk sees alarms.
    if entry.subject_kind in ("", ALARM):
        return ""
    if entry.subject_kind == "account":
        return name_with_office(reader.actors.of(int(entry.subject_key)))
    if entry.subject_kind == "step":
        return str(CHAIN_STEPS.label(entry.subject_key))
    return entry_label(entry.subject_kind, entry.subject_key, reader.language)
