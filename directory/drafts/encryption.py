"""Encrypts drafts. Each draft has a key of its own.

Each text is bound to its draft and to its place in the draft (`RowCipher`). The place of a version is its number.
"""

from directory.envelope_encryption import EnvelopeEncryption

DRAFT_ENCRYPTION = EnvelopeEncryption("draft keys")


def place_of_marks(outline_id: int) -> str:
    """Return the name under which the digests of a shared outline's items are sealed in the draft (see
    `SharedOutline.marks`)."""
    return f"outline:{outline_id}"
