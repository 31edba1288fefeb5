"""Counterpart: a directory of authorities and 24/7 desks for international cooperation in criminal matters.

Read in this order: `vocabulary` (the field's terms), `models` (the tables), and `access` (permissions, and the one gate
through which every value is read). Then read any feature package (`queries`, `presenters`, `views`), and last `app`,
which assembles all parts.
"""
