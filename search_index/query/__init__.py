"""Answers a query from a snapshot. `execution` calls `terms`, `matching`, `ranking` and `spelling`."""
