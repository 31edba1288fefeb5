"""Encrypts the file numbers of the docket, each with the key of its entry."""

from directory.envelope_encryption import EnvelopeEncryption

DOCKET_ENCRYPTION = EnvelopeEncryption("docket keys")
FILE_NUMBER = "file_number"
