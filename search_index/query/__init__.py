"""Answering a query from a snapshot: `terms`, `matching`, `name_similarity`; `execution` puts them together."""
