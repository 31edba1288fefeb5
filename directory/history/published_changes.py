"""The published proposals from which recorded acts come, with the sources that the proposals state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.extensions import db
from directory.models import AuditEvent, Proposal, ProposedChange

PUBLISHED = "proposal_published"


@dataclass(frozen=True)
class PublishedChange:
    """The proposed changes that one recorded act published, with their proposal. If the act is about a text, there is
    one change for each changed language."""

    proposal: Proposal
    changes: tuple[ProposedChange, ...]


def published_changes(events: Iterable[AuditEvent]) -> Mapping[int, PublishedChange]:
    """Return the published changes of recorded acts, keyed by the number of the act. Acts without a proposal are left
    out."""
    events = list(events)
    at = {event.at for event in events}
    query = select(AuditEvent).where(AuditEvent.kind == "proposal", AuditEvent.action == PUBLISHED)
    closing = list(db.session.scalars(query.where(AuditEvent.at.in_(at)).order_by(AuditEvent.id))) if at else []
    ids = {one.key for one in closing}
    whole = select(Proposal).where(Proposal.id.in_(ids)).options(selectinload(Proposal.changes))
    proposals = {one.id: one for one in db.session.scalars(whole)} if ids else {}
    found = {}
    for event in events:
        key = next((one.key for one in closing if one.id > event.id and _is_together(one, event)), "")
        proposal = proposals.get(key)
        changes = tuple(change for change in (proposal.changes if proposal else ()) if _tells(change, event))
        if proposal and changes:
            found[event.id] = PublishedChange(proposal, changes)
    return found


def _is_together(closing: AuditEvent, event: AuditEvent) -> bool:
    """Return whether an act belongs to the proposal whose last act is `closing`. A proposal records the acts on its
    rows and then the act on itself in one transaction."""
    return closing.at == event.at and closing.actor_id == event.actor_id


def _tells(change: ProposedChange, event: AuditEvent) -> bool:
    return change.entry_key == event.entry_key and change.detail.partition(".")[0] in ("", event.detail)
