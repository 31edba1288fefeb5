"""Notes disclosures of restricted values that a form or proposal shows. On other pages, the gate notes disclosures."""

from collections.abc import Collection

from directory.access.disclosure_log import RestrictedValue, note
from directory.access.gate import audience_of
from directory.access.policy import is_public
from directory.access.viewer import Viewer
from directory.models import Entry, details_of
from directory.models.details import EntryKey
from directory.proposals.change_set import ChangeSet
from directory.proposals.editable_columns import unflat
from directory.proposals.edits import Edit


def note_row(viewer: Viewer, root: EntryKey, row: Entry, names: Collection[str]) -> None:
    """Note a disclosure of each detail in `names` that is restricted and not empty. For a viewer without account, note
    nothing.

    `root` is the entry in whose form or proposal the row is shown.
    """
    for declared in details_of(type(row)):
        if declared.name in names and getattr(row, declared.name) and not is_public(audience_of(row, declared)):
            name = declared.name if root == row.entry_key else f"{row.KIND}.{declared.name}"
            if viewer.account_id is not None:
                note(RestrictedValue(viewer, root, name))


def note_edit(viewer: Viewer, root: EntryKey, changes: ChangeSet, edit: Edit) -> None:
    """Note a disclosure for each restricted detail that an edit shows, in any version of the edited row."""
    for values in changes.versions(edit.entry_key):
        row = edit.model(key=edit.key, **unflat(edit.model, values))
        names = [edit.detail.partition(".")[0]] if edit.detail else [one.name for one in details_of(edit.model)]
        note_row(viewer, root, row, names)
