"""Seals drafts, each with a key of its own."""

from directory.sealing import Sealing

SEALING = Sealing("draft keys")
