"""An entry and its parts at the end of a past day, reconstructed from the acts in the audit chain.

If a value changed after that day, its source of that day is shown only if a proposal recorded the source.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from directory.access.gate import ReadDetail, Reading, read_all
from directory.access.history_gate import RecordedAct, readable_acts
from directory.access.provenance import RecordedProvenance
from directory.access.viewer import Viewer
from directory.audit.chain import ERASE
from directory.cache.dependencies import DEPENDS_ON
from directory.clock import as_utc
from directory.extensions import db
from directory.models import AuditEvent, Entry, Proposal, ProposedChange
from directory.models.details import EntryKey

DATES = ("verified_on", "due_on", "translated_on")
WRITTEN = ("published", "undone")
# An act and its decision are written one after the other, so their times may differ by this much.
SAME_ACT = timedelta(minutes=1)

_DetailKey = tuple[EntryKey, str]


@dataclass(frozen=True)
class PastVersion:
    """An entry with its parts at a past time, as far as the viewer may read them.

    - `own`: the entry's own reading, or None if the viewer could read no detail
    - `parts`: the readings of the parts, without empty readings
    - `is_changed`: the viewer may know of a change since that time
    - `is_incomplete`: the values of a change since that time were erased, or are withheld from the viewer
    """

    own: Reading | None
    parts: tuple[Reading, ...]
    is_changed: bool
    is_incomplete: bool


@dataclass
class _Walk:
    details: dict[EntryKey, dict[str, ReadDetail]]
    changed: dict[_DetailKey, datetime] = field(default_factory=dict)
    sourced: dict[_DetailKey, datetime] = field(default_factory=dict)

    def put(self, one: RecordedAct) -> None:
        """Undo an act: restore the value before the act. If this value is missing or erased, or if the viewer may not
        read it, remove the detail. The restored value keeps the later provenance until `source` or `drop_sources`
        corrects the provenance."""
        key, name = (one.event.kind, one.event.key), one.event.detail
        own = self.details.setdefault(key, {})
        standing = own.pop(name, None)
        self.changed[key, name] = as_utc(one.event.at)
        if one.before is not None:
            kept = (standing.provenance, standing.by_language) if standing else (None, {})
            own[name] = replace(one.before, provenance=kept[0], by_language=kept[1])
            one.note_shown()

    def source(self, key: EntryKey, place: str, kept: Mapping[str, Any] | None, at: datetime) -> None:
        """Restore the provenance that a detail had before a proposal was published. `place` is the detail's name, or
        `name.language`.

        `kept` is the former provenance, which the proposal recorded, or None if there was none. `at` is the time of the
        decision on the proposal.
        """
        name, _, language = place.partition(".")
        found = self.details.get(key, {}).get(name)
        if found is None:
            return
        self.sourced[key, name] = at
        row = _known(kept) if kept else None
        if not language:
            self.details[key][name] = replace(found, provenance=row)
            return
        others = {code: one for code, one in found.by_language.items() if code != language}
        self.details[key][name] = replace(found, by_language=others | ({language: row} if row else {}))

    def drop_sources(self) -> None:
        """Remove the provenance of each detail that `put` changed. But if `source` restored the provenance from a
        proposal that was decided at the time of the undone act (at most SAME_ACT apart), keep the provenance."""
        for (key, name), at in self.changed.items():
            found, kept_at = self.details[key].get(name), self.sourced.get((key, name))
            if found is not None and (kept_at is None or abs(kept_at - at) > SAME_ACT):
                self.details[key][name] = replace(found, provenance=None, by_language={})


def end_of(day: date) -> datetime:
    """Return the instant in UTC at which a day ends."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def read_on(
    viewer: Viewer, entry: Entry, parts: Sequence[Entry], events: Sequence[AuditEvent], end: datetime
) -> PastVersion:
    """Return an entry and its parts at the instant `end`, as far as the viewer may read them. Restored restricted
    values are noted as disclosures.

    `events` are all acts on the entry and its parts, newest first. A deleted `entry` need not be in the database.
    """
    walk = _Walk({(one.kind, one.key): dict(one.details) for one in _today(viewer, [entry, *parts])})
    changes = [
        one for one in readable_acts(viewer, entry, events) if _is_change(one.event) and as_utc(one.event.at) >= end
    ]
    for one in changes:
        walk.put(one)
    for key, replaced, at in _replaced(walk.details, end):
        for place, kept in replaced.items():
            walk.source(key, place, kept, at)
    walk.drop_sources()
    own, *others = (Reading(kind, key, details) for (kind, key), details in walk.details.items())
    return PastVersion(
        own if own.details else None,
        tuple(part for part in others if part.details),
        is_changed=bool(changes),
        is_incomplete=any(one.is_withheld or one.is_erased for one in changes),
    )


def _is_change(event: AuditEvent) -> bool:
    return bool(event.detail) and event.action != ERASE


def _today(viewer: Viewer, rows: Sequence[Entry]) -> Iterator[Reading]:
    for row, reading in zip(rows, read_all(viewer, rows), strict=True):
        # A deleted entry has an empty reading.
        yield reading if row in db.session else Reading(row.KIND, row.key, {})


def _replaced(details: Mapping[EntryKey, Any], end: datetime) -> Iterator[tuple[EntryKey, Mapping[str, Any], datetime]]:
    """Yield (entry key, former provenance, time of the decision) for each change that a proposal made to an entry. The
    latest decision comes first. Only proposals decided at `end` or later count.

    The former provenance maps each detail (`name`, or `name.language`) to the provenance that the proposal replaced.
    """
    # The selected columns are written once, when a proposal is published, in the transaction that records its acts. A
    # cached page of a past day therefore depends on the audit log alone. The option DEPENDS_ON says so, because the
    # cache cannot follow the table of proposals: saving an unfinished proposal moves no log.
    query = (
        select(ProposedChange.kind, ProposedChange.key, ProposedChange.replaced, Proposal.decided_at)
        .join(Proposal)
        .where(
            Proposal.state.in_(WRITTEN),
            Proposal.decided_at >= end,
            ProposedChange.key.in_({key for _, key in details}),
        )
        .order_by(Proposal.decided_at.desc(), ProposedChange.position.desc())
        .execution_options(**{DEPENDS_ON: frozenset({AuditEvent.__tablename__})})
    )
    for kind, key, replaced, decided_at in db.session.execute(query):
        if decided_at is not None:
            yield (kind, key), replaced or {}, as_utc(decided_at)


def _known(kept: Mapping[str, Any]) -> RecordedProvenance:
    days = {name: date.fromisoformat(kept[name]) if kept.get(name) else None for name in DATES}
    return RecordedProvenance(**{**kept, **days, "sources": tuple(kept["sources"])})
