"""Gaps: facts about a State that the directory lacks. A page lists the gaps as work to do, and letters ask offices for
the facts."""
