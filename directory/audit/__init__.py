"""The audit chain: an append-only, hash-chained log of acts. Only the values of an act can be erased."""
