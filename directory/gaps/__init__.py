"""Gaps: facts about a State that the directory lacks. A page lists them as work to do, and letters ask offices for
them."""
