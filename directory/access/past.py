"""What entries held before, as far as a viewer may read it: the gate for recorded acts.

A value is read only by those who may read its detail today, and who might have read it under every
audience that its row has had since; what is not known for certain is for those who may read everything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import select

from directory.access.gate import ReadDetail
from directory.access.policy import Action, is_public, may, may_read
from directory.access.reveals import Restricted, is_withheld, note
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import AuditEvent, Entry, Place, Texts, details_of
from directory.models.change import MODELS_BY_KIND
from directory.models.details import DeclaredDetail, EntryKey
from directory.vocabulary import Audience

AUDIENCE, NETWORK = "audience", "network_key"


@dataclass(frozen=True)
class Past:
    """One recorded act that the viewer may know of.

    `before` and `after` are None where there was nothing, or where the values are erased. An act
    that is `withheld` tells the viewer that there was one, and no more; one on no detail has neither.
    Whoever shows the values of an act notes what is `restricted` by `note_shown`.
    """

    event: AuditEvent
    before: ReadDetail | None = None
    after: ReadDetail | None = None
    is_withheld: bool = False
    is_erased: bool = False
    restricted: Restricted | None = None

    def note_shown(self) -> None:
        """Note that the viewer was shown the values."""
        if self.restricted is not None:
            note(self.restricted)


@dataclass(frozen=True)
class _Terms:
    """For whom the values of a row were at one time; None is not known."""

    audience: str | None
    network: str | None = None


def past(viewer: Viewer, entry: Entry, events: Sequence[AuditEvent]) -> list[Past]:
    """Return what the viewer may know of acts on an entry and its parts, in the order given: newest first.

    A viewer who may not see who read the entry is told of nothing but what they may read.
    """
    place = entry.place()
    is_told = may(viewer, Action.SEE_READERS, place)
    terms = _terms(entry, events)
    found = []
    for event in events:
        told = _told(viewer, entry, event, terms[event.id], place)
        if told is None and is_told and not _is_frame(event):
            told = Past(event, is_withheld=True)
        if told is not None:
            found.append(told)
    return found


def _told(viewer: Viewer, entry: Entry, event: AuditEvent, terms: Sequence[_Terms], place: Place) -> Past | None:
    """Return an act with the values that the viewer may read; None where they may read none."""
    if not event.detail:
        return Past(event) if (event.kind, event.key) == entry.entry_key else None
    declared = _declared(event)
    if declared is None:
        return None
    audiences = _audiences(declared, terms)
    if not all(_may_read(viewer, audience, place, network) for audience, network in audiences):
        return None
    if event.values is None:
        return Past(event, is_erased=True)
    restricted = _restricted(viewer, entry, event, [one for one, _ in audiences])
    if restricted is not None and is_withheld(restricted):
        return None
    before, after = (_read(declared, value) for value in (event.values.before, event.values.after))
    return Past(event, before, after, restricted=restricted)


def _declared(event: AuditEvent) -> DeclaredDetail | None:
    name, model = event.detail.partition(".")[0], MODELS_BY_KIND.get(event.kind)
    return next((one for one in details_of(model) if one.name == name), None) if model else None


def _is_frame(event: AuditEvent) -> bool:
    """Return whether an act only says where a new or removed row belongs: its details say what matters."""
    if not event.detail or _declared(event) is not None or event.values is None:
        return False
    return event.values.before is None or event.values.after is None


def _audiences(declared: DeclaredDetail, terms: Sequence[_Terms]) -> list[tuple[Audience, str | None]]:
    """Return the audiences, each with its network, that a viewer must belong to."""
    fixed = declared.detail.audience
    own: list[tuple[Audience, str | None]] = [(fixed, None)] if isinstance(fixed, Audience) else []
    if not declared.of_row:
        return own
    known = [(Audience(one.audience), one.network) for one in terms if one.audience]
    is_certain = bool(terms) and len(known) == len(terms)
    return own + known if is_certain else [(one, None) for one in Audience]


def _may_read(viewer: Viewer, audience: Audience, place: Place, network: str | None) -> bool:
    there = replace(place, networks=frozenset({network})) if network else place
    return may_read(viewer, audience, lambda: there)


def _restricted(viewer: Viewer, entry: Entry, event: AuditEvent, audiences: Iterable[Audience]) -> Restricted | None:
    if all(map(is_public, audiences)):
        return None
    name = event.detail if (event.kind, event.key) == entry.entry_key else f"{event.kind}.{event.detail}"
    return Restricted(viewer, entry.entry_key, name)


def _read(declared: DeclaredDetail, kept: Any) -> ReadDetail | None:
    """Return a kept value as the detail itself would hold it."""
    if kept in (None, "", []) or (isinstance(kept, Mapping) and not kept.get("texts")):
        return None
    value = kept
    if isinstance(kept, Mapping):
        value = Texts(kept.get("original", ""), kept["texts"])
    elif isinstance(kept, list):
        value = tuple(kept)
    elif declared.detail.holds == "date":
        value = date.fromisoformat(kept)
    return ReadDetail(declared.name, declared.detail, value, None, {})


def _terms(entry: Entry, events: Sequence[AuditEvent]) -> dict[int, list[_Terms]]:
    """Return for each act the terms under which its row has stood since, the present ones included."""
    rows = _rows_today(entry, events)
    by_row: dict[EntryKey, list[AuditEvent]] = {}
    for event in events:
        by_row.setdefault((event.kind, event.key), []).append(event)
    found: dict[int, list[_Terms]] = {}
    for key, own in by_row.items():
        found |= dict(_terms_of_row(rows.get(key), own))
    return found


def _terms_of_row(row: Entry | None, events: Iterable[AuditEvent]) -> Iterator[tuple[int, list[_Terms]]]:
    since = [_Terms(getattr(row, AUDIENCE, None), getattr(row, NETWORK, None))] if row is not None else []
    for _, act in groupby(events, key=lambda event: (event.at, event.actor_id)):
        together = list(act)
        earlier = _earlier(since[-1] if since else None, together)
        since = [*since, earlier] if earlier else since
        yield from ((event.id, since) for event in together)


def _earlier(later: _Terms | None, act: Iterable[AuditEvent]) -> _Terms | None:
    """Return the terms that an act put an end to; None where it left them, or made the row."""
    turns = [event for event in act if event.detail in (AUDIENCE, NETWORK)]
    steering = {event.detail: event.values for event in turns}
    if not steering:
        return None
    # Erased, or turned more than once at the same moment: what came between is not known.
    if len(turns) > len(steering) or any(values is None for values in steering.values()):
        return _Terms(None)
    before = {name: values.before for name, values in steering.items() if values}
    audience = steering.get(AUDIENCE)
    if audience is not None and audience.before is None:
        return None
    if audience is not None and audience.after is None:
        return _Terms(before[AUDIENCE], before.get(NETWORK))
    present = later or _Terms(None)
    return _Terms(before.get(AUDIENCE, present.audience), before.get(NETWORK, present.network))


def _rows_today(entry: Entry, events: Iterable[AuditEvent]) -> dict[EntryKey, Entry]:
    keys: dict[str, set[str]] = {}
    for event in events:
        if event.kind in MODELS_BY_KIND:
            keys.setdefault(event.kind, set()).add(event.key)
    found: dict[EntryKey, Entry] = {entry.entry_key: entry}
    for kind, own in keys.items():
        model = MODELS_BY_KIND[kind]
        found |= {row.entry_key: row for row in db.session.scalars(select(model).where(model.key.in_(own)))}
    return found
