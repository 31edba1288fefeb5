"""Makes entries of the docket: by hand, from a draft or from a consultation. Each gets the next number of its State."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.chain import AuditAct, record_all
from directory.consultations.service.sides import require_side
from directory.drafts.content import DraftContent
from directory.drafts.queries.drafts import content_of
from directory.drafts.queries.outlines import list_states_asked
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Authority, Consultation, DocketEntry, Draft, FocalPoint, Jurisdiction, Place, Treaty
from directory.requests.queries import entries as queries
from directory.requests.queries.entries import (
    RequestKey,
    find_held,
    find_of_consultation,
    find_of_draft,
    is_taken,
    usual_times,
)
from directory.requests.service.dates import append_act, require_plausible, set_state
from directory.requests.service.file_numbers import seal_file_number
from directory.requests.statements import Statement, Statements
from directory.tokens import PUBLIC_ID, public_id
from directory.vocabulary import MEASURES, OFFENCES, ConsultationSide, DocketStep, RequestDirection, RequestEvent

NO_OFFICE = _l("Your account belongs to no office, and each request is held by one. Ask your coordinator to name it.")
NOT_SENT = _l("First write down when the request was sent.")
HELD_ELSEWHERE = _l("Another office of your State holds this request already.")
NO_MEASURE = _l("Choose the measure and the offence first.")
NOT_FROM_HERE = _l("Your office keeps the requests of its own State with another State.")


@dataclass(frozen=True)
class RequestFacts:
    """What the docket keeps of a request, beside its dates. All but the State, measure and offence may be empty."""

    other_state: str
    measure: str
    offence: str
    treaty: str = ""
    channel: str = ""
    language: str = ""
    other_authority: str = ""
    file_number: str = ""


def require_office(viewer: Viewer) -> None:
    """Raise NotPermitted if the viewer keeps no docket, and InvalidInput without an office of the own State."""
    require(viewer, Action.KEEP_DOCKET, Place(viewer.jurisdiction))
    office = db.session.get(Authority, viewer.authority) if viewer.authority else None
    if office is None or not viewer.jurisdiction or office.jurisdiction_key != viewer.jurisdiction:
        raise InvalidInput(NO_OFFICE)


@dataclass(frozen=True)
class Passing:
    """The step of the way within the State where a received request is (the key of a rule), and the day on which it was
    passed there."""

    step: str
    day: date


@dataclass(frozen=True)
class NewRequest:
    """A request to enter. `direction` is a RequestDirection. `passed` is None unless it was passed on already."""

    direction: str
    facts: RequestFacts
    dates: Statements
    passed: Passing | None = None


def enter(viewer: Viewer, new: NewRequest, key: str = "") -> DocketEntry:
    """Make an entry that the viewer's office holds, and return it. Raises as `enter_all` does."""
    return enter_all(viewer, [new], key)[0]


def enter_all(viewer: Viewer, requests: Sequence[NewRequest], key: str = "") -> list[DocketEntry]:
    """Make entries that the viewer's office holds, and return them in the order of `requests`. `key` is the name that
    the form proposes for the first: a form that is sent twice makes its entries once, and the first is returned.

    Raises InvalidInput without an office, for the own State, for a measure or an offence that there is not, or for
    dates that cannot be true.
    """
    require_office(viewer)
    if (known := find_held(viewer, key)) is not None:
        return [known]
    names = chain([key] if PUBLIC_ID.fullmatch(key) and not is_taken(key) else [], iter(public_id, None))
    year, usual = clock.today().year, usual_times(viewer.jurisdiction)
    first, _held = next_number(viewer.jurisdiction, year), _load_named(requests)
    made = [_made(viewer, new, next(names)) for new in requests]
    for number, one in enumerate(made, start=first):
        one.year, one.number = year, number
        set_state(one, None, usual)
    db.session.add_all(made)
    db.session.flush()
    record_all(viewer.account_id, [AuditAct("enter_request", one.entry_key) for one in made])
    return made


def _made(viewer: Viewer, new: NewRequest, name: str) -> DocketEntry:
    if new.facts.other_state == viewer.jurisdiction:
        raise InvalidInput(NOT_FROM_HERE)
    require_plausible(new.direction, new.dates)
    entry = DocketEntry(
        public_id=name,
        jurisdiction_key=viewer.jurisdiction,
        authority_key=viewer.authority,
        direction=new.direction,
        **codes_of(new.facts),
    )
    seal_file_number(entry, new.facts.file_number)
    append_act(viewer, entry, DocketStep.ENTERED)
    for event, said in new.dates.items():
        append_act(viewer, entry, event, said)
    if new.passed is not None:
        append_act(viewer, entry, DocketStep.PASSED, Statement(new.passed.day), new.passed.step)
    return entry


def count_known(viewer: Viewer, requests: Sequence[NewRequest]) -> int:
    """Return how many of these requests look like entries that the viewer's office holds already."""
    keys = [
        RequestKey(new.direction, new.facts.other_state, new.facts.measure, new.facts.offence, _first_day(new))
        for new in requests
    ]
    return queries.count_known(viewer, keys)


