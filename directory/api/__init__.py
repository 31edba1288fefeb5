"""The JSON API of `/api/v1`: one file for each resource, a package for a large resource, and their shared modules.

Read in this order: `entries` (the JSON of each kind of entry, made from readings of `access.gate`; lists), `answers`
(HTTP), a resource, `bodies`, `preconditions` and `idempotency` (writes), `document` (the documentation).
"""
