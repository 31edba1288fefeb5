"""Reads drafts, and the values that the directory can fill in."""
