"""Reads the dockets of States for figures: each request once, as a viewer may count it.

A viewer counts in full what the viewer may read. All other figures are of whole years (`counted_until`): a request
counts as the lists had it then, so nothing that is done later changes the figures of a year.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from directory.access.policy import Action, may, may_somewhere
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Authority, DocketAct, DocketEntry, NetworkMember, Place
from directory.models.annual_return import ALL
from directory.requests.queries.entries import is_overseen_by, is_readable_by, with_partners
from directory.requests.statements import Statements, merged
from directory.statistics.durations import Observed
from directory.statistics.periods import counted_until
from directory.statistics.queries.demonstration import counts_in_figures
from directory.vocabulary import HOME_NETWORK, STRUCK, DocketStep, RequestDirection, RequestEvent

FEWEST_LISTS, FEWEST_ENTRIES = 3, 10
OPEN, DONE = "open", "done"
ENDS = (RequestEvent.EXECUTED, RequestEvent.REFUSED, RequestEvent.RETURNED, RequestEvent.ARRIVED)
BEGINNINGS = (RequestEvent.SENT, RequestEvent.RECEIVED)
OPPOSITE = {
    RequestDirection.OUTGOING: RequestDirection.INCOMING,
    RequestDirection.INCOMING: RequestDirection.OUTGOING,
}


class RequestGroup(StrEnum):
    """Requests that a viewer may not read, by why the viewer may count them. No request is in two groups.

    - OWN_STATE: in the list of the viewer's State, at another office
    - WITH_OWN_STATE: only in the list of another State, and to or from the viewer's State
    - NETWORK: only in lists of other members of HOME_NETWORK
    """

    OWN_STATE = "own"
    WITH_OWN_STATE = "with-own"
    NETWORK = "network"


class CountedRequest(NamedTuple):
    """The facts of one request for figures. `state` is the State from whose list `direction` and codes are, `other` the
    other one.

    `outcome` is DONE, OPEN, "withdrawn" or a code of REFUSAL_GROUNDS. `first_day` is the day on which the request was
    sent or, if that is not known, received.
    """

    state: str
    other: str
    direction: str
    measure: str
    offence: str
    treaty: str
    after_consultation: bool
    outcome: str
    first_day: date
    observed: Observed

    @property
    def requested(self) -> str:
        """The State that was asked."""
        return self.other if self.direction == RequestDirection.OUTGOING else self.state

    @property
    def requesting(self) -> str:
        """The State that asked."""
        return self.state if self.direction == RequestDirection.OUTGOING else self.other


@dataclass(frozen=True)
class DocketList:
    """What the network may know of the list of a State: the year of its first entry, and the share of entries with the
    day of sending and of receipt, in hundredths and rounded to ten."""

    state: str
    since: int
    dated: int


def list_in_scope(viewer: Viewer, since: date, today: date) -> list[CountedRequest]:
    """Return the requests that the viewer may read and that began after `since`, as they are today, by age of the
    entry."""
    entries = _read(is_readable_by(viewer), DocketEntry.state != STRUCK, DocketEntry.since > since)
    return _once(entries, with_partners(entries), None, today)


def count_requests(viewer: Viewer, state: str, offence: str, year: int) -> dict[str, dict[str, int]]:
    """Return the numbers of requests about an offence that the list of a State has of a year, as counts of a yearly
    return. Return {} if the list has no entry of the year, or if the viewer does not oversee it."""
    of_year = (DocketEntry.since >= date(year, 1, 1), DocketEntry.since <= date(year, 12, 31))
    own = (is_overseen_by(viewer), DocketEntry.jurisdiction_key == state, DocketEntry.state != STRUCK, *of_year)
    rows = db.session.execute(select(DocketEntry.direction, DocketEntry.offence).where(*own)).all()
    counts = Counter(one.direction for one in rows if one.offence == offence)
    indicators = {"requests_sent": RequestDirection.OUTGOING, "requests_received": RequestDirection.INCOMING}
    return {code: {ALL: counts[direction]} for code, direction in indicators.items()} if rows else {}


def list_of_others(viewer: Viewer, year: int) -> dict[RequestGroup, list[CountedRequest]]:
    """Return the requests of a counted year that the viewer may not read, by group.

    The group NETWORK is empty unless `are_of_many_lists` holds for it.
    """
    found: dict[RequestGroup, list[CountedRequest]] = {group: [] for group in RequestGroup}
    if not may_somewhere(viewer, Action.KEEP_DOCKET):
        return found
    members = _members_read_by(viewer)
    wanted: list[ColumnElement[bool]] = [DocketEntry.jurisdiction_key.in_(sorted(members))]
    if viewer.jurisdiction:
        wanted += [DocketEntry.jurisdiction_key == viewer.jurisdiction]
        wanted += [DocketEntry.other_jurisdiction_key == viewer.jurisdiction]
    entries = _read(or_(*wanted), *_may_be_of(year))
    readable = set(db.session.scalars(select(DocketEntry.id).where(is_readable_by(viewer))))
    for one, ids, lists in _of_year(viewer, entries, year):
        if not readable.isdisjoint(ids):
            continue
        if viewer.jurisdiction and viewer.jurisdiction == one.state:
            found[RequestGroup.OWN_STATE].append(one)
        elif viewer.jurisdiction and viewer.jurisdiction == one.other:
            found[RequestGroup.WITH_OWN_STATE].append(_turned(one))
        elif lists & members:
            found[RequestGroup.NETWORK].append(one)
    if not are_of_many_lists(found[RequestGroup.NETWORK]):
        found[RequestGroup.NETWORK] = []
    return found


def are_of_many_lists(found: Iterable[CountedRequest]) -> bool:
    """Return whether requests are from FEWEST_LISTS lists or more, and no more than half of them from one list. Figures
    of others would tell of a single State, or of a pair."""
    lists = Counter(one.state for one in found)
    return len(lists) >= FEWEST_LISTS and 2 * max(lists.values()) <= lists.total()


def _turned(one: CountedRequest) -> CountedRequest:
    """Return a request as the other State would list it."""
    return one._replace(state=one.other, other=one.state, direction=OPPOSITE[RequestDirection(one.direction)])


def list_as_of(since: date, until: datetime) -> list[CountedRequest]:
    """Return the requests in all lists that began from `since` on, as the lists stood at `until`, by age of the
    entry."""
    entries = _read(DocketEntry.entered_at < until, _states_a_beginning(since))
    seen_on = until.date()
    found = _once(entries, with_partners(entries), until, seen_on)
    return [one for one in found if since <= one.first_day < seen_on]


def list_dockets(viewer: Viewer, until: datetime) -> list[DocketList]:
    """Return what the viewer may know of the lists of members of HOME_NETWORK that had `FEWEST_ENTRIES` entries or more
    at `until`."""
    members = sorted(_members_read_by(viewer))
    both = and_(*(_stated_before(event, until) for event in BEGINNINGS))
    was_struck = DocketEntry.acts.any(and_(DocketAct.act == DocketStep.STRUCK, DocketAct.at < until))
    columns: Any = (func.min(DocketEntry.entered_at), func.count(), func.sum(case((both, 1), else_=0)))
    query = select(DocketEntry.jurisdiction_key, *columns).join(Authority, Authority.key == DocketEntry.authority_key)
    query = query.where(DocketEntry.jurisdiction_key.in_(members), DocketEntry.entered_at < until)
    query = query.where(~was_struck, counts_in_figures(Authority))
    rows = db.session.execute(query.group_by(DocketEntry.jurisdiction_key).order_by(DocketEntry.jurisdiction_key))
    return [
        DocketList(state, min(first.year, until.year), 10 * round(10 * dated / entries))
        for state, first, entries, dated in rows
        if entries >= FEWEST_ENTRIES
    ]


def _read(*conditions: ColumnElement[bool]) -> Sequence[DocketEntry]:
    query = select(DocketEntry).join(Authority, Authority.key == DocketEntry.authority_key)
    query = query.where(counts_in_figures(Authority), *conditions).order_by(DocketEntry.id)
    return db.session.scalars(query.options(selectinload(DocketEntry.acts))).all()


def _members_read_by(viewer: Viewer) -> set[str]:
    """Return the members of HOME_NETWORK if the viewer may read figures of the whole network, else nothing."""
    if not may(viewer, Action.READ_FIGURES, Place(networks=frozenset({HOME_NETWORK}))):
        return set()
    members = select(NetworkMember.jurisdiction_key).where(NetworkMember.network_key == HOME_NETWORK)
    return set(db.session.scalars(members))


def _may_be_of(year: int) -> tuple[ColumnElement[bool], ...]:
    is_new = or_(DocketEntry.entered_at >= counted_until(year - 1), _states_a_beginning(date(year, 1, 1)))
    return DocketEntry.entered_at < counted_until(year), is_new


def _states_a_beginning(since: date) -> ColumnElement[bool]:
    return DocketEntry.acts.any(and_(DocketAct.act.in_(BEGINNINGS), DocketAct.on_day >= since))


def _stated_before(event: RequestEvent, until: datetime) -> ColumnElement[bool]:
    """Return the SQL condition that the State of an entry stated a day for an event at `until`: its newest act of this
    event by then does not take the day back."""
    later = aliased(DocketAct)
    replaced = select(later.id).where(
        later.entry_id == DocketAct.entry_id, later.act == event, later.at < until, later.id > DocketAct.id
    )
    stated = (DocketAct.act == event, DocketAct.at < until, DocketAct.on_day.is_not(None), ~replaced.exists())
    return DocketEntry.acts.any(and_(*stated))


def _once(
    entries: Sequence[DocketEntry], by_id: Mapping[int, DocketEntry], before: datetime | None, seen_on: date
) -> list[CountedRequest]:
    """Return the requests of entries as they stood at `before`, or as they are now. Of two entries of one request, that
    of the requested State is counted."""
    ids = {one.id for one in entries}
    found = []
    for one in entries:
        other = _partner_at(one, by_id, before)
        is_other_counted = other is not None and other.id in ids and one.direction == RequestDirection.OUTGOING
        if not is_other_counted and not _was_struck(one, before):
            found.append(_counted(one, other, before, seen_on))
    return [one for one in found if one is not None]


def _of_year(
    viewer: Viewer, entries: Sequence[DocketEntry], year: int
) -> Iterator[tuple[CountedRequest, frozenset[int], frozenset[str]]]:
    """Yield each request of a counted year with the ids of its entries and the States in whose lists it is. Of two
    entries that of the viewer's State is counted, else that of the requested State."""
    until = counted_until(year)
    by_id, done = with_partners(entries), set[int]()
    for entry in entries:
        other = _partner_at(entry, by_id, until)
        one, partner = _first_of(viewer, entry, other)
        both = [one] if partner is None else [one, partner]
        if one.id in done or _was_struck(one, until):
            continue
        done.update(each.id for each in both)
        counted = _counted(one, partner, until, until.date())
        if counted is None or counted.first_day.year > year:
            continue
        if any(_was_counted_earlier(each, by_id, year) for each in both):
            continue
        yield counted, frozenset(each.id for each in both), frozenset(each.jurisdiction_key for each in both)


