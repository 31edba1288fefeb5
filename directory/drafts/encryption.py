"""Encrypts drafts. Each draft has a key of its own.

Each encrypted text is bound to its draft and to a name within the draft (the argument `place` of `RowCipher`). It
cannot be decrypted under another name. The name for a version of a draft is the version's number.
"""

from directory.envelope_encryption import EnvelopeEncryption

DRAFT_ENCRYPTION = EnvelopeEncryption("draft keys")


def place_of_marks(outline_id: int) -> str:
    """Return the name under which the marks of a shared outline are encrypted (see `SharedOutline.marks`)."""
    return f"outline:{outline_id}"
