"""Loads `seed_data/` into the models: idempotent by natural key, all or nothing.

Start with `load`. `rows` reads and checks files, `sources` holds the source of a row, `store` writes entries with their
provenance, `protected_edits` protects people's edits on the pages, and `requirement_history` records changed
requirements. The other modules map the columns of each file to details.
"""

from directory.seeding.load import LoadReport, load, seed_digest

__all__ = ["LoadReport", "load", "seed_digest"]
