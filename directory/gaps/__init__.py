"""Gaps: facts about a State that the directory lacks, as a list of work and in letters that ask an office."""
