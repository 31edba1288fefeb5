"""Search: makes documents of entries, keeps the index in step with the database, and shows the search page."""
