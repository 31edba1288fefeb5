"""The audiences, networks and States that a row has had since an act in the audit chain. If the place is unknown,
NOWHERE stands for it: only a viewer who may read everywhere may read a value there."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby

from sqlalchemy import func, select

from directory.audit.queries import list_events
from directory.clock import as_utc
from directory.extensions import db
from directory.models import AuditEvent, Authority, Entry, FocalPoint, NetworkMember, Place
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey

AUDIENCE, NETWORK, OWNER, STATE = "audience", "network_key", "authority_key", "jurisdiction_key"
MADE_OR_ENDED = ("created", "removed")
NOWHERE = Place()


@dataclass(frozen=True)
class PastAudience:
    """The audience and network of a row at one time. None means that the row has no audience or no network of its own.
    If `are_known` is false, the recorded acts do not show audience and network."""

    audience: str | None
    network: str | None = None
    are_known: bool = True


UNKNOWN = PastAudience(None, are_known=False)


def audiences_since(
    entry: Entry, rows: Mapping[EntryKey, Entry], events: Sequence[AuditEvent]
) -> dict[int, list[PastAudience]]:
    """Return, by act id, the audiences and networks that the act's row has had since the act, including the present
    ones.

    `events` are all acts on the entry and its parts, newest first. `rows` are the rows of these acts that still exist.
    """
    alike = _of_its_state(entry, events)
    by_row: dict[EntryKey, list[AuditEvent]] = {}
    for event in events:
        by_row.setdefault(event.entry_key, []).append(event)
    found: dict[int, list[PastAudience]] = {}
    for key, own in by_row.items():
        found |= dict(_audiences_of_row(rows.get(key), own, alike))
    return found


def _audiences_of_row(
    row: Entry | None, events: Iterable[AuditEvent], alike: Collection[str]
) -> Iterator[tuple[int, list[PastAudience]]]:
    since = [PastAudience(getattr(row, AUDIENCE, None), getattr(row, NETWORK, None))] if row is not None else []
    for _, act in groupby(events, key=_moment):
        together = list(act)
        earlier = _earlier(since[-1] if since else None, together, alike)
        since = [*since, earlier] if earlier else since
        yield from ((event.id, since) for event in together)


def _earlier(later: PastAudience | None, act: Sequence[AuditEvent], alike: Collection[str]) -> PastAudience | None:
    """Return the audience and network that a row had before an act. `act` are the audit events of the act, `later` is
    what the row had after the act. `alike` are authorities of one State: a part that moves from one to another keeps
    its audience.

    Return None if the act changed neither audience nor network, or created the row. Return UNKNOWN if the events do not
    show what the row had before.
    """
    # A part that moves among `alike`, authorities of one State, keeps its audience. `PastPlaces` finds a desk's States.
    if any(_passes_on(event) and not _stays_among(event, alike) for event in act):
        return UNKNOWN
    turns = [event for event in act if event.detail in (AUDIENCE, NETWORK)]
    steering = {event.detail: event.values for event in turns}
    if not steering:
        return None
    # If a value was erased, or changed more than once at the same moment, the audience in between is unknown.
    if len(turns) > len(steering) or any(values is None for values in steering.values()):
        return UNKNOWN
    before = {name: values.before for name, values in steering.items() if values}
    audience = steering.get(AUDIENCE)
    if (audience is not None and audience.before is None) or all(event.action == "created" for event in turns):
        return None
    if audience is not None and audience.after is None:
        return PastAudience(before[AUDIENCE], before.get(NETWORK))
    present = later or PastAudience(None)
    return PastAudience(before.get(AUDIENCE, present.audience), before.get(NETWORK, present.network))


def _passes_on(event: AuditEvent) -> bool:
    return _is_move(event, OWNER) and event.kind != FocalPoint.KIND


def _stays_among(event: AuditEvent, authorities: Collection[str]) -> bool:
    return event.values is not None and {event.values.before, event.values.after} <= set(authorities)


def _of_its_state(entry: Entry, events: Iterable[AuditEvent]) -> Collection[str]:
    acts = [event.values for event in events if _passes_on(event) and event.values is not None]
    keys = {key for act in acts for key in (act.before, act.after) if key}
    if not keys:
        return ()
    of_states = list_events([(Authority.KIND, key) for key in keys], STATE)
    turned = {event.key for event in of_states if _is_move(event, STATE)}
    state = func.coalesce(Authority.jurisdiction_key, "") == entry.place().jurisdiction
    return set(db.session.scalars(select(Authority.key).where(Authority.key.in_(keys), state))) - turned


@dataclass
class PastPlaces:
    """The places that an entry has had. `events` are all acts on the entry and its parts."""

    entry: Entry
    events: Sequence[AuditEvent]
    _members: dict[str, list[tuple[str, datetime]]] = field(default_factory=dict)

    def since(self, event: AuditEvent, terms: PastAudience) -> list[Place]:
        """Return the places that a row has had since the act `event`, one place for each State, sorted by State. If a
        place is unknown, return only NOWHERE.

        `terms` are the row's audience and network at one time since the act.
        """
        if not terms.are_known:
            return [NOWHERE]
        turned = [turn for turn in self._moves if turn.id >= event.id or _moment(turn) == _moment(event)]
        if any(turn.values is None for turn in turned):
            return [NOWHERE]
        states = {*self._states_today, *(turn.values.before or "" for turn in turned if turn.values)}
        return [Place(state, self._networks(state, terms, event.at)) for state in sorted(states)]

    def _networks(self, state: str, terms: PastAudience, at: datetime) -> frozenset[str]:
        """Return the row's own network if `terms` names one. Otherwise return the State's present networks that were
        recorded at or before `at`. If `state` is empty, return the entry's networks, or none if the entry now has a
        State."""
        if terms.network:
            return frozenset({terms.network})
        if not state:
            return self.entry.place().networks if state in self._states_today else frozenset()
        if state not in self._members:
            columns = (NetworkMember.network_key, NetworkMember.recorded_at)
            rows = db.session.execute(select(*columns).where(NetworkMember.jurisdiction_key == state))
            self._members[state] = [(network, as_utc(recorded_at)) for network, recorded_at in rows]
        return frozenset(network for network, recorded_at in self._members[state] if recorded_at <= as_utc(at))

    @cached_property
    def _states_today(self) -> set[str]:
        states = {self.entry.place().jurisdiction}
        if isinstance(self.entry, FocalPoint):
            query = select(Authority.jurisdiction_key).where(Authority.key.in_(self._authorities(self.entry)))
            states |= {state or "" for state in db.session.scalars(query)}
        return states

    @cached_property
    def _moves(self) -> list[AuditEvent]:
        """The acts that moved the entry to another State. For a desk, these are the acts that moved any authority that
        the desk is known to have had.

        For a desk, acts that gave the desk another authority are included too if their values were erased: the unknown
        authority may be in another State.
        """
        if not isinstance(self.entry, FocalPoint):
            return [event for event in self.events if event.kind == self.entry.KIND and _is_move(event, STATE)]
        lost = [event for event in self.events if _is_move(event, OWNER) and event.values is None]
        homes = [(Authority.KIND, key) for key in self._authorities(self.entry)]
        return lost + [event for event in list_events(homes, STATE) if _is_move(event, STATE)]

    def _authorities(self, desk: FocalPoint) -> set[str]:
        turns = [event for event in self.events if _is_move(event, OWNER)]
        return {desk.authority_key, *(turn.values.before for turn in turns if turn.values)}


def _is_move(event: AuditEvent, name: str) -> bool:
    return event.detail == name and event.action not in MADE_OR_ENDED


def _moment(event: AuditEvent) -> tuple[datetime, int | None]:
    return event.at, event.actor_id


def rows_today(entry: Entry, events: Iterable[AuditEvent]) -> dict[EntryKey, Entry]:
    """Return the entry and the rows of `events` that still exist, by entry key."""
    keys: dict[str, set[str]] = {}
    for event in events:
        if event.kind in MODELS_BY_KIND:
            keys.setdefault(event.kind, set()).add(event.key)
    found: dict[EntryKey, Entry] = {entry.entry_key: entry}
    for kind, own in keys.items():
        model = MODELS_BY_KIND[kind]
        found |= {row.entry_key: row for row in db.session.scalars(select(model).where(model.key.in_(own)))}
    return found
