"""Reads drafts, and what the directory can fill in."""
