"""Settles what has changed since a proposal was written."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from directory import clock
from directory.access.viewer import Viewer
from directory.errors import NotPermitted
from directory.extensions import db
from directory.models import Proposal
from directory.proposals.consequences import completed
from directory.proposals.decisions import decide, require_state
from directory.proposals.editable import POSITION
from directory.proposals.edits import Act, Edit, differences, rows_of
from directory.proposals.queries import edits_of, is_author, list_conflicts, may_decide
from directory.vocabulary.proposals import State


def resolve(viewer: Viewer, proposal: Proposal, kept: set[int]) -> None:
    """Settle what has changed since a proposal was written: `kept` are the places, in the order of its
    changes, of those that are to stand against what the entry holds now; the others are dropped.

    Raises NotPermitted for who neither wrote it nor may decide it.
    """
    if not (is_author(viewer, proposal) or may_decide(viewer, proposal)):
        raise NotPermitted
    require_state(proposal, State.DRAFT, State.SUBMITTED)
    held = {(edit.entry_key, edit.detail): now for edit, now in list_conflicts(proposal)}
    edits: list[Edit] = []
    for number, edit in enumerate(edits_of(proposal)):
        place = (edit.entry_key, edit.detail)
        if place not in held:
            edits.append(edit)
        elif number in kept:
            edits += _against(edit, held[place])
    proposal.changes = rows_of(completed(edits))
    proposal.form, proposal.changed_at = {}, clock.now()
    if not edits:
        decide(viewer, proposal, State.WITHDRAWN)


def _against(edit: Edit, held: Any) -> Iterator[Edit]:
    """Yield what a change becomes that is to stand against what its place holds now.

    A new row that is there by now is changed to what was written; of one that is gone nothing can be changed.
    """
    if edit.act is Act.CREATE:
        for detail in differences(held, edit.after):
            if detail != POSITION:
                before, after = held.get(detail), edit.after.get(detail)
                yield replace(edit, act=Act.CHANGE, detail=detail, before=before, after=after)
    elif held != edit.after and db.session.get(edit.model, edit.key) is not None:
        yield replace(edit, before=held)
