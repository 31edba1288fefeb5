"""Search: makes the index's documents of entries, keeps the index in step with the database, and shows what is
found."""
