"""Encrypts the texts of consultations, with one key for each thread."""

from directory.envelope_encryption import EnvelopeEncryption

SEALING = EnvelopeEncryption("consultation keys")
new_seal, seal_of = SEALING.new_seal, SEALING.seal_of