def _was_counted_earlier(entry: DocketEntry, by_id: Mapping[int, DocketEntry], year: int) -> bool:
    """Return whether a year before `year` counted an entry. A first day that was corrected over New Year after the
    count moves no request from one year to another."""
    for earlier in range(entry.entered_at.year - 1, year):
        until = counted_until(earlier)
        if entry.entered_at >= until:
            continue
        counted = _counted(entry, _partner_at(entry, by_id, until), until, until.date())
        if counted is not None and counted.first_day.year <= earlier and not _was_struck(entry, until):
            return True
    return False


def _first_of(
    viewer: Viewer, entry: DocketEntry, partner: DocketEntry | None
) -> tuple[DocketEntry, DocketEntry | None]:
    if partner is None or entry.jurisdiction_key == viewer.jurisdiction:
        return entry, partner
    is_partner_first = partner.jurisdiction_key == viewer.jurisdiction or entry.direction == RequestDirection.OUTGOING
    return (partner, entry) if is_partner_first else (entry, partner)


def _partner_at(entry: DocketEntry, by_id: Mapping[int, DocketEntry], before: datetime | None) -> DocketEntry | None:
    has_joined = entry.partner_id and any(
        one.act == DocketStep.JOINED and (before is None or one.at < before) for one in entry.acts
    )
    return by_id.get(entry.partner_id) if entry.partner_id and has_joined else None


