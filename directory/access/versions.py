"""What an entry and its parts held at the end of a past day, read back from the recorded acts.

A viewer reads of it what `past` lets them read; a value comes with the source that it had then, where a
proposal kept it, and otherwise with none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from directory.access.gate import ReadDetail, Reading, read_all
from directory.access.past import Past, past
from directory.access.viewer import Viewer
from directory.clock import as_utc
from directory.extensions import db
from directory.models import AuditEvent, Entry, Proposal, ProposedChange, Provenance
from directory.models.details import EntryKey

DATES = ("verified_on", "due_on")
WRITTEN = ("published", "undone")


@dataclass(frozen=True)
class Version:
    """An entry with its parts as they were; what had nothing to read then is left out.

    It `is_incomplete` where something that was there may not be read any more, or is erased.
    """

    own: Reading | None
    parts: tuple[Reading, ...]
    is_changed: bool
    is_incomplete: bool


@dataclass
class _Walk:
    """Readings on their way back in time, by entry and detail."""

    details: dict[EntryKey, dict[str, ReadDetail]] = field(default_factory=dict)

    def put(self, one: Past) -> None:
        """Take an act back."""
        own = self.details.setdefault((one.event.kind, one.event.key), {})
        if one.before is None:
            own.pop(one.event.detail, None)
        else:
            own[one.event.detail] = one.before
            one.note_shown()

    def source(self, key: EntryKey, place: str, kept: Mapping[str, Any] | None) -> None:
        """Put back the provenance of a detail, or of one language of it."""
        name, _, language = place.partition(".")
        found = self.details.get(key, {}).get(name)
        if found is None:
            return
        row = _provenance(key, place, kept) if kept else None
        if not language:
            self.details[key][name] = replace(found, provenance=row)
            return
        others = {code: one for code, one in found.by_language.items() if code != language}
        self.details[key][name] = replace(found, by_language=others | ({language: row} if row else {}))


def end_of(day: date) -> datetime:
    """Return the instant in UTC at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def read_on(
    viewer: Viewer, entry: Entry, parts: Sequence[Entry], events: Sequence[AuditEvent], end: datetime
) -> Version:
    """Return an entry as it was at an instant. `events` are all acts on it and its parts, newest first;
    an entry that is gone need be no row of the database.
    """
    stored = [entry, *parts]
    walk = _Walk(
        {row.entry_key: dict(reading.details) for row, reading in zip(stored, _now(viewer, stored), strict=True)}
    )
    later = [one for one in past(viewer, entry, events) if as_utc(one.event.at) >= end]
    for one in later:
        if one.event.detail and not (one.is_withheld or one.is_erased):
            walk.put(one)
    for key, replaced in _replaced(walk.details, end):
        for place, kept in replaced.items():
            walk.source(key, place, kept)
    own, *others = (Reading(kind, key, details) for (kind, key), details in walk.details.items())
    return Version(
        own if own.details else None,
        tuple(part for part in others if part.details),
        is_changed=any(one.event.detail for one in later),
        is_incomplete=any(one.is_withheld or one.is_erased for one in later),
    )


def _now(viewer: Viewer, stored: Sequence[Entry]) -> Iterable[Reading]:
    """Return what may be read today; nothing of an entry that is gone."""
    return (
        reading if row in db.session else Reading(row.KIND, row.key, {})
        for row, reading in zip(stored, read_all(viewer, stored), strict=True)
    )


def _replaced(details: Mapping[EntryKey, Any], end: datetime) -> Iterable[tuple[EntryKey, Mapping[str, Any]]]:
    """Yield the provenance that later proposals took the place of, newest first."""
    keys = {key for _, key in details}
    query = (
        select(ProposedChange)
        .join(Proposal)
        .where(Proposal.state.in_(WRITTEN), Proposal.decided_at >= end, ProposedChange.key.in_(keys))
        .order_by(Proposal.decided_at.desc(), ProposedChange.position.desc())
    )
    for row in db.session.scalars(query):
        yield (row.kind, row.key), row.replaced or {}


def _provenance(key: EntryKey, place: str, kept: Mapping[str, Any]) -> Provenance:
    """Return provenance as a proposal kept it, as a row of no database."""
    days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in DATES}
    return Provenance(kind=key[0], key=key[1], detail=place, **{**kept, **days, "sources": tuple(kept["sources"])})
