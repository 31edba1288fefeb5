"""The JSON API of `/api/v1`. Each resource has a file or, if it is large, a package. Other modules serve several
resources.

Read in this order: `entries` (makes the JSON of entries and lists), `answers` (makes HTTP answers), one resource,
`bodies`, `preconditions` and `idempotency` (for writes), `document` (the documentation).
"""
