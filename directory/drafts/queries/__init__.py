"""Reads drafts, and what the directory knows that a draft can be filled with."""
