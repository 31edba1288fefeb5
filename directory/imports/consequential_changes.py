"""Makes edits from a changed row of a file, in the form that `proposals.consequences` needs."""

from collections.abc import Iterator

from directory.models.details import EntryKey
from directory.proposals.change_set import OWNER
from directory.proposals.editable_columns import Values
from directory.proposals.edits import Edit, EditAction, StatedProvenance

# The details whose change has consequences, or decides which consequences another change has.
STEERING = ("status", "successor_key", OWNER)


def steering_edits(entry_key: EntryKey, before: Values, after: Values, given: StatedProvenance) -> Iterator[Edit]:
    """Yield an edit for each STEERING detail (status, successor, authority) in `after`.

    `after` contains only changed details.
    """
    for detail in STEERING:
        if detail in after:
            yield Edit(EditAction.CHANGE, *entry_key, detail, before.get(detail), after[detail], given)
