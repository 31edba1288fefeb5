"""Loads `seed_data/` into the models. A load can be repeated: rows have natural keys. It stores all files or none.

Start with `load`. `rows` reads and checks files. `sources` has the source of a row. `store` writes entries with their
provenance. `protected_edits` protects people's edits on the pages. `requirement_history` records changed requirements.
The other modules map the columns of each file to details.
"""

from directory.seeding.load import LoadReport, load, seed_digest

__all__ = ["LoadReport", "load", "seed_digest"]
