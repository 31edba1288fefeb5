"""The change that takes another one back, and what cannot be taken back."""

from collections.abc import Sequence

from directory.proposals.applying import standing
from directory.proposals.edits import Act, Edit

INVERSES = {Act.CREATE: Act.REMOVE, Act.CHANGE: Act.CHANGE, Act.REMOVE: Act.CREATE}


def inverse_of(edit: Edit) -> Edit:
    """Return the change that puts back the value and the provenance that a published one took the place of."""
    return Edit(
        INVERSES[edit.act], edit.kind, edit.key, edit.detail, edit.after, edit.before, edit.given, edit.replaced
    )


def changed_since(published: Sequence[Edit]) -> list[Edit]:
    """Return the changes that cannot be taken back, for what they wrote has been changed again since."""
    stands = standing([inverse_of(edit) for edit in published])
    return [edit for edit in published if inverse_of(edit) not in stands]
