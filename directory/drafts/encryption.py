"""Seals drafts, each with a key of its own."""

from directory.envelope_encryption import Sealing

SEALING = Sealing("draft keys")
