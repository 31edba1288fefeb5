"""Loads `seed_data/` into the models: idempotent by natural key, all or nothing.

`load` is the way in. `rows` reads and checks files, `sources` says where details come from,
`store` writes entries with their provenance, and the other modules say, a noun each, which column
of a file becomes which detail.
"""

from directory.seeding.load import LoadReport, load, seed_digest

__all__ = ["LoadReport", "load", "seed_digest"]
