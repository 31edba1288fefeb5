"""Search: turns entries into documents of the index, keeps the index in step with the database, and shows what is
found."""
