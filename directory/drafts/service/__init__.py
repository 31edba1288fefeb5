"""Begins, fills in, changes, shares and deletes drafts of requests."""
