"""Counterpart: who can execute a request for assistance, what it must contain, and who answers now.

Read in this order: `vocabulary` (the field's words), `models` (the nouns), `access` (who may read
what, and the one gate), then any feature package (`queries`, `presenters`, `views`), and last
`app`, the one place that knows every part.
"""
