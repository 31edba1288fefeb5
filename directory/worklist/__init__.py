"""The page of what waits for a signed-in person, and the counts in the work bar."""
