"""Search: documents of entries, the index in step with the database, and the search page."""
