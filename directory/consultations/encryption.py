"""Encrypts the texts of consultations, with one key for each thread.

Each text is bound to its name in the thread (the `place` of `RowCipher`). A text that was moved to another thread or
place cannot be decrypted.
"""

from directory.envelope_encryption import EnvelopeEncryption
from directory.models import ConsultationEntry

CONSULTATION_ENCRYPTION = EnvelopeEncryption("consultation keys")
new_cipher, cipher_of = CONSULTATION_ENCRYPTION.new_cipher, CONSULTATION_ENCRYPTION.cipher_of

# The places of the two texts of the thread itself.
SUBJECT, REFERENCE = "subject", "reference"


def place_of_outline(number: int) -> str:
    """Return the name under which the outline with this number in the thread is encrypted."""
    return f"outline:{number}"


def place_of_phrases(name: str) -> str:
    """Return the name under which the sentences of an act are encrypted. `name` is the act's public id."""
    return f"{name}:phrases"


def place_of_comment(entry: ConsultationEntry, item: int) -> str:
    """Return the name under which a comment is encrypted. `entry` is the act that makes the comment, and `item` is the
    number of the item."""
    return f"{entry.public_id}:{item}"
