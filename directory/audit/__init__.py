"""The audit chain: an append-only, hash-chained log of acts.

Each act has its actor (none for the system), its object (an entry, an account, a consultation ...) and its values. Only
the values can be erased.
"""
