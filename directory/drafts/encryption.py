"""Encrypts drafts, each with its own key.

Each text is bound to its draft and to a name (the `place` of `RowCipher`), and cannot be decrypted under another name.
For the content of a version, the name is the number of the version.
"""

from directory.envelope_encryption import EnvelopeEncryption

DRAFT_ENCRYPTION = EnvelopeEncryption("draft keys")


def place_of_marks(outline_id: int) -> str:
    """Return the name under which the digests of an outline's items (`DraftOutline.sealed_marks`) are encrypted."""
    return f"outline:{outline_id}"
