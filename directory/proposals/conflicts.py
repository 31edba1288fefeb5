"""Settles what has changed since a proposal was written."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from directory import clock
from directory.access.viewer import Viewer
from directory.errors import NotPermitted
from directory.extensions import db
from directory.models import Proposal
from directory.proposals.change_set import ChangeSet
from directory.proposals.consequences import completed
from directory.proposals.decisions import decide, require_state
from directory.proposals.editable import POSITION
from directory.proposals.edits import Edit, EditAction, differences, rows_of
from directory.proposals.queries import change_set_of, choice_of, is_author, may_decide
from directory.vocabulary.proposals import ProposalState

YOURS, THEIRS = "yours", "theirs"


def resolve(viewer: Viewer, proposal: Proposal, chosen: Mapping[str, str]) -> None:
    """Settle what has changed since a proposal was written, as `chosen` by the names that `choice_of` gives: a change
    stands against what the entry holds now (YOURS) or is dropped (THEIRS). One that is not named stays as it is.

    Raises NotPermitted for who neither wrote it nor may decide it.
    """
    if not (is_author(viewer, proposal) or may_decide(viewer, proposal)):
        raise NotPermitted
    require_state(proposal, ProposalState.DRAFT, ProposalState.SUBMITTED)
    changes, edits = change_set_of(proposal), list[Edit]()
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


def _against(edit: Edit, held: Any) -> Iterator[Edit]:
    """Yield what a change becomes that is to stand against what its place holds now.

    A new row that is there by now is changed to what was written; of one that is gone nothing can be changed.
    """
    if edit.act is EditAction.CREATE:
        for detail in differences(held, edit.after):
            if detail != POSITION:
                before, after = held.get(detail), edit.after.get(detail)
                yield replace(edit, act=EditAction.CHANGE, detail=detail, before=before, after=after)
    elif held != edit.after and db.session.get(edit.model, edit.key) is not None:
        yield replace(edit, before=held)
