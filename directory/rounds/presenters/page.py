"""Presents a round to the asking side: the question, and the answers of the States side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory import i18n
from directory.access.facts import Link, Text, state_link
from directory.access.viewer import Viewer
from directory.consultations.encryption import cipher_of
from directory.consultations.presenters.calls import ThreadCalls, calls_of_thread
from directory.consultations.presenters.entries import (
    ConsultationEntryLine,
    ReadingContext,
    SaidPhrase,
    accounts_in,
    lines_of,
)
from directory.consultations.presenters.lines import ConsultationLine
from directory.consultations.presenters.lines import lines_of as consultation_lines
from directory.consultations.presenters.times import LocalTime, zones_of
from directory.consultations.queries import threads
from directory.consultations.queries.outlines import list_outlines
from directory.history.actors import Actors
from directory.models import Consultation, ConsultationEntry, QuestionRound, RoundMember
from directory.phrasebook.spoken import rendered
from directory.proposals.labels import entry_label
from directory.rounds.presenters.clocks import RoundClock, clock_of
from directory.rounds.presenters.lists import subject_of
from directory.rounds.queries import (
    LEAST_STATES,
    MOST_STATES,
    list_left,
    list_present,
    list_questions,
    list_staffed,
    members_of,
)
from directory.rounds.service.asking import RoundQuestion, question_of
from directory.rounds.service.keeping import is_told, list_agreeing
from directory.vocabulary import (
    CONSULTATION_OUTCOMES,
    MEASURES,
    OFFENCES,
    REQUEST_ITEMS,
    STAGES,
    ConsultationAct,
)

JOINT = "joint_investigation"


@dataclass(frozen=True)
class RoundCard:
    """One State of a round.

    - `said`: what others wrote in its consultation, the newest first
    - `own_text`: what this State alone was asked, or empty
    - `newest_id`: the id of the newest act: the page shows all texts, and of other acts what follows from them
    - `calls`: the contacts to use while an urgent question waits
    - `has_people`: whether anybody of the desk has an account
    - `agrees`, `is_told`: whether the desk may be named to others that agree, and was told of them
    """

    state: Link
    line: ConsultationLine
    desk: Link
    clock: RoundClock
    outcome: str
    missing: tuple[str, ...]
    said: list[ConsultationEntryLine]
    own_text: str
    newest_id: int
    consultation_id: int
    calls: ThreadCalls
    has_people: bool
    agrees: bool
    is_told: bool
    is_let_go: bool

    @property
    def is_answered(self) -> bool:
        """Whether the desk has answered."""
        return self.line.answer.done is not None


@dataclass(frozen=True)
class RoundPage:
    """A round. The texts are empty once it was shredded.

    - `cards`: the States whose consultations the viewer reads, those that were let go last
    - `left`: how many consultations of a colleague who has left the viewer may take over
    - `joint`: the query parameters that fill in the draft of a joint investigation of the States that were told of one
      another, or empty if there are fewer than two
    - `team`: the same States with the viewer's, for the page of the atlas on joint investigations
    """

    id: str
    subject: str
    text: str
    phrases: tuple[SaidPhrase, ...]
    language: str
    language_name: str
    measure: str
    offence: str
    stage: str
    treaty: Link | None
    outline: tuple[str, ...]
    opened_at: LocalTime
    cards: list[RoundCard]
    left: int
    may_add: bool
    may_tell: bool
    joint: Mapping[str, Any]
    team: tuple[str, ...]
    is_shredded: bool


def page_of(viewer: Viewer, asked: QuestionRound, language: str) -> RoundPage:
    """Return a round. The caller checks that the viewer may read it, and records the readings (`note_reading`)."""
    members = members_of(viewer, asked)
    common = question_of(asked) if asked.wrapped_key is not None else None
    lines = consultation_lines(viewer, [one.consultation for one in members], language)
    questions, staffed = list_questions(members), list_staffed()
    cards = [
        _card(viewer, one, line, questions[one.consultation_id], common, staffed, language)
        for one, line in zip(members, lines, strict=True)
    ]
    agreeing = list_agreeing(members)
    told = [one.consultation.to_jurisdiction_key for one in agreeing if is_told(one)]
    words = common.words if common else None
    return RoundPage(
        id=asked.public_id,
        subject=subject_of(asked),
        text=words.text if words else "",
        phrases=tuple(SaidPhrase(one, rendered(one)) for one in words.phrases) if words else (),
        language=asked.language,
        language_name=i18n.language_name(asked.language, language),
        measure=str(MEASURES.label(asked.measure)),
        offence=str(OFFENCES.label(asked.offence)),
        stage=str(STAGES.label(asked.stage)) if asked.stage else "",
        treaty=_link("treaty", asked.treaty_key, language) if asked.treaty_key else None,
        outline=tuple(str(REQUEST_ITEMS.label(code)) for code in asked.outline_items),
        opened_at=lines[0].opened_at,
        cards=cards,
        left=len(list_left(viewer, asked)),
        may_add=common is not None and len(list_present(asked)) < MOST_STATES,
        may_tell=len(agreeing) >= LEAST_STATES and not all(map(is_told, agreeing)),
        joint=_joint(viewer, asked, told),
        team=(viewer.jurisdiction, *told) if len(told) >= LEAST_STATES else (),
        is_shredded=common is None,
    )


def _card(
    viewer: Viewer,
    member: RoundMember,
    line: ConsultationLine,
    question: ConsultationEntry,
    common: RoundQuestion | None,
    staffed: frozenset[str],
    language: str,
) -> RoundCard:
    one = member.consultation
    outlines = list_outlines(one)
    entries = threads.list_entries(viewer, one)
    commented = {said.entry.id for outline in outlines for said in outline.comments}
    shown = [entry for entry in entries if _is_said(entry, viewer, commented)]
    zones = zones_of(one, threads.sides_of(viewer, one), language)
    actors = Actors(viewer, accounts_in(shown, outlines), language, is_owner=True)
    cipher = cipher_of(one) if one.wrapped_key is not None else None
    return RoundCard(
        state=state_link(one.to_jurisdiction_key, language),
        line=line,
        desk=_link("focal_point", one.focal_point_key, language),
        clock=clock_of(one, language),
        outcome=str(CONSULTATION_OUTCOMES.label(one.outcome)) if one.outcome else "",
        missing=tuple(str(REQUEST_ITEMS.label(item)) for item in one.missing_items),
        said=lines_of(shown, outlines, ReadingContext(viewer, actors, zones, cipher, language))[::-1],
        own_text=own_text(one, question, common),
        newest_id=max(entry.id for entry in entries),
        consultation_id=one.id,
        calls=calls_of_thread(viewer, one, (), language),
        has_people=one.focal_point_key in staffed,
        agrees=member in list_agreeing([member]),
        is_told=is_told(member) and member.let_go_at is None,
        is_let_go=member.let_go_at is not None,
    )


def _is_said(entry: ConsultationEntry, viewer: Viewer, commented: set[int]) -> bool:
    has_words = bool(entry.sealed_text or entry.sealed_phrases or entry.outcome) or entry.id in commented
    return has_words and entry.author_id != viewer.account_id and entry.act != ConsultationAct.ASKED


def own_text(consultation: Consultation, question: ConsultationEntry, common: RoundQuestion | None) -> str:
    """Return what follows the common text in the question to one State, or "" once either was shredded."""
    if common is None or consultation.wrapped_key is None:
        return ""
    text = cipher_of(consultation).open(question.public_id, question.sealed_text)
    return text.removeprefix(common.words.text).strip()


def _joint(viewer: Viewer, asked: QuestionRound, told: Sequence[str]) -> Mapping[str, Any]:
    if len(told) < LEAST_STATES:
        return {}
    first, *others = told
    return {"from": viewer.jurisdiction, "to": first, "also": others, "measure": JOINT, "offence": asked.offence}


def _link(kind: str, key: str, language: str) -> Link:
    return Link(kind, key, Text(entry_label(kind, key, language)))