def _was_struck(entry: DocketEntry, before: datetime | None) -> bool:
    return any(one.act == DocketStep.STRUCK and (before is None or one.at < before) for one in entry.acts)


def _counted(
    entry: DocketEntry, partner: DocketEntry | None, before: datetime | None, seen_on: date
) -> CountedRequest | None:
    """Return a request with its dates, or None if its beginning is not known."""
    said = merged(entry, partner, before)
    first = next((said[event].day for event in BEGINNINGS if event in said), None)
    if first is None:
        return None
    measure, treaty = _codes(entry, before)
    outcome, last_day = _outcome(said, seen_on)
    has_ended = outcome not in (OPEN, RequestEvent.WITHDRAWN)
    return CountedRequest(
        state=entry.jurisdiction_key,
        other=entry.other_jurisdiction_key,
        direction=entry.direction,
        measure=measure,
        offence=entry.offence,
        treaty=treaty,
        after_consultation=entry.after_consultation,
        outcome=outcome,
        first_day=first,
        # The days of two States can contradict each other.
        observed=Observed(max((last_day - first).days, 0), has_ended),
    )


def _codes(entry: DocketEntry, before: datetime | None) -> tuple[str, str]:
    """Return measure and treaty of an entry as they are, or as they were before the first correction since `before`."""
    since = [one for one in entry.acts if one.former_measure and before is not None and one.at >= before]
    return (since[0].former_measure, since[0].former_treaty_key) if since else (entry.measure, entry.treaty_key or "")


def _outcome(said: Statements, seen_on: date) -> tuple[str, date]:
    ends = [said[event].day for event in ENDS if event in said]
    if ends:
        refusal = said.get(RequestEvent.REFUSED)
        return (refusal.ground if refusal else DONE), min(ends)
    withdrawn = said.get(RequestEvent.WITHDRAWN)
    return (RequestEvent.WITHDRAWN, withdrawn.day) if withdrawn else (OPEN, seen_on)
