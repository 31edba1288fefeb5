"""The decision on a proposal: its state, the person who decided, the time, and the acts that record the decision."""

from collections.abc import Iterable

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.service import AuditAct, record_all
from directory.models import Proposal
from directory.vocabulary.proposals import ProposalState


def decide(viewer: Viewer, proposal: Proposal, state: ProposalState, written: Iterable[AuditAct] = ()) -> None:
    """Close a proposal and delete the typed form. If the proposal was never submitted, also delete its edits and note.

    Records `written`, the acts on its entry, and then one act on the proposal.
    """
    if proposal.state == ProposalState.UNFINISHED:
        proposal.changes, proposal.note = [], ""
    proposal.reviewer_id, proposal.decided_at, proposal.form = viewer.account_id, clock.now(), {}
    move(viewer, proposal, state, written)


def move(viewer: Viewer, proposal: Proposal, state: ProposalState, written: Iterable[AuditAct] = ()) -> None:
    """Set the state of a proposal. Records `written`, the acts on its entry, and then one act on the proposal."""
    before, proposal.state, proposal.changed_at = proposal.state, state, clock.now()
    moved = AuditAct(f"proposal_{state}", ("proposal", proposal.id), "", before, state)
    record_all(viewer.account_id, [*written, moved])