def _first_day(new: NewRequest) -> date:
    first = new.dates.get(RequestEvent.SENT) or new.dates[RequestEvent.RECEIVED]
    return first.day


def _load_named(requests: Sequence[NewRequest]) -> list[Any]:
    """Return the rows that requests name. As long as they are held, looking one of them up needs no statement."""
    facts = [one.facts for one in requests]
    named = (
        (Jurisdiction, {one.other_state for one in facts}),
        (Authority, {one.other_authority for one in facts}),
        (Treaty, {one.treaty for one in facts}),
    )
    return [row for model, keys in named for row in db.session.scalars(select(model).where(model.key.in_(keys)))]


def enter_from_draft(viewer: Viewer, draft: Draft) -> DocketEntry:
    """Enter the request of a draft that was sent, or return the entry that the viewer's office made of it already. The
    proposal of a joint investigation to several States is a request to each: the entry of the requested State is
    returned. The caller checks that the viewer may read the draft.

    Raises InvalidInput if the request was not sent, if it is not one of the viewer's State, or if another office holds
    it.
    """
    made = find_of_draft(viewer, draft)
    if made is not None:
        return _own(viewer, made)
    if draft.sent_on is None:
        raise InvalidInput(NOT_SENT)
    content = content_of(draft)
    if content.requesting != viewer.jurisdiction:
        raise InvalidInput(NOT_FROM_HERE)
    dates = {RequestEvent.SENT: Statement(draft.sent_on)}
    facts = replace(_facts_of(content), channel=draft.sent_channel)
    others = [replace(facts, other_state=state, other_authority="") for state in content.team]
    made_now = enter_all(viewer, [NewRequest(RequestDirection.OUTGOING, one, dates) for one in (facts, *others)])
    asked = list_states_asked(draft, draft.sent_on)
    for entry in made_now:
        entry.draft_id, entry.consultation_id = draft.id, draft.consultation_id
        entry.after_consultation = draft.consultation_id is not None or entry.other_jurisdiction_key in asked
    return made_now[0]


def enter_from_consultation(viewer: Viewer, consultation: Consultation) -> DocketEntry:
    """Enter the formal request of a consultation, or return the entry that the viewer's office made of it already.

    Raises NotFound unless the viewer is on the asking side, and InvalidInput if the request was not sent, or if it is
    not one of the viewer's State.
    """
    require_side(viewer, consultation, ConsultationSide.ASKING)
    made = find_of_consultation(viewer, consultation)
    if made is not None:
        return _own(viewer, made)
    if consultation.formal_request_on is None:
        raise InvalidInput(NOT_SENT)
    if consultation.from_jurisdiction_key != viewer.jurisdiction:
        raise InvalidInput(NOT_FROM_HERE)
    desk = db.session.get_one(FocalPoint, consultation.focal_point_key)
    facts = RequestFacts(
        other_state=consultation.to_jurisdiction_key,
        measure=consultation.measure,
        offence=consultation.offence,
        treaty=consultation.treaty_key or "",
        channel=consultation.sent_channel,
        other_authority=desk.authority_key,
    )
    dates = {RequestEvent.SENT: Statement(consultation.formal_request_on)}
    entry = enter(viewer, NewRequest(RequestDirection.OUTGOING, facts, dates))
    entry.consultation_id, entry.after_consultation = consultation.id, True
    return entry


def _own(viewer: Viewer, entry: DocketEntry) -> DocketEntry:
    if entry.authority_key != viewer.authority:
        raise InvalidInput(HELD_ELSEWHERE)
    return entry


def codes_of(facts: RequestFacts) -> Mapping[str, str | None]:
    """Return the columns of an entry for its facts, without the file number. An office that is not one of the other
    State is left out. Raises InvalidInput for a State that there is not."""
    if db.session.get(Jurisdiction, facts.other_state) is None:
        raise InvalidInput(_l("Choose from the list."))
    if facts.measure not in MEASURES or facts.offence not in OFFENCES:
        raise InvalidInput(NO_MEASURE)
    office = db.session.get(Authority, facts.other_authority) if facts.other_authority else None
    is_there = office is not None and office.jurisdiction_key == facts.other_state
    treaty = db.session.get(Treaty, facts.treaty) if facts.treaty else None
    return {
        "other_jurisdiction_key": facts.other_state,
        "other_authority_key": facts.other_authority if is_there else None,
        "measure": facts.measure,
        "offence": facts.offence,
        "treaty_key": treaty.key if treaty else None,
        "channel": facts.channel,
        "language": facts.language,
    }


def next_number(state: str, year: int) -> int:
    """Return the next number of a State in a year. Call this inside `committing`: its lock keeps others from the same
    number."""
    of_year = (DocketEntry.jurisdiction_key == state, DocketEntry.year == year)
    return (db.session.scalar(select(func.max(DocketEntry.number)).where(*of_year)) or 0) + 1


def _facts_of(content: DraftContent) -> RequestFacts:
    return RequestFacts(
        other_state=content.requested,
        measure=next(iter(content.measures), ""),
        offence=content.offence,
        treaty=next(iter(content.treaties), ""),
        other_authority=content.requested_authority,
    )
