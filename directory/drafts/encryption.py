"""Encrypts drafts, each with a key of its own.

Each text is bound to its draft and to a name (the `place` of `RowCipher`). The name of a version is its number. The
text cannot be decrypted under another name.
"""

from directory.envelope_encryption import EnvelopeEncryption

DRAFT_ENCRYPTION = EnvelopeEncryption("draft keys")


def place_of_marks(outline_id: int) -> str:
    """Return the name under which the digests `DraftOutline.sealed_marks` are encrypted."""
    return f"outline:{outline_id}"
