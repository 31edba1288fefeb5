"""Search. Converts entries to documents of the index, updates the index after changes in the database, and shows
results."""
