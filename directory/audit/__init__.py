"""The audit chain: an append-only, hash-chained log of acts, each with its actor, entry and values."""
