"""Counterpart: a directory of authorities and 24/7 desks for international cooperation in criminal matters.

Read in this order: `vocabulary`, `models`, `access`, any feature package, and last `app`.
"""
