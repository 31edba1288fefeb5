"""Encrypts drafts. Each draft has a key of its own."""

from directory.envelope_encryption import EnvelopeEncryption

DRAFT_ENCRYPTION = EnvelopeEncryption("draft keys")
