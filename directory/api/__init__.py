"""The JSON API of `/api/v1`: one file a resource, and what they share.

Read in this order: `shapes` (what of each kind goes out), `readings` (a reading of the gate as
JSON), `filters` and `listing` (lists), `answers` (HTTP), a resource, `openapi` (what documents it).
"""
