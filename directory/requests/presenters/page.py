"""Presents one entry of the docket: its facts, the dates that both States state, its history, and what comes next."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from directory import i18n
from directory.access.viewer import Viewer
from directory.consultations.queries.threads import takes_part
from directory.drafts.queries.drafts import get as get_draft
from directory.errors import NotFound
from directory.extensions import db
from directory.history.actors import Actor, Actors
from directory.models import Consultation, DocketAct, DocketEntry, Draft, Treaty
from directory.paging import paginate_rows
from directory.people.choices import authority_names
from directory.people.presenters.words import InstantText, day, moment
from directory.proposals.labels import entry_labels
from directory.requests.presenters.lines import RequestLine, lines_of
from directory.requests.presenters.route import RequestRoute, names_of, passed_to, route_of
from directory.requests.queries.entries import partner_of, usual_times
from directory.requests.service.file_numbers import file_number_of
from directory.requests.service.keeping import may_hand_over
from directory.requests.service.pairing import may_invite
from directory.requests.statements import EventStatements, Statement, compared, is_closed, is_own_event
from directory.vocabulary import (
    CHANNELS,
    DOCKET_STEPS,
    REFUSAL_GROUNDS,
    REQUEST_EVENTS,
    STRUCK,
    DocketStep,
    RequestDirection,
    RequestEvent,
)


@dataclass(frozen=True)
class StatedDay:
    """A day with the name of the State that states it, and the ground of a refusal or an empty text."""

    state: str
    day: InstantText
    ground: str


@dataclass(frozen=True)
class TimelineEvent:
    """An event with what the States state of it: one day or, if `is_contradicted`, the days of both."""

    code: str
    label: str
    stated: tuple[StatedDay, ...]
    is_contradicted: bool
    is_own: bool


@dataclass(frozen=True)
class DocketActLine:
    """An act in the history. `day` is the stated day, or None if the act has none; `is_taken_back` says that a stated
    day was taken back. `subject` is the name of an office that the act concerns, or empty.
    `who` is None once that is erased."""

    label: str
    day: InstantText | None
    is_taken_back: bool
    subject: str
    who: Actor | None
    at: InstantText | None


@dataclass(frozen=True)
class RequestPage:
    """An entry as a viewer may know it.

    - `file_number`, `draft`, `consultation`: empty unless the viewer's office holds the entry and, for the links, the
      viewer may read what they lead to
    - `next_step`: what comes next, in sentences
    - `route`: where it is within the State that received it
    - `is_held`: the viewer's office holds the entry
    - `may_write`: the viewer may state dates and correct the entry
    """

    line: RequestLine
    version: int
    treaty: str
    channel: str
    language: str
    other_office: str
    file_number: str
    draft: str
    consultation: str
    timeline: tuple[TimelineEvent, ...]
    route: RequestRoute
    history: tuple[DocketActLine, ...]
    history_page: int
    history_pages: int
    next_step: tuple[str, ...]
    is_held: bool
    is_shredded: bool
    may_write: bool
    may_strike: bool
    may_hand_over: bool
    may_invite: bool

    @property
    def has_contradiction(self) -> bool:
        """Whether the States state an event differently."""
        return any(one.is_contradicted for one in self.timeline)


def page_of(viewer: Viewer, entry: DocketEntry, language: str, number: int = 1) -> RequestPage:
    """Return the page of an entry, with the page `number` of its history, newest first. The caller checks that the
    viewer may read it (`get_readable`). A file number on it is noted as disclosed."""
    [line] = lines_of(viewer, [entry], language)
    is_held = entry.authority_key == viewer.authority and entry.jurisdiction_key == viewer.jurisdiction
    is_open = entry.state != STRUCK and entry.shredded_at is None
    treaty = db.session.get(Treaty, entry.treaty_key) if entry.treaty_key else None
    offices = authority_names(viewer, {entry.other_authority_key or ""}, language)
    partner, acts = partner_of(entry), paginate_rows(entry.acts[::-1], number)
    route = route_of(viewer, entry, language)
    return RequestPage(
        line=line,
        version=entry.version,
        treaty=entry_labels([treaty], language)[treaty.key] if treaty else "",
        channel=str(CHANNELS.label(entry.channel)) if entry.channel else "",
        language=i18n.language_name(entry.language, language) if entry.language else "",
        other_office=offices.get(entry.other_authority_key or "", ""),
        file_number=file_number_of(viewer, entry) if is_held else "",
        draft=_draft_of(viewer, entry) if is_held else "",
        consultation=_consultation_of(viewer, entry) if is_held else "",
        timeline=tuple(_event(entry, one, language) for one in compared(entry, partner)),
        route=route,
        history=tuple(_history(viewer, entry, acts.rows, language, names_of(route))),
        history_page=acts.page,
        history_pages=acts.pages,
        next_step=tuple(_next_step(entry)) if is_open else (),
        is_held=is_held,
        is_shredded=entry.shredded_at is not None,
        may_write=is_held and is_open,
        may_strike=is_held and is_open and entry.partner_id is None,
        may_hand_over=is_open and may_hand_over(viewer, entry),
        may_invite=is_held and may_invite(entry),
    )


def _event(entry: DocketEntry, both: EventStatements, language: str) -> TimelineEvent:
    own, other = (
        (i18n.territory_name(entry.jurisdiction_key, language), both.own),
        (i18n.territory_name(entry.other_jurisdiction_key, language), both.other),
    )
    is_own = is_own_event(entry, both.event)
    ordered = (own, other) if is_own else (other, own)
    said = tuple(_stated(state, one, language) for state, one in ordered if one is not None)
    return TimelineEvent(
        code=both.event,
        label=str(REQUEST_EVENTS.label(both.event)),
        stated=said if both.is_contradicted else said[:1],
        is_contradicted=both.is_contradicted,
        is_own=is_own,
    )


def _stated(state: str, said: Statement, language: str) -> StatedDay:
    ground = str(REFUSAL_GROUNDS.label(said.ground)) if said.ground else ""
    return StatedDay(state, day(said.day, language), ground)


def _history(
    viewer: Viewer, entry: DocketEntry, acts: Sequence[DocketAct], language: str, steps: dict[str, str]
) -> Iterator[DocketActLine]:
    is_named = entry.authority_key == viewer.authority
    actors = Actors(viewer, {one.account_id for one in acts}, language, is_owner=is_named)
    offices = authority_names(viewer, {one.subject_key for one in acts}, language)
    for one in acts:
        is_event = one.act in REQUEST_EVENTS
        yield DocketActLine(
            label=str(REQUEST_EVENTS.label(one.act) if is_event else DOCKET_STEPS.label(one.act)),
            day=day(one.on_day, language) if one.on_day else None,
            is_taken_back=is_event and one.on_day is None,
            subject=passed_to(one.subject_key, steps)
            if one.act == DocketStep.PASSED
            else offices.get(one.subject_key, ""),
            who=actors.of(one.account_id) if one.account_id else None,
            at=moment(one.at, language),
        )


def _draft_of(viewer: Viewer, entry: DocketEntry) -> str:
    found = db.session.get(Draft, entry.draft_id) if entry.draft_id else None
    try:
        return get_draft(viewer, found.public_id).public_id if found else ""
    except NotFound:
        return ""


def _consultation_of(viewer: Viewer, entry: DocketEntry) -> str:
    own = (Consultation.id == entry.consultation_id, takes_part(viewer))
    found = db.session.query(Consultation).where(*own).one_or_none() if entry.consultation_id else None
    return found.public_id if found else ""


def _next_step(entry: DocketEntry) -> Iterator[str]:
    if is_closed(entry):
        yield _("Nothing more is to be done.")
        return
    usual = usual_times(entry.jurisdiction_key)
    if entry.direction == RequestDirection.INCOMING:
        yield _INCOMING[entry.state]()
    else:
        yield _OUTGOING[entry.state]()
    is_to_acknowledge = entry.state == RequestEvent.RECEIVED and entry.direction == RequestDirection.INCOMING
    days = usual.days_in(RequestEvent.SENT if is_to_acknowledge else entry.state)
    yield ngettext(
        "Usually within %(num)s day of the beginning.", "Usually within %(num)s days of the beginning.", days
    )


_INCOMING: Mapping[str, Callable[[], Any]] = {
    RequestEvent.SENT: lambda: _("Next: write down when you received the request."),
    RequestEvent.RECEIVED: lambda: _("Next: acknowledge to the other State that you have the request."),
    RequestEvent.ACKNOWLEDGED: lambda: _("Next: execute the request, ask for more, or refuse it."),
    RequestEvent.MORE_ASKED: lambda: _("Next: the other State sends what you have asked for."),
    RequestEvent.EXECUTED: lambda: _("Next: send the result back."),
}
_OUTGOING: Mapping[str, Callable[[], Any]] = {
    RequestEvent.SENT: lambda: _("Next: the other State acknowledges that it has the request."),
    RequestEvent.RECEIVED: lambda: _("Next: the other State executes the request, asks for more, or refuses it."),
    RequestEvent.ACKNOWLEDGED: lambda: _("Next: the other State executes the request, asks for more, or refuses it."),
    RequestEvent.MORE_ASKED: lambda: _("Next: send what the other State has asked for."),
    RequestEvent.EXECUTED: lambda: _("Next: the other State sends the result back."),
    RequestEvent.RETURNED: lambda: _("Next: write down when the result has arrived."),
}
