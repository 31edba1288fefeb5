"""The JSON API of `/api/v1`. Each resource has a file, or a package if it is large. The other modules serve several
resources.

Read the modules in this order: `entries` (makes the JSON of entries and lists), `answers` (makes HTTP answers), one
resource. Then read `bodies`, `preconditions` and `idempotency` (for writes) and `document` (the documentation).
"""
