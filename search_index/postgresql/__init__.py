"""The same index in tables of PostgreSQL."""
