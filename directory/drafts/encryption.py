"""Encrypts drafts. Each draft has a key of its own.

Each encrypted text opens only for its own draft and its own place in the draft (`RowCipher`). The place of a version is
its number.
"""

from directory.envelope_encryption import EnvelopeEncryption

DRAFT_ENCRYPTION = EnvelopeEncryption("draft keys")


def place_of_marks(outline_id: int) -> str:
    """Return the place in a draft of the encrypted digests of a shared outline's items (see `SharedOutline.marks`)."""
    return f"outline:{outline_id}"
