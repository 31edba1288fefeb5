"""Presents drafts of requests on their pages: the list of drafts, and one draft with its parts and versions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from directory import dates, i18n
from directory.access.facts import Text
from directory.access.viewer import Viewer
from directory.atlas.languages import AcceptedLanguage
from directory.atlas.presenters.joint_form import team_address
from directory.consultations.presenters.links import ConsultationLink, links_to
from directory.drafts.content import DraftContent, DraftPerson, person_label
from directory.drafts.presenters.checklist import Checklist, checklist
from directory.drafts.presenters.desk_feedback import DeskFeedback, desk_comments
from directory.drafts.presenters.names import DraftNames, title_of
from directory.drafts.queries.desk_answers import DeskAnswer, list_answers, list_consultations
from directory.drafts.queries.drafts import content_of
from directory.drafts.queries.findings import find
from directory.drafts.queries.outlines import list_to_tell
from directory.drafts.service.retention import RETENTION
from directory.envelope_encryption import NotOpened
from directory.history.actors import Actor, Actors
from directory.jurisdictions.queries import list_jurisdictions
from directory.models import Consultation, Draft
from directory.vocabulary import CHANNELS, CONSULTATION_OUTCOMES, DRAFT_CHANGES, DRAFT_PARTS, REQUEST_ITEMS


@dataclass(frozen=True)
class DraftLine:
    """A draft in a list.

    - `title`: empty if the draft cannot be decrypted
    - `shredded_on`: the day on which the draft will be deleted by age, or empty if the owner exempted the draft
    - `sent_on`: the day on which the request was sent, or empty
    """

    id: str
    title: str
    owner: str
    changed_at: datetime
    changed_on: str
    shredded_on: str
    sent_on: str
    sent_channel: str


@dataclass(frozen=True)
class DraftPartLine:
    """One part of a draft, with the labels of items that the draft lacks, and of items that a desk found missing."""

    code: str
    label: str
    missing: tuple[Text, ...]


@dataclass(frozen=True)
class DraftVersionLine:
    """One version of a draft. `label` names the changed part, or the act (such as a copy) that made the version."""

    number: int
    label: str
    who: Actor
    at: datetime
    on: str


@dataclass(frozen=True)
class DraftReaderLine:
    """A co-worker with whom a draft is shared."""

    number: int
    name: str


@dataclass(frozen=True)
class DraftConsultation:
    """A consultation of a draft, with the desk's newest answer: its day, its outcome, and labels of the items that the
    desk found missing. Without an answer these are empty."""

    link: ConsultationLink
    answered_on: str
    outcome: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class DraftPage:
    """The page of a draft.

    - `sent`: day and channel of the sent request, as query parameters for links to consultations, or empty
    - `to_tell`: the consultations in which the draft's outline was shared and no formal request is noted yet. Empty if
      the request was not sent.
    - `requested`, `measure`: codes of the requested State and the first measure, or ""
    - `parties`: triples (label, authority, State) for the requesting State, the requested State and each further State
    - `team`: query parameters for the atlas's page, or empty if the draft proposes no joint investigation
    - `consultations`: the draft's consultations in which the viewer has a seat
    - `heard`: the shared outlines, and the desks' comments on the items
    - `shown`: maps the id of a consultation to the id of the newest act that the page shows, whole or in part
    """

    line: DraftLine
    is_own: bool
    is_kept: bool
    sent: Mapping[str, str]
    to_tell: tuple[ConsultationLink, ...]
    requested: str
    measure: str
    parties: tuple[tuple[str, Text, Text], ...]
    team: Mapping[str, Any]
    consultations: tuple[DraftConsultation, ...]
    parts: tuple[DraftPartLine, ...]
    checklist: Checklist
    heard: DeskFeedback
    shown: Mapping[int, int]
    versions: tuple[DraftVersionLine, ...]
    readers: tuple[DraftReaderLine, ...]
    languages: tuple[str, ...]


def lines_of(drafts: Sequence[Draft], language: str) -> list[DraftLine]:
    """Return drafts as lines, in the given order."""
    return [line_of(one, language) for one in drafts]


def line_of(draft: Draft, language: str) -> DraftLine:
    """Return a draft as a line of a list. The caller checks that the viewer may read the draft."""
    try:
        title = title_of(content_of(draft), language)
    except NotOpened:
        title = ""
    shredded = "" if draft.is_kept else _day(draft.changed_at + RETENTION, language)
    return DraftLine(
        id=draft.public_id,
        title=title,
        owner=draft.owner.name,
        changed_at=draft.changed_at,
        changed_on=_day(draft.changed_at, language),
        shredded_on=shredded,
        sent_on=dates.long_day(draft.sent_on, language) if draft.sent_on else "",
        sent_channel=str(CHANNELS.label(draft.sent_channel)) if draft.sent_channel else "",
    )


def page(viewer: Viewer, draft: Draft, language: str) -> DraftPage:
    """Return the page of a draft. The caller checks that the viewer may read the draft. Raises NotOpened if the draft
    cannot be decrypted."""
    content = content_of(draft)
    answers = list_answers(viewer, draft, language)
    found, names = checklist(viewer, content, language, answers), DraftNames(viewer, language)
    said = desk_comments(viewer, draft, found, answers, language)
    return DraftPage(
        line=line_of(draft, language),
        is_own=draft.owner_id == viewer.account_id,
        is_kept=draft.is_kept,
        sent={"sent_on": draft.sent_on.isoformat(), "channel": draft.sent_channel} if draft.sent_on else {},
        to_tell=links_to(list_to_tell(viewer, draft), language) if draft.sent_on else (),
        requested=content.requested,
        measure=next(iter(content.measures), ""),
        parties=(
            (_("Requesting authority"), names.authority(content.requesting_authority), names.state(content.requesting)),
            (_("Requested authority"), names.authority(content.requested_authority), names.state(content.requested)),
            *((_("Further State of the team"), Text(""), names.state(state)) for state in content.team),
        ),
        team=_team(content),
        consultations=tuple(_consultations(list_consultations(viewer, draft), answers, language)),
        parts=tuple(_part(code, found, said) for code in DRAFT_PARTS),
        checklist=found,
        heard=said,
        shown={
            **said.shown,
            **{one.consultation.id: max(one.entry.id, said.shown.get(one.consultation.id, 0)) for one in answers},
        },
        versions=tuple(_versions(viewer, draft, language)),
        readers=readers_of(draft),
        languages=tuple(i18n.language_name(code, language) for code in content.languages()),
    )


def readers_of(draft: Draft) -> tuple[DraftReaderLine, ...]:
    """Return the co-workers with whom a draft is shared. The caller checks that the viewer may read the draft."""
    return tuple(DraftReaderLine(one.account_id, one.account.name) for one in draft.readers)


def roles(content: DraftContent) -> list[tuple[DraftPerson, str]]:
    """Return the persons of a draft with their labels, in the order of the draft."""
    return [(one, person_label(content.persons, one)) for one in content.persons]


def document_languages(viewer: Viewer, content: DraftContent) -> tuple[list[str], list[AcceptedLanguage]]:
    """Return two lists of languages for documents. The first has the languages of the draft's texts and the official
    languages of the requesting State. The second has the languages that the requested State accepts.

    Languages that this site does not have are left out.
    """
    states = list_jurisdictions((content.requesting,)) if content.requesting else []
    official = [code for state in states for code in state.official_languages if code in i18n.LANGUAGES]
    accepted = [one for one in find(viewer, content, i18n.DEFAULT).languages if one.code in i18n.LANGUAGES]
    return list(dict.fromkeys([*content.languages(), *official])), accepted


def _team(content: DraftContent) -> Mapping[str, Any]:
    states = (content.requesting, content.requested, *content.team)
    return team_address(states, {"offence": content.offence}) if content.is_joint and "" not in states else {}


def _part(code: str, found: Checklist, said: DeskFeedback) -> DraftPartLine:
    of_part = (one for one in found.request if one.part == code and (not one.is_there or one.code in said.to_do))
    missing = tuple(text for one in of_part for text in one.still_to_write)
    return DraftPartLine(code, str(DRAFT_PARTS.label(code)), missing)


def _consultations(
    found: Sequence[Consultation], answers: Sequence[DeskAnswer], language: str
) -> Iterator[DraftConsultation]:
    answered = {one.consultation.id: one for one in answers}
    for consultation, link in zip(found, links_to(found, language), strict=True):
        answer = answered.get(consultation.id)
        if answer is None:
            yield DraftConsultation(link, "", "", ())
        else:
            outcome = str(CONSULTATION_OUTCOMES.label(answer.entry.outcome))
            missing = tuple(str(REQUEST_ITEMS.label(code)) for code in answer.missing)
            yield DraftConsultation(link, answer.on, outcome, missing)


def _versions(viewer: Viewer, draft: Draft, language: str) -> list[DraftVersionLine]:
    actors = Actors(viewer, [one.author_id for one in draft.versions], language, is_owner=True)
    labels = {code: str(one.label) for table in (DRAFT_PARTS, DRAFT_CHANGES) for code, one in table.items()}
    return [
        DraftVersionLine(one.number, labels[one.part], actors.of(one.author_id), one.at, _day(one.at, language))
        for one in draft.versions
    ]


def _day(at: datetime, language: str) -> str:
    return dates.long_day(at.date(), language)
