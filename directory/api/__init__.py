"""The JSON API of `/api/v1`, with a file or package for each resource.

Read in this order: `entries` (JSON of entries and lists), `answers` (HTTP answers), one resource. For writes, read
`bodies`, `preconditions` and `idempotency`.
"""
