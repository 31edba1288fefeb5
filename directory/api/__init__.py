"""The JSON API of `/api/v1`: one file a resource, a package where one needs several, and what they share.

Read in this order: `entries` (what of each kind goes out, a reading of the gate as JSON, lists), `answers` (HTTP),
a resource, `bodies`, `matching` and `idempotency` (writes), `document` (what documents it all).
"""
