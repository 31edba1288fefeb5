"""States the dates of a request. A later statement replaces an earlier one of the same State, which stays in the
history."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput
from directory.models import DocketAct, DocketEntry
from directory.requests.queries.entries import UsualTimes, partner_of, usual_times
from directory.requests.statements import (
    Statement,
    Statements,
    is_closed,
    is_own_event,
    merged,
    state_of,
    stated_by,
)
from directory.vocabulary import (
    EVENTS_OF_SENDER,
    REFUSAL_GROUNDS,
    STRUCK,
    DocketStep,
    RequestDirection,
    RequestEvent,
)

EARLIEST = date(1990, 1, 1)
CHANGED = _l("This entry was changed meanwhile. What you typed is still here: save again to replace what was saved.")
OVER = _l("This entry is closed for good: it can no longer be changed.")
NOT_OURS = _l("The other State takes part: it writes down its own dates itself.")
FIRST = _l("The entry needs the date on which the request was sent, or on which you received it.")
TOO_EARLY = _l("This date is before the request was sent or received.")
STILL_TO_COME = _l("This date is still to come.")
LONG_AGO = _l("Write a date from 1990 on.")
NO_GROUND = _l("Choose the ground of the refusal.")


def state_date(viewer: Viewer, entry: DocketEntry, event: RequestEvent, said: Statement | None, seen: int) -> None:
    """State the day of an event, or take the stated day back for None. `seen` is the version that the writer saw. Does
    nothing if this is stated already. The caller checks that the viewer's office holds the entry.

    Raises InvalidInput if the entry was changed since or is closed for good, if a day is stated for an act of the other
    State that takes part, or if the dates cannot be true. What was stated of such an act before can be taken back.
    """
    known = stated_by(entry)
    if known.get(event) == said:
        return
    require_open(entry, seen)
    if said and entry.partner_id and not is_own_event(entry, event):
        raise InvalidInput(NOT_OURS)
    after = {**known, event: said} if said else {one: day for one, day in known.items() if one is not event}
    require_plausible(entry.direction, after)
    append_act(viewer, entry, event, said)
    touch(entry)
    refresh(entry)
    record(viewer.account_id, "state_request_date", entry.entry_key)


def require_open(entry: DocketEntry, seen: int) -> None:
    """Raise InvalidInput if an entry was changed since its version `seen`, or is struck or shredded."""
    if entry.state == STRUCK or entry.shredded_at is not None:
        raise InvalidInput(OVER)
    if entry.version != seen:
        raise InvalidInput(CHANGED)


def require_plausible(direction: str, dates: Statements) -> None:
    """Raise InvalidInput if the dates of one State cannot be true: one is still to come, the first is missing, one is
    before the first, or a refusal has no ground."""
    first = RequestEvent.SENT if direction == RequestDirection.OUTGOING else RequestEvent.RECEIVED
    if first not in dates:
        raise InvalidInput(FIRST)
    for event, said in dates.items():
        if said.day > clock.latest_today():
            raise InvalidInput(STILL_TO_COME)
        if said.day < EARLIEST:
            raise InvalidInput(LONG_AGO)
        if event is RequestEvent.REFUSED and said.ground not in REFUSAL_GROUNDS:
            raise InvalidInput(NO_GROUND)
        sent, received = dates.get(RequestEvent.SENT), dates.get(RequestEvent.RECEIVED)
        is_receivers = event not in EVENTS_OF_SENDER
        if (sent and said.day < sent.day) or (received and is_receivers and said.day < received.day):
            raise InvalidInput(TOO_EARLY)


def append_act(
    viewer: Viewer | None,
    entry: DocketEntry,
    act: RequestEvent | DocketStep,
    said: Statement | None = None,
    subject: str = "",
) -> None:
    """Append an act of the viewer to the history of an entry. `viewer` is None for an act of the other State, whose
    people the own State does not learn."""
    account = viewer.account_id if viewer else None
    day, ground = (said.day, said.ground) if said else (None, "")
    entry.acts.append(
        DocketAct(act=act, on_day=day, ground=ground, at=clock.now(), account_id=account, subject_key=subject)
    )


def touch(entry: DocketEntry) -> None:
    """Count an act of the own State: others see that the entry has changed, and the time to keep it starts again."""
    entry.version, entry.changed_at = (entry.version or 0) + 1, clock.now()


def refresh(entry: DocketEntry) -> None:
    """Set what follows from the dates of an entry, and of the entry of the other State that takes part."""
    partner = partner_of(entry)
    for one, other in ((entry, partner), (partner, entry)):
        if one is not None:
            set_state(one, other, usual_times(one.jurisdiction_key))


def set_state(entry: DocketEntry, partner: DocketEntry | None, usual: UsualTimes) -> None:
    """Set the state of an entry, its first day, and the day from which it waits for longer than usual. A shredded entry
    stays closed, since its office could not close it again."""
    events, former = merged(entry, partner), entry.state
    first = events.get(RequestEvent.SENT) or events[RequestEvent.RECEIVED]
    entry.state, entry.since = state_of(entry, partner), first.day
    if entry.shredded_at is not None and not is_closed(entry):
        entry.state = former
    entry.late_on = None if is_closed(entry) else entry.since + timedelta(days=usual.days_in(entry.state) + 1)
