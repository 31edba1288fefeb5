"""Seals what people write in a consultation, each thread with a key of its own."""

from directory.envelope_encryption import EnvelopeEncryption

SEALING = EnvelopeEncryption("consultation keys")
new_seal, seal_of = SEALING.new_seal, SEALING.seal_of
