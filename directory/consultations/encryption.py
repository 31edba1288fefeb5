"""Encrypts the texts of consultations, with one key for each thread."""

from directory.envelope_encryption import EnvelopeEncryption

CONSULTATION_ENCRYPTION = EnvelopeEncryption("consultation keys")
new_cipher, cipher_of = CONSULTATION_ENCRYPTION.new_cipher, CONSULTATION_ENCRYPTION.cipher_of
