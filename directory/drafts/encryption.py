"""Encrypts drafts. Each draft has a key of its own.

Each encrypted text is bound to its draft and to a name within the draft, its place (see `RowCipher`). It cannot be
decrypted under another place. The place of a version is the version's number.
"""

from directory.envelope_encryption import EnvelopeEncryption

DRAFT_ENCRYPTION = EnvelopeEncryption("draft keys")


def place_of_marks(outline_id: int) -> str:
    """Return the place of an outline's marks (see `SharedOutline.marks`): the name under which a draft keeps the
    encrypted marks."""
    return f"outline:{outline_id}"
