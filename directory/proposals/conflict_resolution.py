"""Resolves the conflicts of a proposal: values that have changed since the proposal was written."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from directory import clock
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Proposal
from directory.proposals.change_set import ChangeSet
from directory.proposals.consequences import completed
from directory.proposals.decisions import decide, require_other, require_state, tell_decided
from directory.proposals.editable_columns import POSITION
from directory.proposals.edits import Edit, EditAction, differences, rows_of
from directory.proposals.permissions import require_publishable
from directory.proposals.queries import change_set_of, choice_of, is_author
from directory.vocabulary.proposals import ProposalState

YOURS, THEIRS = "yours", "theirs"


def resolve(viewer: Viewer, proposal: Proposal, chosen: Mapping[str, str]) -> None:
    """Resolve conflicts of a proposal. `chosen` maps a field name (see `queries.choice_of`) to YOURS or THEIRS.

    For YOURS, the edit will replace the stored value. For THEIRS, the edit is dropped. If no edits are left, the
    proposal is withdrawn. If the viewer is not the author, the author is told by mail that the proposal was changed.
    Raises Conflict if the proposal is decided already. Raises NotPermitted or NotFound if the viewer is neither the
    author of the proposal nor may publish it.
    """
    changes, edits = change_set_of(proposal), list[Edit]()
    if not is_author(viewer, proposal):
        require_other(viewer, proposal)
        require_publishable(viewer, proposal, changes)
    require_state(proposal, ProposalState.UNFINISHED, ProposalState.SUBMITTED)
    held = {(edit.entry_key, edit.detail): now for edit, now in changes.conflicts}
    for edit in changes.edits:
        place = (edit.entry_key, edit.detail)
        said = chosen.get(choice_of(edit, held[place])) if place in held else None
        if said == YOURS:
            edits += _against(edit, held[place])
        elif said != THEIRS:
            edits.append(edit)
    settled = completed(ChangeSet(edits))
    if settled.edits == changes.edits:
        return
    proposal.changes = rows_of(settled.edits)
    proposal.form, proposal.changed_at = {}, clock.now()
    if not edits:
        decide(viewer, proposal, ProposalState.WITHDRAWN)
        if not is_author(viewer, proposal):
            tell_decided(proposal, "proposal_overruled")


def _against(edit: Edit, held: Any) -> Iterator[Edit]:
    """Yield the edits to make in place of an edit in conflict. They change the present stored value `held`.

    If the edit creates a row and the row exists by now, yield one edit for each detail that differs. Yield nothing if
    the row of a change is gone, or if `held` is the proposed value already.
    """
    if edit.action is EditAction.CREATE:
        for detail in differences(held, edit.after):
            if detail != POSITION:
                before, after = held.get(detail), edit.after.get(detail)
                yield replace(edit, action=EditAction.CHANGE, detail=detail, before=before, after=after)
    elif held != edit.after and db.session.get(edit.model, edit.key) is not None:
        yield replace(edit, before=held)
