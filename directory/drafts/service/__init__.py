"""Writes drafts."""
