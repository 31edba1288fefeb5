"""The page of the tasks that wait for a signed-in person, and the counts in the work bar."""
