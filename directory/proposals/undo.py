"""Takes published edits back: makes the inverse edits, and lists the published edits that must stay."""

from collections.abc import Sequence
from dataclasses import replace

from directory.proposals.change_set import ChangeSet
from directory.proposals.consequences import coherent
from directory.proposals.edits import Edit, EditAction
from directory.proposals.provenance import given_before

INVERSES = {
    EditAction.CREATE: EditAction.REMOVE,
    EditAction.CHANGE: EditAction.CHANGE,
    EditAction.REMOVE: EditAction.CREATE,
}


def inverse_of(edit: Edit) -> Edit:
    """Return the edit that takes back a published edit: the returned edit restores the former value and provenance."""
    action, before, after = INVERSES[edit.action], edit.after, edit.before
    return replace(edit, action=action, before=before, after=after, given=given_before(edit), takes_back=True)


def inverses_of(published: Sequence[Edit]) -> list[Edit]:
    """Return the edits that take back `published`, in reverse order.

    An edit is left out if its value has changed since its publication, or if it depends on an edit left out.
    """
    whole = [inverse_of(edit) for edit in reversed(published)]
    stale = [edit for edit, _ in ChangeSet(whole).conflicts]
    return coherent([edit for edit in whole if edit not in stale], whole)


def changed_since(published: Sequence[Edit]) -> list[Edit]:
    """Return the published edits that `inverses_of` cannot take back, in their order."""
    stands = inverses_of(published)
    return [edit for edit in published if inverse_of(edit) not in stands]
