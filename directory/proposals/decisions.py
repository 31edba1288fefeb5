"""Who may take which step with a proposal, and when; and the step itself."""

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.service import record
from directory.errors import Conflict, NotFound, NotPermitted, PageOutdated
from directory.models import Proposal
from directory.proposals.messages import DECIDED, OUTDATED
from directory.proposals.queries import is_author, may_decide, place_of, version_of
from directory.vocabulary.proposals import ProposalState


def require_author(viewer: Viewer, proposal: Proposal) -> None:
    """Raise unless the viewer wrote it: NotPermitted if they may know of it, else NotFound."""
    if not is_author(viewer, proposal):
        raise NotPermitted if may_decide(viewer, proposal) else NotFound


def require_other(viewer: Viewer, proposal: Proposal) -> None:
    """Raise NotPermitted for its author, and NotFound for whose scope it is not in."""
    require(viewer, Action.PUBLISH, place_of(proposal), is_known=False)
    if viewer.account_id is None or viewer.account_id == proposal.author_id:
        raise NotPermitted


def require_state(proposal: Proposal, *states: ProposalState) -> None:
    """Raise Conflict unless the proposal stands in one of these states."""
    if proposal.state not in states:
        raise Conflict(DECIDED)


def require_version(proposal: Proposal, version: str) -> None:
    """Raise PageOutdated unless this is the version of the proposal as it stands: what is decided is what was shown.

    Ask inside `committing`, whose lock keeps it so.
    """
    if version != version_of(proposal):
        raise PageOutdated(OUTDATED)


def decide(viewer: Viewer, proposal: Proposal, state: ProposalState) -> None:
    """Close a proposal; what was typed for it is not kept, and of one that was never sent nothing that it says."""
    if proposal.state == ProposalState.DRAFT:
        proposal.changes, proposal.note = [], ""
    proposal.reviewer_id, proposal.decided_at, proposal.form = viewer.account_id, clock.now(), {}
    move(viewer, proposal, state)


def move(viewer: Viewer, proposal: Proposal, state: ProposalState) -> None:
    """Set the state of a proposal. Records one audit event."""
    before, proposal.state, proposal.changed_at = proposal.state, state, clock.now()
    record(viewer.account_id, f"proposal_{state}", ("proposal", proposal.id), "", before, state)
