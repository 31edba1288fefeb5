"""Creates, saves, submits, publishes, refuses, withdraws and takes back proposals."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.errors import Conflict, InvalidInput
from directory.extensions import db
from directory.models import Proposal, ProposalNetwork
from directory.models.details import EntryKey
from directory.proposals.applying import write
from directory.proposals.change_set import ChangeSet
from directory.proposals.consequences import completed, consequences, contacts_there, is_referenced, is_under_ended
from directory.proposals.decisions import (
    WaitingLetter,
    decide,
    move,
    require_other,
    require_state,
    tell_decided,
    tell_published_at_once,
    tell_waiting,
)
from directory.proposals.editable_columns import original_beside
from directory.proposals.edits import Edit, EditAction, rows_of
from directory.proposals.immediate_publication import may_publish_at_once
from directory.proposals.joint_approvals import networks_of
from directory.proposals.messages import (
    AUTHORITY_ENDED,
    INCOMPLETE,
    NOTHING,
    OVERTAKEN,
    POINTED_TO,
    REASON_MISSING,
    STALE,
)
from directory.proposals.permissions import (
    require_author,
    require_proposable,
    require_publishable,
    require_refusable,
)
from directory.proposals.queries import change_set_of, list_not_undone
from directory.proposals.undo import inverses_of
from directory.proposals.validation import LONGEST_NOTE_CHARACTERS, TOO_LONG, refuse_bad
from directory.tokens import public_id
from directory.vocabulary.proposals import ProposalState

Form = dict[str, list[str]]


def propose(
    viewer: Viewer,
    entry_key: EntryKey,
    edits: Sequence[Edit],
    *,
    note: str = "",
    origin: str = "",
    form: Form | None = None,
    undoes: str = "",
) -> Proposal:
    """Store an unfinished proposal of edits to one entry and its parts, and return it. The consequences of the edits
    are added.

    `form` is the typed input, with which the author can go on. `undoes` is the id of the proposal that the new proposal
    takes back.

    `origin` is set if the author has no account. It names where the proposal comes from, such as an official table. The
    viewer's permissions are then not checked: the caller must check that the author may change the entry.

    Raises NotPermitted if the viewer may not propose the edits (see `require_proposable`). Raises InvalidInput for a
    value that no entry may have, or for a row under an ended authority (see `comes_under_ended`). Raises InvalidInput
    also if a remaining row refers to a removed one.
    """
    proposal = Proposal(id=public_id(), kind=entry_key[0], key=entry_key[1], author_id=viewer.account_id, origin=origin)
    proposal.note, proposal.undoes_id, proposal.form = note, undoes or None, form or {}
    _fill(viewer, proposal, edits)
    db.session.add(proposal)
    db.session.flush()
    return proposal


def save(viewer: Viewer, proposal: Proposal, key: str, edits: Sequence[Edit], form: Form) -> None:
    """Replace the typed form and the edits of an unfinished proposal.

    `key` is the key of the proposal's entry. It is empty while a new entry lacks the values for a key. Raises the
    errors of `require_author` and `propose`, and Conflict if the proposal is no longer unfinished.
    """
    require_author(viewer, proposal)
    require_state(proposal, ProposalState.UNFINISHED)
    proposal.form, proposal.key = form, key
    _fill(viewer, proposal, edits)


def submit(
    viewer: Viewer, proposal: Proposal, changes: ChangeSet | None = None, letter: WaitingLetter | None = None
) -> None:
    """Submit an unfinished proposal for the decision of another person. If it needs no second person (see
    `immediate_publication`), publish it at once instead.

    `changes` is the proposal's change set, if the caller has made it in this transaction. `letter` replaces the usual
    mail to the people who may decide.

    Raises InvalidInput if the proposal has no edits. Raises Conflict if it is no longer unfinished, if an edit is in
    conflict, or if consequences of the edits are missing. Also raises Conflict if a proposal to be published at once no
    longer fits the stored rows.

    Raises the errors of `require_author` and `require_proposable`, unless the proposal has an `origin`.
    """
    if not proposal.origin:
        require_author(viewer, proposal)
    require_state(proposal, ProposalState.UNFINISHED)
    if not proposal.changes:
        raise InvalidInput(NOTHING)
    changes = changes or change_set_of(proposal)
    if changes.conflicts:
        raise Conflict(STALE)
    if not proposal.origin:
        require_proposable(viewer, changes)
    if changes.concerns_other_rows and consequences(changes):
        raise Conflict(INCOMPLETE)
    move(viewer, proposal, ProposalState.SUBMITTED)
    proposal.form = {}
    if not proposal.origin and may_publish_at_once(viewer, changes):
        _publish(viewer, proposal, changes)
        tell_published_at_once(proposal, changes)
    else:
        tell_waiting(proposal, changes, letter)


def publish(viewer: Viewer, proposal: Proposal, changes: ChangeSet | None = None) -> None:
    """Write the edits of a submitted proposal, close the proposal and mail its author. Records one audit event for each
    changed column and one for the proposal. An earlier proposal that is thereby taken back completely becomes undone.

    `changes` is the proposal's change set, if the caller has made it in this transaction.

    Raises the errors of `require_other`, and NotPermitted if the viewer may not publish all edits. Raises Conflict if
    the proposal is not submitted, or if its edits no longer fit the stored rows.
    """
    require_other(viewer, proposal)
    require_state(proposal, ProposalState.SUBMITTED)
    changes = changes or change_set_of(proposal)
    require_publishable(viewer, proposal, changes)
    _publish(viewer, proposal, changes)
    tell_decided(proposal, "proposal_published")


def refuse(viewer: Viewer, proposal: Proposal, reason: str, changes: ChangeSet | None = None) -> None:
    """Refuse a submitted proposal with a reason, and mail its author.

    `changes` is the proposal's change set, if the caller has made it in this transaction.

    Raises the errors of `require_other`, and NotPermitted if the viewer may not refuse the proposal. Raises Conflict if
    the proposal is not submitted. Raises InvalidInput if the reason is empty or longer than LONGEST_NOTE_CHARACTERS.
    """
    require_other(viewer, proposal)
    require_state(proposal, ProposalState.SUBMITTED)
    require_refusable(viewer, proposal, changes or change_set_of(proposal))
    if not reason:
        raise InvalidInput(REASON_MISSING)
    if len(reason) > LONGEST_NOTE_CHARACTERS:
        raise InvalidInput(TOO_LONG)
    proposal.reason = reason
    decide(viewer, proposal, ProposalState.REFUSED)
    tell_decided(proposal, "proposal_refused")


def withdraw(viewer: Viewer, proposal: Proposal) -> None:
    """Withdraw the viewer's own proposal before it is decided. If the proposal was never submitted, its edits and note
    are erased.

    Raises the errors of `require_author`, and Conflict if the proposal is decided.
    """
    require_author(viewer, proposal)
    require_state(proposal, ProposalState.UNFINISHED, ProposalState.SUBMITTED)
    decide(viewer, proposal, ProposalState.WITHDRAWN)


def undo(viewer: Viewer, proposal: Proposal) -> Proposal:
    """Return a proposal that takes a published proposal back. If one is submitted already, return it. Otherwise propose
    and submit a new one.

    A new proposal takes back only edits whose values have not been changed since. Raises Conflict if there are none, or
    if `proposal` is not published. Also raises the errors of `propose` and `submit`.
    """
    require_state(proposal, ProposalState.PUBLISHED)
    waiting = db.session.scalar(
        select(Proposal).filter_by(undoes_id=proposal.id, state=ProposalState.SUBMITTED).limit(1)
    )
    if waiting is not None:
        return waiting
    inverse = inverses_of(list_not_undone(proposal))
    if not inverse:
        raise Conflict(STALE)
    taken_back = propose(viewer, proposal.entry_key, inverse, undoes=proposal.id)
    submit(viewer, taken_back)
    return taken_back


def _fill(viewer: Viewer, proposal: Proposal, edits: Sequence[Edit]) -> None:
    changes = completed(ChangeSet(edits))
    refuse_bad(changes)
    if is_under_ended(changes):
        raise InvalidInput(AUTHORITY_ENDED)
    if is_referenced(changes.edits):
        raise InvalidInput(POINTED_TO)
    if not proposal.origin:
        require_proposable(viewer, changes)
    place = changes.place_of_root(proposal.entry_key)
    proposal.jurisdiction_key = place.jurisdiction
    proposal.networks = [ProposalNetwork(network_key=key) for key in sorted(networks_of(changes) | place.networks)]
    proposal.changes = rows_of(_beside_its_original(edit, changes) for edit in changes.edits)
    proposal.changed_at = clock.now()


def _beside_its_original(edit: Edit, changes: ChangeSet) -> Edit:
    """Return an edit of a translation with the digest of its original. If the edit has no digest yet, the digest of the
    present original is added. Return any other edit unchanged."""
    if edit.given.of or edit.action is not EditAction.CHANGE:
        return edit
    return replace(edit, given=replace(edit.given, of=original_beside(edit.detail, changes.after[edit.entry_key])))


def _publish(viewer: Viewer, proposal: Proposal, changes: ChangeSet) -> None:
    there: list[list[str] | None] = [None] * len(changes.edits)
    if changes.concerns_other_rows:
        _require_consistent(changes)
        there = [contacts_there(changes, edit) for edit in changes.edits]
    try:
        refuse_bad(changes)
    except InvalidInput as refused:
        raise Conflict(OVERTAKEN) from refused
    replaced, acts = write(changes)
    for row, before, lines in zip(proposal.changes, replaced, there, strict=True):
        row.replaced, row.contacts_there = before, lines
    decide(viewer, proposal, ProposalState.PUBLISHED, acts)
    undone = db.session.get(Proposal, proposal.undoes_id) if proposal.undoes_id else None
    if undone is not None and undone.state == ProposalState.PUBLISHED and not list_not_undone(undone):
        move(viewer, undone, ProposalState.UNDONE)


def _require_consistent(changes: ChangeSet) -> None:
    """Raise Conflict if the edits would break a reference or put a row under an ended authority, or if their
    consequences are missing."""
    if is_referenced(changes.edits):
        raise Conflict(POINTED_TO)
    if consequences(changes):
        raise Conflict(INCOMPLETE)
    if is_under_ended(changes):
        raise Conflict(AUTHORITY_ENDED)
