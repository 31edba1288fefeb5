"""Creates, saves, submits, publishes, refuses, withdraws and takes back proposals. Call these inside `committing`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

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
    REVERT_REASON_MISSING,
    STALE,
)
from directory.proposals.permissions import (
    require_author,
    require_proposable,
    require_publishable,
    require_refusable,
)
from directory.proposals.queries import change_set_of, is_amended, list_not_undone
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
    follows: str = "",
) -> Proposal:
    """Store an unfinished proposal of edits to one entry and its parts, with the consequences of the edits.

    `form` has the submitted fields, from which the author can go on later. `undoes` is the id of the published proposal
    that the new proposal takes back. `origin` is empty if a person writes the proposal with an account. Otherwise it is
    `campaign` (an office answers a letter) or `source` (an official table), and the caller must check the right to
    change the entry.

    `follows` is the id of the refused proposal that the new proposal corrects. The caller must check that the viewer
    may correct it. Raises InvalidInput for edits that cannot be published. If `origin` is empty, raises NotPermitted if
    the viewer may not propose the edits.
    """
    proposal = Proposal(id=public_id(), kind=entry_key[0], key=entry_key[1], author_id=viewer.account_id, origin=origin)
    proposal.note, proposal.undoes_id, proposal.form = note, undoes or None, form or {}
    proposal.follows_id = follows or None
    _fill(viewer, proposal, edits)
    db.session.add(proposal)
    db.session.flush()
    return proposal


def save(viewer: Viewer, proposal: Proposal, key: str, edits: Sequence[Edit], form: Form) -> None:
    """Replace the typed form and the edits of an unfinished proposal. `key` is empty while a new entry has no key.

    Raises Conflict if the proposal is no longer unfinished, and the errors of `require_author` and `propose`.
    """
    require_author(viewer, proposal)
    require_state(proposal, ProposalState.UNFINISHED)
    proposal.form, proposal.key = form, key
    _fill(viewer, proposal, edits)


def submit(
    viewer: Viewer, proposal: Proposal, changes: ChangeSet | None = None, letter: WaitingLetter | None = None
) -> None:
    """Submit an unfinished proposal for a decision, or publish it at once (see `immediate_publication`).

    `changes` is the proposal's change set, made in this transaction; None lets this function make it. `letter` replaces
    the usual letter to coordinators. Raises InvalidInput if there are no edits. Raises Conflict if the proposal is no
    longer unfinished or the stored rows have changed. If a person wrote the proposal with an account (`origin` is
    empty), raises the errors of `require_author`, and NotPermitted if the viewer may not propose the edits.
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
    """Write the edits of a submitted proposal, record the acts, close the proposal and mail its author. `changes` is
    the proposal's change set, made in this transaction, or None.

    Raises the errors of `require_other` and `require_publishable`. Raises Conflict if the proposal is not submitted, if
    an edit is in conflict, or if the edits no longer fit other rows that have changed.
    """
    require_other(viewer, proposal)
    require_state(proposal, ProposalState.SUBMITTED)
    changes = changes or change_set_of(proposal)
    require_publishable(viewer, proposal, changes)
    _publish(viewer, proposal, changes)
    tell_decided(proposal, "proposal_published_amended" if is_amended(proposal) else "proposal_published")


def refuse(viewer: Viewer, proposal: Proposal, reason: str, changes: ChangeSet | None = None) -> None:
    """Refuse a submitted proposal with a reason, and mail its author. `changes` is the proposal's change set, made in
    this transaction, or None.

    Raises the errors of `require_other` and `require_refusable`, Conflict if the proposal is not submitted, and
    InvalidInput if the reason is empty or too long.
    """
    require_other(viewer, proposal)
    require_state(proposal, ProposalState.SUBMITTED)
    require_refusable(viewer, proposal, changes or change_set_of(proposal))
    _require_reason(reason, REASON_MISSING)
    proposal.reason = reason
    decide(viewer, proposal, ProposalState.REFUSED)
    tell_decided(proposal, "proposal_refused")


def withdraw(viewer: Viewer, proposal: Proposal) -> None:
    """Withdraw the viewer's own proposal before it is decided. A proposal that was never submitted loses its edits and
    note.

    Raises the errors of `require_author`, and Conflict for a decided proposal.
    """
    require_author(viewer, proposal)
    require_state(proposal, ProposalState.UNFINISHED, ProposalState.SUBMITTED)
    decide(viewer, proposal, ProposalState.WITHDRAWN)


def undo(viewer: Viewer, proposal: Proposal, reason: str) -> Proposal:
    """Submit a new proposal that takes back the published `proposal`, and return the new proposal. If a proposal that
    takes back `proposal` already waits for a decision, only return the waiting one. `reason` becomes the note of the
    new proposal.

    Edits whose values have changed since their publication are left out. Raises Conflict if no edits are left, or if
    `proposal` is not published, and InvalidInput if the reason is empty or too long.
    """
    require_state(proposal, ProposalState.PUBLISHED)
    waiting = db.session.scalar(
        select(Proposal).filter_by(undoes_id=proposal.id, state=ProposalState.SUBMITTED).limit(1)
    )
    if waiting is not None:
        return waiting
    _require_reason(reason, REVERT_REASON_MISSING)
    inverse = inverses_of(list_not_undone(proposal))
    if not inverse:
        raise Conflict(STALE)
    taken_back = propose(viewer, proposal.entry_key, inverse, note=reason, undoes=proposal.id)
    submit(viewer, taken_back)
    return taken_back


def _require_reason(reason: str, missing: Any) -> None:
    if not reason:
        raise InvalidInput(missing)
    if len(reason) > LONGEST_NOTE_CHARACTERS:
        raise InvalidInput(TOO_LONG)


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
    """Return a copy of an edit. If the edit changes a translation, the copy has the digest of the original text."""
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
    if is_referenced(changes.edits):
        raise Conflict(POINTED_TO)
    if consequences(changes):
        raise Conflict(INCOMPLETE)
    if is_under_ended(changes):
        raise Conflict(AUTHORITY_ENDED)
