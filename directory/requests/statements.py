"""What the two States say of the dates of one request, and which state follows from it.

Each State keeps its own dates. Where both state a day for the same event and the days differ, both are shown and none
is overwritten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from directory.models import DocketEntry
from directory.vocabulary import (
    CLOSED_STATES,
    EVENTS_OF_SENDER,
    REQUEST_EVENTS,
    STRUCK,
    RequestDirection,
    RequestEvent,
)


@dataclass(frozen=True)
class Statement:
    """The day that a State states for an event. `ground` is a code of REFUSAL_GROUNDS, or empty."""

    day: date
    ground: str = ""


Statements = Mapping[RequestEvent, Statement]


@dataclass(frozen=True)
class EventStatements:
    """What both States say of one event. At least one of them has stated a day.

    `is_contradicted` is true if the days or the grounds differ, or if the days of the two States cannot both be true:
    a request was received before it was sent, or a result arrived before it was sent back.
    """

    event: RequestEvent
    own: Statement | None
    other: Statement | None
    is_contradicted: bool


def is_own_event(entry: DocketEntry, event: RequestEvent) -> bool:
    """Return whether an event is an act of the State in whose list the entry stands."""
    return (entry.direction == RequestDirection.OUTGOING) == (event in EVENTS_OF_SENDER)


def stated_by(entry: DocketEntry | None, before: datetime | None = None) -> dict[RequestEvent, Statement]:
    """Return what the State of an entry states now, or what it had stated before an instant, in the order of
    REQUEST_EVENTS. For None, return {}."""
    acts = [one for one in (entry.acts if entry else ()) if before is None or one.at < before]
    newest = {one.act: one for one in acts if one.act in REQUEST_EVENTS}
    return {
        RequestEvent(code): Statement(act.on_day, act.ground)
        for code in REQUEST_EVENTS
        if (act := newest.get(code)) is not None and act.on_day is not None
    }


def merged(
    entry: DocketEntry, partner: DocketEntry | None, before: datetime | None = None
) -> dict[RequestEvent, Statement]:
    """Return one statement for each event, in the order of REQUEST_EVENTS: that of the State whose act it is, else that
    of the other State. Both entries of a request give the same. `before` is that of `stated_by`."""
    own, other = stated_by(entry, before), stated_by(partner, before)
    found = {}
    for code in REQUEST_EVENTS:
        event = RequestEvent(code)
        first, second = (own, other) if is_own_event(entry, event) else (other, own)
        if event in first or event in second:
            found[event] = first.get(event) or second[event]
    return found


def state_of(entry: DocketEntry, partner: DocketEntry | None) -> str:
    """Return the state of a request (a code of REQUEST_STATES): the last event in the order of REQUEST_EVENTS."""
    return STRUCK if entry.state == STRUCK else list(merged(entry, partner))[-1]


def compared(entry: DocketEntry, partner: DocketEntry | None) -> list[EventStatements]:
    """Return what both States say of each event, in the order of REQUEST_EVENTS."""
    own, other = stated_by(entry), stated_by(partner)
    events = merged(entry, partner)
    impossible = _impossible(entry, own, other) if partner else set()
    return [
        EventStatements(one, own.get(one), other.get(one), one in impossible or _differ(own.get(one), other.get(one)))
        for one in events
    ]


def is_closed(entry: DocketEntry) -> bool:
    """Return whether nothing more is to be done. For the State that executed a request, this is so as soon as the
    result was sent back."""
    is_returned = entry.direction == RequestDirection.INCOMING and entry.state == RequestEvent.RETURNED
    return entry.state in CLOSED_STATES or is_returned


def _differ(own: Statement | None, other: Statement | None) -> bool:
    return own is not None and other is not None and own != other


def _impossible(entry: DocketEntry, own: Statements, other: Statements) -> set[RequestEvent]:
    is_sender = entry.direction == RequestDirection.OUTGOING
    sender, receiver = (own, other) if is_sender else (other, own)
    orders = (
        (sender.get(RequestEvent.SENT), receiver.get(RequestEvent.RECEIVED), RequestEvent.RECEIVED),
        (receiver.get(RequestEvent.RETURNED), sender.get(RequestEvent.ARRIVED), RequestEvent.ARRIVED),
    )
    return {event for first, second, event in orders if first and second and second.day < first.day}
