"""Amends the source of a proposed change during its review. The audit chain records each amendment and who made it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput, NotFound
from directory.extensions import db
from directory.models import AuditEvent, Proposal, ProposedChange
from directory.models.details import EntryKey
from directory.proposals.change_set import ChangeSet
from directory.proposals.decisions import require_other, require_state
from directory.proposals.edits import Edit, EditAction, edit_of
from directory.proposals.field_types import Raw, one
from directory.proposals.permissions import require_publishable
from directory.proposals.queries import AMENDED
from directory.proposals.stated_sources import SEPARATOR, source_problems, typed_sources
from directory.vocabulary.proposals import ProposalState


@dataclass(frozen=True)
class StatedSource:
    """A source as a person states it. `source_date` is the date that the source prints, or the day on which the source
    was read."""

    sources: tuple[str, ...]
    source_date: str
    confidence: str

    @classmethod
    def typed(cls, raw: Raw, place: str) -> "StatedSource":
        """Read the source from the form fields. `place` is the prefix of their names."""
        return cls(typed_sources(raw, place), one(raw, f"{place}source_date"), one(raw, f"{place}confidence"))

    def fields(self, place: str) -> dict[str, list[str]]:
        """Return the form fields of the source: the inverse of `typed`."""
        told = {"source": SEPARATOR.join(self.sources), "source_date": self.source_date, "confidence": self.confidence}
        return {f"{place}{name}": [value] for name, value in told.items()}

    def problems(self, place: str = "") -> Mapping[str, Any]:
        """Return the faults of the source, keyed by field name."""
        return source_problems(self.sources, self.source_date, self.confidence, place)


@dataclass(frozen=True)
class TypedSource:
    """The source that a reviewer typed for the edit at position `number`."""

    number: int
    stated: StatedSource


@dataclass(frozen=True)
class SourceAmendment:
    """One amendment: the source of an edit before and after. `by` is the account of the person who amended it."""

    entry_key: EntryKey
    detail: str
    at: datetime
    by: int | None
    before: StatedSource
    after: StatedSource


def may_have_source(edit: Edit) -> bool:
    """Return whether an edit states a source.

    An edit that removes a row states no source. An edit that takes another edit back restores the former source.
    """
    return edit.action is not EditAction.REMOVE and not edit.takes_back


def amend(viewer: Viewer, proposal: Proposal, changes: ChangeSet, typed: TypedSource) -> None:
    """Replace the source of one edit in a submitted proposal of another person, and record the amendment.

    Raises the errors of `require_other` and `require_publishable`, Conflict if the proposal is not submitted, NotFound
    for an edit without a source, and InvalidInput for a source with a fault.
    """
    require_other(viewer, proposal)
    require_state(proposal, ProposalState.SUBMITTED)
    require_publishable(viewer, proposal, changes)
    stated = typed.stated
    row = next((row for place, row in enumerate(proposal.changes) if place == typed.number), None)
    if row is None or not may_have_source(edit_of(row)):
        raise NotFound
    for fault in stated.problems().values():
        raise InvalidInput(fault)
    before = StatedSource(row.sources, row.source_date, row.confidence)
    if stated == before:
        return
    row.sources, row.source_date, row.confidence = stated.sources, stated.source_date, stated.confidence
    proposal.changed_at = clock.now()
    record(viewer.account_id, AMENDED, ("proposal", proposal.id), "", _kept(row, before), _kept(row, stated))


def list_amendments(proposal: Proposal) -> Iterator[SourceAmendment]:
    """Yield the amendments of a proposal's sources, oldest first. Erased amendments are left out."""
    query = select(AuditEvent).filter_by(kind="proposal", key=proposal.id, action=AMENDED).order_by(AuditEvent.id)
    for event in db.session.scalars(query.options(selectinload(AuditEvent.values))):
        if event.values is not None:
            held, now = event.values.before, event.values.after
            place = (held["kind"], held["key"]), held["detail"]
            yield SourceAmendment(*place, event.at, event.actor_id, _stated(held), _stated(now))


def _kept(row: ProposedChange, stated: StatedSource) -> dict[str, Any]:
    source = {"sources": list(stated.sources), "source_date": stated.source_date, "confidence": stated.confidence}
    return {"kind": row.kind, "key": row.key, "detail": row.detail} | source


def _stated(kept: dict[str, Any]) -> StatedSource:
    return StatedSource(tuple(kept["sources"]), kept["source_date"], kept["confidence"])
