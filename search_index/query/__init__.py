"""Answers a query from a snapshot: `execution` calls `terms`, `matching` and `name_similarity` in turn."""
