"""Counterpart: a directory of authorities and 24/7 desks for international cooperation in criminal matters.

Read in this order: `vocabulary` (the field's terms), `models` (the tables), `access` (permissions, and the one gate
through which every value is read), then any feature package (`queries`, `presenters`, `views`), and last `app`, which
assembles all parts.
"""
