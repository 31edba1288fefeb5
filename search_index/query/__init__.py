"""Answering a query from a snapshot: `terms`, `matching`, `name_similarity`; `execution` calls them in turn."""
