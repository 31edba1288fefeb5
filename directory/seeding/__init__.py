"""Loads `seed_data/` into the models: all files or none, and repeatable by natural keys. Start with `load`."""

from directory.seeding.load import LoadReport, load, seed_digest

__all__ = ["LoadReport", "load", "seed_digest"]
