"""Loads `seed_data/` into the models, all files or none. A load can be repeated. Start with `load`."""

from directory.seeding.load import LoadReport, load, seed_digest

__all__ = ["LoadReport", "load", "seed_digest"]
