"""The index in tables of PostgreSQL, with the same matching and ranking as the index on the disk."""
