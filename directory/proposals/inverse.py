"""The change that takes another one back."""

from directory.proposals.edits import Act, Edit

INVERSES = {Act.CREATE: Act.REMOVE, Act.CHANGE: Act.CHANGE, Act.REMOVE: Act.CREATE}


def inverse_of(edit: Edit) -> Edit:
    """Return the change that puts back the value and the provenance that a published one took the place of."""
    return Edit(
        INVERSES[edit.act], edit.kind, edit.key, edit.detail, edit.after, edit.before, edit.given, edit.replaced
    )
