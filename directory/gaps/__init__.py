"""Gaps: what the directory does not know of a State, as a list of work, and letters that ask an office for it."""
