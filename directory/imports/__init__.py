"""Entries as files: out, and in again after a check of every row and another person's decision."""
