"""Encrypts the texts of consultations, with one key for each thread.

Each text is bound to a name that identifies the text within its thread. In this module, this name is called the place
of the text. A text that was moved to another thread or place cannot be opened. The place of an act's text is the public
id of the act. This module defines all other places."""

from directory.envelope_encryption import EnvelopeEncryption
from directory.models import ConsultationEntry

CONSULTATION_ENCRYPTION = EnvelopeEncryption("consultation keys")
new_cipher, cipher_of = CONSULTATION_ENCRYPTION.new_cipher, CONSULTATION_ENCRYPTION.cipher_of

# The places of the two texts of the thread itself.
SUBJECT, REFERENCE = "subject", "reference"


def place_of_outline(number: int) -> str:
    """Return the name under which an outline is encrypted. `number` is the outline's number in the thread."""
    return f"outline:{number}"


def place_of_comment(entry: ConsultationEntry, item: int) -> str:
    """Return the name under which a comment is encrypted.

    `entry` is the act that made the comment, and `item` is the number of the commented item."""
    return f"{entry.public_id}:{item}"
