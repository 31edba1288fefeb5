"""Encrypts what a round asks of all its States. What is written in the consultations has the keys of those."""

from directory.envelope_encryption import EnvelopeEncryption

ROUND_ENCRYPTION = EnvelopeEncryption("round keys")
# The places of the texts of a round.
SUBJECT, TEXT, PHRASES = "subject", "text", "phrases"
