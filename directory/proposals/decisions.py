"""Decides proposals: sets the state and the time, records acts and sends mails.

The mails name the entry by its public name. They contain no other detail of the entry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action, may, roles_for
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.audit.chain import AuditAct, record_all
from directory.errors import Conflict, NotPermitted, PageOutdated
from directory.extensions import db
from directory.models import Account, Proposal
from directory.outbox.service import queue
from directory.proposals.change_set import ChangeSet
from directory.proposals.messages import ALREADY_DECIDED, OUTDATED
from directory.proposals.permissions import may_publish
from directory.proposals.queries import is_in_scope, keeps_its_source, place_in, place_of, states_of, version_of
from directory.vocabulary import Role
from directory.vocabulary.proposals import ProposalOrigin, ProposalState


def require_other(viewer: Viewer, proposal: Proposal) -> None:
    """Raise NotFound or NotPermitted unless the viewer may decide the proposal. The author may not decide it.

    Administrators count as authors of proposals from official tables (see `keeps_its_source`).
    """
    if not is_in_scope(viewer, Action.PUBLISH, proposal):
        require(viewer, Action.PUBLISH, place_of(proposal), is_known=False)
    is_own = viewer.account_id == proposal.author_id or keeps_its_source(viewer, proposal)
    if viewer.account_id is None or is_own:
        raise NotPermitted


def require_state(proposal: Proposal, *states: ProposalState) -> None:
    """Raise Conflict unless the proposal is in one of these states."""
    if proposal.state not in states:
        raise Conflict(ALREADY_DECIDED)


def require_version(proposal: Proposal, changes: ChangeSet, version: str) -> None:
    """Raise PageOutdated unless `version` is the present version token of the proposal.

    Call this inside `committing`.
    """
    if version != version_of(proposal, changes):
        raise PageOutdated(OUTDATED)


def decide(viewer: Viewer, proposal: Proposal, state: ProposalState, written: Iterable[AuditAct] = ()) -> None:
    """Close a proposal, record who decided it and when, and record the acts in `written`.

    The saved fields of its form are deleted. If the proposal was never submitted, its edits and note are deleted too.
    """
    if proposal.state == ProposalState.UNFINISHED:
        proposal.changes, proposal.note = [], ""
    proposal.reviewer_id, proposal.decided_at, proposal.form = viewer.account_id, clock.now(), {}
    move(viewer, proposal, state, written)


def move(viewer: Viewer, proposal: Proposal, state: ProposalState, written: Iterable[AuditAct] = ()) -> None:
    """Set the state of a proposal. Record the acts in `written`, then an act on the proposal."""
    before, proposal.state, proposal.changed_at = proposal.state, state, clock.now()
    moved = AuditAct(f"proposal_{state}", ("proposal", proposal.id), "", before, state)
    record_all(viewer.account_id, [*written, moved])


@dataclass(frozen=True)
class WaitingLetter:
    """A letter about several waiting proposals.

    `letter` names one of LETTERS. A person gets one letter for each `key`.
    """

    letter: str
    key: str
    path: str
    values: Mapping[str, str]


def tell_waiting(proposal: Proposal, changes: ChangeSet, letter: WaitingLetter | None = None) -> None:
    """Tell coordinators by mail that a proposal in their scope waits. The author gets no mail.

    If none of these coordinators may publish the proposal, administrators get the mail too. `letter` replaces the usual
    letter.
    """
    reached = _reached(proposal, changes)
    if letter is None:
        _tell(proposal, _waiting_letter(proposal), reached)
        return
    for account in reached:
        key = f"{letter.key}:{account.id}"
        queue(letter.letter, account.email, account.language, key=key, path=letter.path, **letter.values)


def _waiting_letter(proposal: Proposal) -> str:
    if proposal.undoes_id:
        return "proposal_reverting"
    return "proposal_of_office" if proposal.origin == ProposalOrigin.CAMPAIGN else "proposal_waiting"


def tell_published_at_once(proposal: Proposal, changes: ChangeSet) -> None:
    """Tell coordinators by mail that the author of a proposal changed a contact in their scope and published the
    change alone. If none of these coordinators may publish such a change, tell administrators too."""
    _tell(proposal, "proposal_published_at_once", _reached(proposal, changes))


def tell_decided(proposal: Proposal, letter: str) -> None:
    """Tell the author by mail that the proposal was decided. An author whose account has ended gets no mail.

    `letter` is a key of LETTERS.
    """
    author = db.session.get(Account, proposal.author_id) if proposal.author_id else None
    _tell(proposal, letter, [author] if author is not None and author.active else [])


def _tell(proposal: Proposal, letter: str, accounts: Iterable[Account]) -> None:
    for account in accounts:
        key, path = f"{letter}:{proposal.id}:{account.id}", f"proposals/{proposal.id}"
        queue(letter, account.email, account.language, key=key, path=path, proposal=proposal.id)


def _reached(proposal: Proposal, changes: ChangeSet) -> list[Account]:
    places = [place_in(proposal, state) for state in {proposal.jurisdiction_key, *states_of(changes)}]
    upkeep = select(Account).where(Account.active, Account.role.in_(roles_for(Action.PUBLISH))).order_by(Account.id)
    viewers = {one: viewer_of(one) for one in db.session.scalars(upkeep) if one.id != proposal.author_id}
    reached = [one for one, viewer in viewers.items() if any(may(viewer, Action.PUBLISH, place) for place in places)]
    coordinators = [one for one in reached if one.role == Role.COORDINATOR]
    is_decided = any(may_publish(viewers[one], proposal, changes) for one in coordinators)
    return coordinators if is_decided else reached
